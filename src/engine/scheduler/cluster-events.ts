import type { Node } from '../../api/kinds/node/node.ts';
import type { Pod } from '../../api/kinds/pod/pod.ts';
import { keyName } from '../../api/machinery/key.ts';
import { deepEqual } from '../../lib/equal.ts';
import type { Change } from '../store/change-log.ts';
import type { World } from '../world.ts';
import { nodeHolding } from './node-table.ts';
import { unschedulable, type QueuedPod } from './queue.ts';

export type ClusterEvent = 'node-added' | 'node-labels' | 'node-taints' | 'node-allocatable' | 'pod-removed';

/** What happened on which node. */
export interface NodeEvent {
  readonly event: ClusterEvent;
  readonly nodeName: string;
}

/**
 * Plugins whose refusals an event may end; a new node may suit everybody.
 * Source: EventsToRegister of each plugin, pkg/scheduler/framework/events.go.
 */
const HELPED: Readonly<Record<ClusterEvent, ReadonlySet<string> | undefined>> = {
  'node-added': undefined,
  'node-labels': new Set(['NodeAffinity']),
  'node-taints': new Set(['NodeUnschedulable', 'TaintToleration']),
  'node-allocatable': new Set(['NodeResourcesFit']),
  'pod-removed': new Set(['NodeResourcesFit', 'NodePorts']),
};

const PREFIX = 'event/';

/** Keys of the looks that a change of a node asks for: none while no pod is set aside. */
export function nodeEventKeys({ prev, next, key }: Change, world: World): readonly string[] {
  if (unschedulable(world).size === 0 || next === undefined) return [];
  return nodeEvents(prev as Node | undefined, next as Node).map((event) => keyOf(event, keyName(key)));
}

/** Key of the look that a bound pod's end asks for. */
export function podEventKeys({ prev, next }: Change, world: World): readonly string[] {
  if (unschedulable(world).size === 0) return [];
  const nodeName = nodeHolding(prev as Pod | undefined);
  return nodeName !== '' && nodeHolding(next as Pod | undefined) === '' ? [keyOf('pod-removed', nodeName)] : [];
}

/** The event that a look's key names, if it names one. */
export function eventOfKey(key: string): NodeEvent | undefined {
  if (!key.startsWith(PREFIX)) return undefined;
  const [, event, nodeName = ''] = key.split('/');
  return { event: event as ClusterEvent, nodeName };
}

/** May the event end what kept this pod off the nodes? */
export function mayHelp({ event }: NodeEvent, { plugins }: QueuedPod): boolean {
  const helped = HELPED[event];
  return helped === undefined || plugins.some((plugin) => helped.has(plugin));
}

function keyOf(event: ClusterEvent, nodeName: string): string {
  return `${PREFIX}${event}/${nodeName}`;
}

function nodeEvents(prev: Node | undefined, next: Node): readonly ClusterEvent[] {
  if (prev === undefined) return ['node-added'];
  const events: ClusterEvent[] = [];
  if (!deepEqual(prev.metadata.labels, next.metadata.labels)) events.push('node-labels');
  if (prev.spec !== next.spec && isTaintChange(prev, next)) events.push('node-taints');
  if (!deepEqual(prev.status?.allocatable, next.status?.allocatable)) events.push('node-allocatable');
  return events;
}

function isTaintChange(prev: Node, next: Node): boolean {
  return prev.spec.unschedulable !== next.spec.unschedulable || !deepEqual(prev.spec.taints, next.spec.taints);
}
