import type { Pod } from '../../api/kinds/pod/pod.ts';
import { makeKey } from '../../api/machinery/key.ts';

/** Name of the reconciler that looks at pods; its keys are `<node>/<key of the pod>`. */
export const KUBELET_NAME = 'kubelet';

export function nodeOfKey(key: string): string {
  return key.slice(0, key.indexOf('/'));
}

/** Who writes what a node's kubelet writes. */
export function kubeletActor(nodeName: string): string {
  return `kubelet/${nodeName}`;
}

/** The key under which a pod's kubelet knows it. */
export function podWorkKey({ metadata, spec }: Pod): string {
  return `${spec.nodeName ?? ''}/${makeKey('', 'pods', metadata.namespace ?? '', metadata.name ?? '')}`;
}
