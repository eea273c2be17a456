import type { Pod } from '../../api/kinds/pod/pod.ts';
import type { TableRef, World } from '../world.ts';

/**
 * The scheduling queue as plain data. A pod is active (it stands in the line of its priority and knows when its cycle
 * ends), backing off, or set aside until something happens that may help it.
 * Source: pkg/scheduler/backend/queue.
 */
export interface QueuedPod {
  readonly uid: string;
  readonly state: 'active' | 'backoff' | 'unschedulable';
  readonly priority: number;
  /** Active: place in the line. */
  readonly place: number;
  /** Active: when its cycle ends. */
  readonly cycleMs: number;
  readonly attempts: number;
  /** When the last attempt failed. */
  readonly failedMs: number;
  readonly generation: number;
  /** Plugins that refused it; none: there was no node to ask. */
  readonly plugins: readonly string[];
}

interface Line {
  readonly first: number;
  readonly next: number;
  readonly waiting: number;
}

const QUEUE: TableRef<QueuedPod> = { name: 'scheduler/queue' };
/** Keys of the pods that back off, and of those set aside, in the order in which they came. */
const BACKOFF: TableRef<true> = { name: 'scheduler/backoff' };
const UNSCHEDULABLE: TableRef<true> = { name: 'scheduler/unschedulable' };
/** Keys of those set aside that may be helped by what happens elsewhere than on the nodes that refused them. */
const FAR: TableRef<true> = { name: 'scheduler/far' };
/** Names of the nodes that pods were brought back for, by the pods' keys: until their next attempt. */
const COMING: TableRef<string> = { name: 'scheduler/coming' };
/** One line a priority, and who stands at `<priority>/<place>`. */
const LINES: TableRef<Line> = { name: 'scheduler/lines' };
const PLACES: TableRef<string> = { name: 'scheduler/places' };
const CLOCK: TableRef<number> = { name: 'scheduler/clock' };

const NOBODY: readonly (readonly [string, QueuedPod])[] = [];
const EMPTY_LINE: Line = { first: 0, next: 0, waiting: 0 };

export function queued(world: World, key: string): QueuedPod | undefined {
  return world.table(QUEUE).get(key);
}

/** Keys of the pods set aside. */
export function unschedulable(world: World): ReadonlyMap<string, true> {
  return world.table(UNSCHEDULABLE);
}

/** Pods set aside that may be helped by what happens on other nodes, or on none. */
export function waitingFar(world: World): readonly (readonly [key: string, entry: QueuedPod])[] {
  const far = world.table(FAR);
  if (far.size === 0) return NOBODY;
  return [...far.keys()].map((key) => [key, queued(world, key) as QueuedPod] as const);
}

/** Puts a pod at the end of the line of its priority and promises it a cycle behind all promised so far. */
export function activate(world: World, key: string, pod: Pod): QueuedPod {
  const known = queued(world, key);
  if (known !== undefined) leaveState(world, key, known);
  const { priority = 0 } = pod.spec;
  const line = world.table(LINES).get(String(priority)) ?? EMPTY_LINE;
  world.table(PLACES).set(`${priority}/${line.next}`, key);
  world.table(LINES).set(String(priority), { first: line.first, next: line.next + 1, waiting: line.waiting + 1 });
  const entry: QueuedPod = {
    uid: pod.metadata.uid ?? '',
    state: 'active',
    priority,
    place: line.next,
    cycleMs: promiseCycle(world, key),
    attempts: known?.attempts ?? 0,
    failedMs: known?.failedMs ?? 0,
    generation: pod.metadata.generation ?? 0,
    plugins: [],
  };
  world.table(QUEUE).set(key, entry);
  return entry;
}

/** Key of the pod whose turn it is: the highest priority, then the longest in line. */
export function head(world: World): string | undefined {
  let best = Number.NEGATIVE_INFINITY;
  for (const priority of world.table(LINES).keys()) best = Math.max(best, Number(priority));
  const line = world.table(LINES).get(String(best));
  if (line === undefined) return undefined;
  const places = world.table(PLACES);
  for (let place = line.first; place < line.next; place++) {
    const key = places.get(`${best}/${place}`);
    if (key === undefined) continue;
    if (place !== line.first) world.table(LINES).set(String(best), { ...line, first: place });
    return key;
  }
  return undefined;
}

