import { controllerOf, type KubeObject } from '../api/machinery/object.ts';
import type { Change } from './store/change-log.ts';
import type { ChangeKind, Reconciler, Watch } from './world.ts';

export interface Watcher {
  readonly reconciler: Reconciler;
  readonly watch: Watch;
}

/** Who is told of one kind of change. */
interface Group {
  readonly always: Watcher[];
  /** By the kind of controller that the object must have. */
  readonly byOwner: Map<string, Watcher[]>;
  /** By what the object must be. */
  readonly byTest: { readonly about: (object: KubeObject) => boolean; readonly watchers: Watcher[] }[];
}

const KINDS: readonly ChangeKind[] = ['created', 'wish', 'status', 'removed'];

/**
 * Those who watch one resource, sorted by what they declare (see Watch), so that a change is told to those whom it can
 * concern: two dozen watch Pods, and most writes of a Pod concern a handful.
 */
export class Audience {
  readonly #groups: Readonly<Record<ChangeKind, Group>> = {
    created: emptyGroup(),
    wish: emptyGroup(),
    status: emptyGroup(),
    removed: emptyGroup(),
  };

  add(watcher: Watcher): void {
    for (const kind of watcher.watch.on ?? KINDS) enlist(this.#groups[kind], watcher);
  }

  /** Calls `tell` with each list of watchers that the change may concern. */
  each(change: Change, tell: (watchers: readonly Watcher[], change: Change) => void): void {
    const { prev, next } = change;
    const group = this.#groups[kindOf(prev, next)];
    tell(group.always, change);
    for (let i = 0; i < group.byTest.length; i++) {
      const { about, watchers } = group.byTest[i] as Group['byTest'][number];
      if ((prev !== undefined && about(prev)) || (next !== undefined && about(next))) tell(watchers, change);
    }
    if (group.byOwner.size > 0) tellOwners(group.byOwner, change, tell);
  }
}

function tellOwners(
  byOwner: Group['byOwner'],
  change: Change,
  tell: (watchers: readonly Watcher[], change: Change) => void,
): void {
  const { prev, next } = change;
  const before = prev && controllerOf(prev.metadata)?.kind;
  const after = next && controllerOf(next.metadata)?.kind;
  if ((prev !== undefined && before === undefined) || (next !== undefined && after === undefined)) {
    for (const watchers of byOwner.values()) tell(watchers, change);
    return;
  }
  const first = before === undefined ? undefined : byOwner.get(before);
  const second = after === undefined || after === before ? undefined : byOwner.get(after);
  if (first !== undefined) tell(first, change);
  if (second !== undefined) tell(second, change);
}

function kindOf(prev: KubeObject | undefined, next: KubeObject | undefined): ChangeKind {
  if (prev === undefined) return 'created';
  if (next === undefined) return 'removed';
  return isSameWish(prev, next) ? 'status' : 'wish';
}

/** Nothing differs but the status and the version. Kinds without a status have wishes only. */
function isSameWish(prev: KubeObject, next: KubeObject): boolean {
  if (prev.spec !== next.spec || prev.status === next.status) return false;
  const [a, b] = [prev.metadata, next.metadata];
  return (
    a.labels === b.labels &&
    a.annotations === b.annotations &&
    a.ownerReferences === b.ownerReferences &&
    a.finalizers === b.finalizers &&
    a.deletionTimestamp === b.deletionTimestamp &&
    a.deletionGracePeriodSeconds === b.deletionGracePeriodSeconds &&
    a.generation === b.generation
  );
}

function emptyGroup(): Group {
  return { always: [], byOwner: new Map(), byTest: [] };
}

function enlist(group: Group, watcher: Watcher): void {
  const { ownerKind, about } = watcher.watch;
  if (about !== undefined) {
    const known = group.byTest.find((each) => each.about === about);
    if (known === undefined) group.byTest.push({ about, watchers: [watcher] });
    else known.watchers.push(watcher);
  } else if (ownerKind !== undefined) {
    const known = group.byOwner.get(ownerKind);
    if (known === undefined) group.byOwner.set(ownerKind, [watcher]);
    else known.push(watcher);
  } else group.always.push(watcher);
}
