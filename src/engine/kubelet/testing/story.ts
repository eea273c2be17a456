// Helpers for tests of the kubelet: one node, one pod, and what kubectl would have printed of it all along.
import type { Container } from '../../../api/kinds/pod/container.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { PodSpec } from '../../../api/kinds/pod/pod-spec.ts';
import { printedStatus } from '../../../api/kinds/pod/printed-status.ts';
import type { TimingName } from '../../../protocol/messages.ts';
import { SmallCluster, START_MS } from '../../node-side/testing/small-cluster.ts';
import { BEHAVIOUR } from '../programs/behaviour.ts';

export const ALPINE = 'alpine:3.22';

/** A pod `web` on one node: containers as given, else one that runs the command. */
export function podOf(
  containers: string | Partial<Container> | readonly Container[],
  part: Partial<PodSpec> = {},
  options: { readonly behaviour?: string; readonly timing?: TimingName } = {},
): SmallCluster {
  const cluster = new SmallCluster(options.timing ?? 'instant');
  cluster.addNode('node-1');
  const one = (own: Partial<Container>): Container[] => [{ name: 'web', image: ALPINE, ...own }];
  const list = Array.isArray(containers)
    ? (containers as readonly Container[])
    : typeof containers === 'string'
      ? one({ command: ['sh', '-c', containers] })
      : one(containers as Partial<Container>);
  const annotations = options.behaviour === undefined ? {} : { annotations: { [BEHAVIOUR]: options.behaviour } };
  cluster.addPod('web', { containers: list, ...part }, annotations);
  return cluster;
}

/** `READY STATUS RESTARTS` of each version of the pod with the second at which it came, without repetitions. */
export function story(cluster: SmallCluster, name = 'web'): string[] {
  const lines: string[] = [];
  let last = '';
  for (const { key, next, atMs } of cluster.store.log.entries()) {
    if (key !== `core/pods/default/${name}` || next === undefined) continue;
    const { ready, total, status, restarts } = printedStatus(next as Pod);
    const line = `${ready}/${total} ${status} ${restarts}`;
    if (line !== last) lines.push(`${Math.round((atMs - START_MS) / 100) / 10}s ${line}`);
    last = line;
  }
  return lines;
}

/** Events of a pod with their counts: `Type Reason xN Message`. */
export function counted(cluster: SmallCluster, name = 'web'): string[] {
  return cluster
    .eventsAbout(name)
    .map(({ type, reason, count, message }) => `${type ?? ''} ${reason ?? ''} x${count ?? 1} ${message ?? ''}`);
}