/** Lets a pod wait for the cycle that was promised to another one. */
export function postpone(world: World, key: string, entry: QueuedPod, cycleMs: number): void {
  world.table(QUEUE).set(key, { ...entry, cycleMs });
}

/** Sets a pod aside after an attempt that failed. `isFar`: something that is on no one node may help it. */
export function setAside(world: World, key: string, pod: Pod, plugins: readonly string[], isFar: boolean): void {
  const entry = queued(world, key);
  if (entry === undefined) return;
  leaveState(world, key, entry);
  const generation = pod.metadata.generation ?? 0;
  world.table(UNSCHEDULABLE).set(key, true);
  if (isFar) world.table(FAR).set(key, true);
  world.table(QUEUE).set(key, {
    ...entry,
    state: 'unschedulable',
    attempts: entry.attempts + 1,
    failedMs: world.nowMs,
    generation,
    plugins,
  });
}

/** Lets a pod that was set aside wait for the end of its back-off; `nodeName`: there is room for it there. */
export function backOff(world: World, key: string, entry: QueuedPod, nodeName?: string): void {
  leaveState(world, key, entry);
  world.table(BACKOFF).set(key, true);
  world.table(QUEUE).set(key, { ...entry, state: 'backoff' });
  if (nodeName !== undefined) world.table(COMING).set(key, nodeName);
}

/** Keys of the pods that come back for a node. */
export function comingTo(world: World, nodeName: string): readonly string[] {
  return [...world.table(COMING)].flatMap(([key, name]) => (name === nodeName ? [key] : []));
}

/** Forgets what a pod came back for, and says it. */
export function arrived(world: World, key: string): string | undefined {
  const coming = world.table(COMING);
  const nodeName = coming.size === 0 ? undefined : coming.get(key);
  if (nodeName !== undefined) coming.delete(key);
  return nodeName;
}

/** When the back-off after the last failure is over. Source: backoff_queue.go calculateBackoffDuration. */
export function backOffEndMs(world: World, { attempts, failedMs }: QueuedPod): number {
  if (attempts === 0) return failedMs;
  const { schedulerBackoffFirstMs, schedulerBackoffMaxMs } = world.timing;
  return failedMs + Math.min(schedulerBackoffMaxMs, schedulerBackoffFirstMs * 2 ** (attempts - 1));
}

/** First pod that backs off, if nobody is in line: an idle scheduler does not wait (SchedulerPopFromBackoffQ). */
export function nextWhenIdle(world: World): string | undefined {
  if (world.table(LINES).size > 0) return undefined;
  return world.table(BACKOFF).keys().next().value;
}

export function isIdle(world: World): boolean {
  return world.table(LINES).size === 0;
}

/** Forgets a pod: it is bound, finished or gone. */
export function forget(world: World, key: string): void {
  const entry = queued(world, key);
  if (entry === undefined) return;
  leaveState(world, key, entry);
  world.table(QUEUE).delete(key);
}

function leaveState(world: World, key: string, { state, priority, place }: QueuedPod): void {
  if (state === 'unschedulable') {
    world.table(UNSCHEDULABLE).delete(key);
    world.table(FAR).delete(key);
  } else if (state === 'backoff') world.table(BACKOFF).delete(key);
  else {
    world.table(PLACES).delete(`${priority}/${place}`);
    const lines = world.table(LINES);
    const line = lines.get(String(priority)) ?? EMPTY_LINE;
    if (line.waiting <= 1) lines.delete(String(priority));
    else
      lines.set(String(priority), {
        next: line.next,
        first: place === line.first ? place + 1 : line.first,
        waiting: line.waiting - 1,
      });
  }
}

/** The scheduler does one pod after the other; a cycle begins when the one before it has ended. */
function promiseCycle(world: World, key: string): number {
  const clock = world.table(CLOCK);
  const fromMs = Math.max(world.nowMs, clock.get('free') ?? 0);
  const cycleMs = fromMs + world.draw(world.timing.scheduleMs, 'scheduler/cycle', key, fromMs);
  clock.set('free', cycleMs);
  return cycleMs;
}
