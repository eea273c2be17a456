import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import type { PodCondition, PodStatus } from '../../api/kinds/pod/pod-status.ts';
import type { PodSpec } from '../../api/kinds/pod/pod-spec.ts';
import { formatTime } from '../../lib/time.ts';
import type { TableRef, World } from '../world.ts';
import type { Cycle } from './cycle.ts';
import { findNodes, type Found } from './find-nodes.ts';
import { failureMessage, truncateNote } from './fit-error.ts';
import { nodeTable, type NodeTable } from './node-table.ts';
import { pickNode } from './pick-node.ts';
import { podRequests } from './pod-requests.ts';
import { waitForVolumes } from './wait-for-volumes.ts';
import { findVictims, type Preemption } from './preemption/find-victims.ts';

export const SCHEDULER_NAME = 'default-scheduler';

/** Where the next search begins, so that the nodes take turns in being looked at first. */
const START: TableRef<number> = { name: 'scheduler/start' };

/** What DynamicResources and DefaultPreemption say, when nothing can be done. */
export const TAIL = 'no new claims to deallocate, preemption: ';

/** What DynamicResources says when a plugin before it refused the pod as a whole: its own state is missing. */
const NOT_ASKED = 'not found';

export type Attempt =
  | { readonly bound: true }
  | {
      readonly bound: false;
      /** Who refused; none when there was no node to ask. */
      readonly plugins: readonly string[];
      /** Pods to evict from the node that is promised to this one. */
      readonly preemption: Preemption | undefined;
    };

/** One scheduling cycle: finds the best node and binds the pod to it, or says why there is none. */
export function schedulePod(world: World, pod: Pod, key: string, attempt: number): Attempt {
  const table = nodeTable(world);
  const cycle: Cycle = { world, pod, table, requests: podRequests(pod) };
  const starts = world.table(START);
  const start = starts.get('node') ?? 0;
  const chance = world.random('scheduler/tie', key, attempt);
  const known = knownFailure(table, pod);
  const found = known?.found ?? findNodes(cycle, start, chance);
  const { slots, diagnosis, examined } = found;
  if (diagnosis.nodeCount > 0) starts.set('node', (start + examined) % diagnosis.nodeCount);
  const node = pickNode(cycle, slots, chance);
  if (node === undefined) {
    const preemption =
      known?.preemption ?? findVictims(cycle, diagnosis, world.random('scheduler/preempt', key, attempt));
    remember(table, pod, found, preemption);
    const tail =
      diagnosis.refusal !== undefined ? NOT_ASKED : preemption.message === '' ? '' : `${TAIL}${preemption.message}`;
    tellFailure(world, pod, failureMessage(diagnosis, tail), preemption.nominatedNodeName);
    return { bound: false, plugins: [...diagnosis.plugins], preemption };
  }
  if (waitForVolumes(world, pod, key, node.name)) return { bound: true };
  const written = world.bind(pod, node.name);
  if (!written.ok) return { bound: false, plugins: [], preemption: undefined };
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

interface Failure {
  readonly table: NodeTable;
  readonly version: number;
  readonly found: Found;
  readonly preemption: Preemption;
}

/** Why the last pod of a template found no node: while no node and no bound pod changes, the next one has no other luck. */
const failures = new WeakMap<PodSpec, Failure>();

function knownFailure(table: NodeTable, pod: Pod): Failure | undefined {
  const known = failures.get(pod.spec);
  return known?.table === table && known.version === table.version && !isNominated(pod) ? known : undefined;
}

function remember(table: NodeTable, pod: Pod, found: Found, preemption: Preemption): void {
  if (found.tableOnly && preemption.victims.length === 0 && !isNominated(pod))
    failures.set(pod.spec, { table, version: table.version, found, preemption });
}

function isNominated({ status }: Pod): boolean {
  return (status?.nominatedNodeName ?? '') !== '';
}

/** Event and status of a pod that fits nowhere. Source: pkg/scheduler/schedule_one.go handleSchedulingFailure. */
function tellFailure(world: World, pod: Pod, message: string, nominatedNodeName: string | undefined): void {
  world.note({
    about: pod,
    type: 'Warning',
    reason: 'FailedScheduling',
    message: truncateNote(message),
    component: SCHEDULER_NAME,
  });
  const status = nominated(pod.status, nominatedNodeName);
  const conditions = status.conditions ?? [];
  const old = conditions.find((each) => each.type === 'PodScheduled');
  const isTold = old?.status === 'False' && old.reason === 'Unschedulable' && old.message === message;
  if (isTold && status === pod.status) return;
  const { generation } = pod.metadata;
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastProbeTime: null,
    lastTransitionTime:
      old?.status === 'False' && old.lastTransitionTime !== undefined
        ? old.lastTransitionTime
        : formatTime(world.nowMs),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
  const next =
    old === undefined ? [...conditions, condition] : conditions.map((each) => (each === old ? condition : each));
  world.updateStatus(pods, { ...pod, status: { ...status, conditions: next } });
}

function nominated(status: PodStatus | undefined, nodeName: string | undefined): PodStatus {
  const { nominatedNodeName = '', ...others } = status ?? {};
  if (nodeName === undefined || nodeName === nominatedNodeName) return status ?? {};
  return nodeName === '' ? others : { ...others, nominatedNodeName: nodeName };
}
