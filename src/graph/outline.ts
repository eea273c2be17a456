/** The picture as two trees of words: Node > Pods and Service > endpoints. The tables that stand in for the stage read it. */
import type { ObjectKey } from '../api/machinery/key.ts';
import { endpointName, nodeName, podName, serviceName } from './names.ts';
import type { StageScene } from './scene.ts';

export interface OutlineEntry {
  readonly key: ObjectKey | undefined;
  readonly name: string;
}

export interface OutlineGroup extends OutlineEntry {
  readonly entries: readonly OutlineEntry[];
}

export interface Outline {
  readonly nodes: readonly OutlineGroup[];
  readonly waiting: readonly OutlineEntry[];
  readonly services: readonly OutlineGroup[];
}

export function outlineOf(scene: StageScene): Outline {
  const podsByNode = new Map<string, { readonly slot: number; readonly entry: OutlineEntry }[]>();
  for (const pod of scene.pods.values()) {
    const found = podsByNode.get(pod.node);
    const item = { slot: pod.slot, entry: { key: pod.key, name: podName(pod) } };
    if (found) found.push(item);
    else podsByNode.set(pod.node, [item]);
  }
  const entries = (node: string): OutlineEntry[] =>
    (podsByNode.get(node) ?? []).sort((a, b) => a.slot - b.slot).map((item) => item.entry);
  const boxes = [...scene.nodes.values()].sort((a, b) => a.rect.y - b.rect.y || a.rect.x - b.rect.x);
  const services = [...scene.services.values()].sort((a, b) => a.slot - b.slot);
  return {
    nodes: boxes.map((box) => ({ key: box.key, name: nodeName(box), entries: entries(box.name) })),
    waiting: entries(''),
    services: services.map((service) => ({
      key: service.key,
      name: serviceName(service),
      entries: service.endpoints.map((e) => ({ key: e.pod, name: endpointName(e) })),
    })),
  };
}
