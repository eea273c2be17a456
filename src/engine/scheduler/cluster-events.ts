import type { Node } from '../../api/kinds/node/node.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import { keyName } from '../../api/machinery/key.ts';
import { deepEqual } from '../../lib/equal.ts';
import type { Change } from '../store/change-log.ts';
import type { World } from '../world.ts';
import { nodeHolding } from './node-table.ts';
import { waitingFar, type QueuedPod } from './queue.ts';
import { concerns } from './pod-concerns.ts';

/** What happened on one node. */
export type ClusterEvent = 'node-added' | 'node-labels' | 'node-taints' | 'node-allocatable' | 'pod-removed';

/** What may bring pods back that were set aside: an event on a node, or something that concerns one of them only. */
export type Hint =
  | { readonly event: ClusterEvent; readonly nodeName: string }
  | { readonly event: 'again'; readonly key: string };

/**
 * Plugins whose refusals an event may end; a new node may suit everybody.
 * Source: EventsToRegister of each plugin, pkg/scheduler/framework/events.go.
 */
const HELPED: Readonly<Record<ClusterEvent, ReadonlySet<string> | undefined>> = {
  'node-added': undefined,
  'node-labels': new Set(['VolumeBinding', 'VolumeZone', 'NodeAffinity']),
  'node-taints': new Set(['NodeUnschedulable', 'TaintToleration']),
  'node-allocatable': new Set(['NodeResourcesFit']),
  'pod-removed': new Set(['VolumeRestrictions', 'NodeVolumeLimits', 'NodeResourcesFit', 'NodePorts']),
};

/** Plugins whose refusals may end by what happens on other nodes, and what they look at there. */
const BY_PODS: ReadonlySet<string> = new Set(['InterPodAffinity', 'PodTopologySpread']);
const BY_STORAGE: ReadonlySet<string> = new Set([
  'VolumeBinding',
  'VolumeRestrictions',
  'VolumeZone',
  'NodeVolumeLimits',
]);

const PREFIX = 'event/';
const AGAIN = 'again';
const NONE: readonly string[] = [];

/** May the plugin's refusal end by something that is not on the node it refused? */
export function isFar(plugin: string): boolean {
  return BY_PODS.has(plugin) || BY_STORAGE.has(plugin);
}

/** Keys of the looks that a change of a node asks for: none while no pod is set aside. */
export function nodeEventKeys({ prev, next, key }: Change, world: World): readonly string[] {
  const events = next === undefined ? NONE : nodeEvents(prev as Node | undefined, next as Node);
  const keys = events.map((event) => `${PREFIX}${event}/${keyName(key)}`);
  const isMoved = next === undefined || events.some((event) => event !== 'node-allocatable');
  return isMoved
    ? [...keys, ...againKeys(world, ({ plugins }) => plugins.some((plugin) => BY_PODS.has(plugin)))]
    : keys;
}

/** Keys of the looks that a pod asks for which comes to a node, leaves it or is relabelled there. */
export function podEventKeys({ prev, next }: Change, world: World): readonly string[] {
  const [before, after] = [prev as Pod | undefined, next as Pod | undefined];
  const from = nodeHolding(before);
  const to = nodeHolding(after);
  if (from === to && before?.metadata.labels === after?.metadata.labels) return NONE;
  if (from === '' && to === '') return NONE;
  const keys = from !== '' && to === '' ? [`${PREFIX}pod-removed/${from}`] : [];
  return [
    ...keys,
    ...againKeys(world, ({ plugins }, key) => {
      const waiting = plugins.some((plugin) => BY_PODS.has(plugin)) ? world.byKey(pods, key) : undefined;
      return waiting !== undefined && [before, after].some((pod) => pod !== undefined && concerns(pod, waiting));
    }),
  ];
}

/** Keys of the looks that a change of claims, volumes or storage classes asks for. */
export function storageEventKeys(_change: Change, world: World): readonly string[] {
  return againKeys(world, ({ plugins }) => plugins.some((plugin) => BY_STORAGE.has(plugin)));
}

/** The key of a look at who may have the room on a node. */
export function roomKey(nodeName: string): string {
  return `${PREFIX}node-added/${nodeName}`;
}

/** The key of a look at whether one waiting pod fits somewhere now. */
export function againKey(key: string): string {
  return `${PREFIX}${AGAIN}/${key}`;
}

/** What a look's key names, if it is not a pod. */
export function hintOfKey(text: string): Hint | undefined {
  if (!text.startsWith(PREFIX)) return undefined;
  const at = text.indexOf('/', PREFIX.length);
  const event = text.slice(PREFIX.length, at) as ClusterEvent | typeof AGAIN;
  const rest = text.slice(at + 1);
  return event === AGAIN ? { event, key: rest } : { event, nodeName: rest };
}

/** May the event end what kept this pod off the node? */
export function mayHelp(event: ClusterEvent, { plugins }: QueuedPod): boolean {
  const helped = HELPED[event];
  return helped === undefined || plugins.some((plugin) => helped.has(plugin));
}

function againKeys(world: World, isWanted: (entry: QueuedPod, key: string) => boolean): readonly string[] {
  const waiting = waitingFar(world);
  return waiting.length === 0
    ? NONE
    : waiting.filter(([key, entry]) => isWanted(entry, key)).map(([key]) => againKey(key));
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
