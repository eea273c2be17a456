import type { DaemonSet } from '../../../api/kinds/daemon-set/daemon-set.ts';
import type { TableRef, World } from '../../world.ts';

/** First and longest wait before a failed Pod of a node is deleted. Source: pkg/controller/daemon/daemon_controller.go. */
const FIRST_MS = 1_000;
const LONGEST_MS = 15 * 60_000;

interface BackOff {
  readonly id: string;
  /** Node -> wait and when it was set, ms. */
  readonly nodes: Readonly<Record<string, readonly [waitMs: number, sinceMs: number]>>;
}

/** Back-off of each DaemonSet by node, begun anew with each generation: a daemon that fails at once must not spin. */
const BACK_OFF: TableRef<BackOff> = { name: 'daemonset/back-off' };

/**
 * May a failed Pod of the node be deleted now? 0, and the next one will wait longer; else how long to wait, ms.
 * Source: client-go flowcontrol.Backoff IsInBackOffSinceUpdate, Next.
 */
export function waitForFailedPod(world: World, key: string, set: DaemonSet, node: string): number {
  const table = world.table(BACK_OFF);
  const id = `${set.metadata.uid ?? ''}/${set.status?.observedGeneration ?? 0}`;
  const known = table.get(key);
  const nodes = known?.id === id ? known.nodes : {};
  const [waitMs, sinceMs] = nodes[node] ?? [0, 0];
  const passedMs = world.nowMs - sinceMs;
  if (passedMs < waitMs) return waitMs - passedMs;
  const isForgotten = waitMs === 0 || passedMs > 2 * LONGEST_MS;
  const nextMs = isForgotten ? FIRST_MS : Math.min(2 * waitMs, LONGEST_MS);
  table.set(key, { id, nodes: { ...nodes, [node]: [nextMs, world.nowMs] } });
  return 0;
}

export function forgetFailedPods(world: World, key: string): void {
  world.table(BACK_OFF).delete(key);
}
