import { kindByResource } from '../api/registry.ts';
import type { ObjectKey } from '../api/machinery/key.ts';
import type { KubeObject } from '../api/machinery/object.ts';
import type { Row } from '../api/row.ts';
import type { Delta, Trail } from '../protocol/delta.ts';
import type { Change } from './store/change-log.ts';
import type { Store } from './store/store.ts';

/** Rows that one delta carries at the most; the rest follows with the next one. */
const ROWS_MAX = 800;
/** Trail entries that one delta carries at the most: beyond it only the rows matter. */
const TRAIL_MAX = 400;

/** What changed after `fromRv`, as rows for the stage. A reader that is too far behind gets everything anew. */
export function deltaSince(store: Store, fromRv: number, nowMs: number): Delta {
  const changes = fromRv < 0 ? undefined : store.log.since(fromRv);
  if (changes === undefined) return everything(store, nowMs);
  const last = new Map<ObjectKey, Change>();
  let toRv = fromRv;
  let taken = 0;
  for (const change of changes) {
    if (last.size >= ROWS_MAX) break;
    if (isDrawn(change.resource)) last.set(change.key, change);
    toRv = change.rv;
    taken++;
  }
  const upserts: Row[] = [];
  const deletes: ObjectKey[] = [];
  for (const { resource, key, next } of last.values()) {
    const row = next === undefined ? undefined : project(resource, next);
    if (row === undefined) deletes.push(key);
    else upserts.push(row);
  }
  const trail = changes
    .slice(0, taken)
    .filter((change) => isDrawn(change.resource))
    .slice(-TRAIL_MAX)
    .map(trailOf);
  return { fromRv, toRv, nowMs, upserts, deletes, trail, reset: false, more: taken < changes.length };
}

function everything(store: Store, nowMs: number): Delta {
  const upserts: Row[] = [];
  for (const resource of store.resources()) {
    if (!isDrawn(resource)) continue;
    for (const object of store.collection(resource).objects.values()) {
      const row = project(resource, object);
      if (row !== undefined) upserts.push(row);
    }
  }
  return { fromRv: -1, toRv: store.rv, nowMs, upserts, deletes: [], trail: [], reset: true, more: false };
}

function isDrawn(resource: string): boolean {
  return kindByResource(resource)?.project !== undefined;
}

function project(resource: string, object: KubeObject): Row | undefined {
  return kindByResource(resource)?.project?.(object);
}

function trailOf({ rv, cause, atMs, actor, key, prev, next }: Change): Trail {
  return {
    rv,
    cause,
    atMs,
    actor,
    key,
    verb: prev === undefined ? 'create' : next === undefined ? 'delete' : 'update',
  };
}
