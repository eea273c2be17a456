import type { PodLook } from '../pod-look.ts';
import type { TableRef } from '../../world.ts';

/** A pod that its kubelet is to evict. */
export interface Eviction {
  readonly uid: string;
  readonly message: string;
  readonly graceSeconds: number;
}

/** By the key of the kubelet's look. */
export const EVICTIONS: TableRef<Eviction> = { name: 'kubelet/evictions' };

/** Is the pod to be evicted? Then the look carries the verdict. Source: pkg/kubelet/eviction/eviction_manager.go evictPod. */
export function takeEviction(look: PodLook, key: string): Eviction | undefined {
  const table = look.world.table(EVICTIONS);
  if (table.size === 0) return undefined;
  const eviction = table.get(key);
  if (eviction === undefined) return undefined;
  table.delete(key);
  if (eviction.uid !== look.uid) return undefined;
  look.verdict = { reason: 'Evicted', message: eviction.message, isDisruption: true };
  look.tellPod('Evicted', eviction.message, 'Warning');
  return eviction;
}
