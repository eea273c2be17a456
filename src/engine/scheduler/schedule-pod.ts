import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import type { PodCondition } from '../../api/kinds/pod/pod-status.ts';
import { formatTime } from '../../lib/time.ts';
import type { TableRef, World } from '../world.ts';
import type { Cycle } from './cycle.ts';
import { findNodes } from './find-nodes.ts';
import { failureMessage, truncateNote } from './fit-error.ts';
import { nodeTable } from './node-table.ts';
import { pickNode } from './pick-node.ts';
import { podRequests } from './pod-requests.ts';

export const SCHEDULER_NAME = 'default-scheduler';

/** Where the next search begins, so that the nodes take turns in being looked at first. */
const START: TableRef<number> = { name: 'scheduler/start' };

export type Attempt =
  | { readonly bound: true }
  /** `plugins`: who refused; none when there was no node to ask. */
  | { readonly bound: false; readonly plugins: readonly string[] };

/** One scheduling cycle: finds the best node and binds the pod to it, or says why there is none. */
export function schedulePod(world: World, pod: Pod, key: string, attempt: number): Attempt {
  const table = nodeTable(world);
  const cycle: Cycle = { world, pod, table, requests: podRequests(pod) };
  const starts = world.table(START);
  const start = starts.get('node') ?? 0;
  const { slots, diagnosis, examined } = findNodes(cycle, start);
  if (diagnosis.nodeCount > 0) starts.set('node', (start + examined) % diagnosis.nodeCount);
  const node = pickNode(cycle, slots, world.random('scheduler/tie', key, attempt));
  if (node === undefined) {
    tellFailure(world, pod, failureMessage(pod, diagnosis));
    return { bound: false, plugins: [...diagnosis.plugins] };
  }
  const written = world.bind(pod, node.name);
  if (!written.ok) return { bound: false, plugins: [] };
  const { namespace = '', name = '' } = pod.metadata;
  world.note({
    about: pod,
    type: 'Normal',
    reason: 'Scheduled',
    message: `Successfully assigned ${namespace}/${name} to ${node.name}`,
    component: SCHEDULER_NAME,
  });
  return { bound: true };
}

/** Event and condition of a pod that fits nowhere. Source: pkg/scheduler/schedule_one.go handleSchedulingFailure. */
function tellFailure(world: World, pod: Pod, message: string): void {
  world.note({
    about: pod,
    type: 'Warning',
    reason: 'FailedScheduling',
    message: truncateNote(message),
    component: SCHEDULER_NAME,
  });
  const conditions = pod.status?.conditions ?? [];
  const old = conditions.find((each) => each.type === 'PodScheduled');
  if (old?.status === 'False' && old.reason === 'Unschedulable' && old.message === message) return;
  const { generation } = pod.metadata;
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastProbeTime: null,
    lastTransitionTime: old?.status === 'False' ? (old.lastTransitionTime ?? '') : formatTime(world.nowMs),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
  const next =
    old === undefined ? [...conditions, condition] : conditions.map((each) => (each === old ? condition : each));
  world.updateStatus(pods, { ...pod, status: { ...pod.status, conditions: next } });
}
