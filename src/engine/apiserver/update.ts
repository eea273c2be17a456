import type { KindDef } from '../../api/kind-def.ts';
import { resourceOf } from '../../api/kind-def.ts';
import { invalid } from '../../api/machinery/field-error.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import { conflict, invalidObject, notFound } from '../../api/machinery/status.ts';
import { deepEqual } from '../../lib/equal.ts';
import {
  author,
  groupKind,
  groupResource,
  isRefusal,
  objectionTo,
  refuse,
  type Caller,
  type Core,
  type Written,
} from './core.ts';
import { collectWarnings } from './create.ts';
import { tracked, withEntries } from './field-manager.ts';

/** Which part of an object an update may change. */
export type UpdatePart = 'object' | 'status';

/**
 * Replaces the writable part of a stored object by that of `given`. A resourceVersion in `given` must be the stored
 * one (409 otherwise); a missing one means last write wins, where the kind allows it.
 * Source: registry/generic/registry/store.go Update, registry/rest/update.go.
 */
export function updateObject(
  core: Core,
  def: KindDef,
  key: ObjectKey,
  given: KubeObject,
  part: UpdatePart,
  caller: Caller,
): Written {
  const resource = resourceOf(def);
  const previous = core.store.get(resource, key);
  const name = given.metadata.name ?? '';
  if (previous === undefined) return refuse(notFound(groupResource(def), name));
  const version = given.metadata.resourceVersion;
  if (!caller.trusted && !def.unconditionalUpdate && (version === undefined || version === '')) {
    const error = invalid('metadata.resourceVersion', 0, 'must be specified for an update');
    return refuse(invalidObject({ group: def.group, kind: def.plural }, name, [error]));
  }
  if (version !== undefined && version !== '' && version !== previous.metadata.resourceVersion) {
    return refuse(conflict(groupResource(def), name));
  }
  const uid = given.metadata.uid;
  if (uid !== undefined && uid !== '' && uid !== previous.metadata.uid) {
    return refuse(conflict(groupResource(def), name, uidMismatch(key, uid, previous.metadata.uid ?? '')));
  }
  return part === 'status'
    ? updateStatus(core, def, key, given, previous, caller)
    : updateWhole(core, def, key, given, previous, caller);
}

/** Text of apiserver's storage layer when the object on record is another one of the same name (storage/errors.go). */
function uidMismatch(key: ObjectKey, given: string, stored: string): string {
  return `StorageError: invalid object, Code: 4, Key: /registry/${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${given}, UID in object meta: ${stored}`;
}

function updateWhole(
  core: Core,
  def: KindDef,
  key: ObjectKey,
  given: KubeObject,
  previous: KubeObject,
  caller: Caller,
): Written {
  const defaulted = def.defaults?.(given) ?? given;
  const own = def.hasStatus ? withStatusOf(defaulted, previous) : defaulted;
  const admitted = admitUpdate(core, def, tracked(core, def, own, previous, caller), previous);
  if (isRefusal(admitted)) return refuse(admitted.refused);
  const strategic = def.prepareForUpdate?.(admitted, previous) ?? admitted;
  const prepared = withServerMetadata(def, strategic, previous, wishChanged(def, strategic, previous));
  if (!caller.trusted || core.paranoid) {
    const errors = [...(def.validate?.(prepared) ?? []), ...(def.validateUpdate?.(prepared, previous) ?? [])];
    if (errors.length > 0) return refuse(invalidObject(groupKind(def), prepared.metadata.name ?? '', dedupe(errors)));
  }
  const objection = objectionTo(core, def, prepared, previous);
  if (objection !== undefined) return refuse(objection.refused);
  const allocated = core.allocators.update(def, prepared, previous, caller.dryRun);
  if (isRefusal(allocated)) return refuse(allocated.refused);
  collectWarnings(def, allocated, previous, caller);
  return store(core, def, key, allocated, previous, caller);
}

function updateStatus(
  core: Core,
  def: KindDef,
  key: ObjectKey,
  given: KubeObject,
  previous: KubeObject,
  caller: Caller,
): Written {
  const stated: KubeObject = given.status === previous.status ? previous : { ...previous, status: given.status };
  const next = trackedStatus(core, def, stated, given, previous, caller);
  if (!caller.trusted || core.paranoid) {
    const errors = def.validateStatusUpdate?.(next, previous) ?? [];
    if (errors.length > 0) return refuse(invalidObject(groupKind(def), next.metadata.name ?? '', errors));
  }
  return store(core, def, key, next, previous, caller);
}

/** A status with its owners: an apply brings them along, other writes are compared. */
function trackedStatus(
  core: Core,
  def: KindDef,
  next: KubeObject,
  given: KubeObject,
  previous: KubeObject,
  caller: Caller,
): KubeObject {
  if (caller.isApply === true) return withEntries(next, given.metadata.managedFields);
  if (next === previous || (caller.trusted && previous.metadata.managedFields === undefined)) return next;
  return tracked(core, def, next, previous, { ...caller, subresource: 'status' });
}

/** Commits, removes (the last finalizer went from an object under deletion), or does nothing when nothing differs. */
function store(
  core: Core,
  def: KindDef,
  key: ObjectKey,
  next: KubeObject,
  previous: KubeObject,
  caller: Caller,
): Written {
  const resource = resourceOf(def);
  if (isDone(def, next, previous)) {
    if (!caller.dryRun) core.store.commit(resource, key, undefined, author(core, caller));
    return { ok: true, object: next, changed: true, removed: true };
  }
  if (deepEqual(next, previous)) return { ok: true, object: previous, changed: false };
  if (caller.dryRun) return { ok: true, object: next, changed: false };
  const change = core.store.commit(resource, key, next, author(core, caller));
  return { ok: true, object: change.next ?? next, changed: true };
}

function isDone(def: KindDef, next: KubeObject, previous: KubeObject): boolean {
  if (previous.metadata.deletionTimestamp === undefined) return false;
  if ((next.metadata.finalizers?.length ?? 0) > 0 || def.held?.(next) === true) return false;
  const hadFinalizers = (previous.metadata.finalizers?.length ?? 0) > 0 || def.held?.(previous) === true;
  return hadFinalizers && (next.metadata.deletionGracePeriodSeconds ?? 0) === 0;
}

function admitUpdate(
  core: Core,
  def: KindDef,
  next: KubeObject,
  previous: KubeObject,
): ReturnType<NonNullable<Core['admission'][number]['update']>> {
  const resource = resourceOf(def);
  let current = next;
  for (const plugin of core.admission) {
    if (plugin.update === undefined || (plugin.resources !== undefined && !plugin.resources.has(resource))) continue;
    const result = plugin.update(core, def, current, previous);
    if (isRefusal(result)) return result;
    current = result;
  }
  return current;
}

function withStatusOf(next: KubeObject, previous: KubeObject): KubeObject {
  if (next.status === previous.status) return next;
  if (previous.status !== undefined) return { ...next, status: previous.status };
  const { status: _status, ...rest } = next;
  return rest;
}

/** Everything but metadata and status is the wish that generation counts. */
function wishChanged(def: KindDef, next: KubeObject, previous: KubeObject): boolean {
  if (!def.hasGeneration) return false;
  if (next.spec !== undefined || previous.spec !== undefined)
    return next.spec !== previous.spec && !deepEqual(next.spec, previous.spec);
  // A kind without a spec stands as a whole for its wish (an EndpointSlice).
  return Object.keys({ ...previous, ...next }).some(
    (field) => field !== 'metadata' && field !== 'status' && !deepEqual(next[field], previous[field]),
  );
}

/** What an update may not change of the metadata is taken from the stored object. */
function withServerMetadata(def: KindDef, next: KubeObject, previous: KubeObject, bump: boolean): KubeObject {
  const old = previous.metadata;
  if (next.metadata === old && !bump) return next;
  const generation = def.hasGeneration && old.generation !== undefined ? old.generation + (bump ? 1 : 0) : undefined;
  const metadata: Record<string, unknown> = { ...next.metadata };
  for (const field of SERVER_OWNED) {
    const value = field === 'generation' ? generation : old[field];
    if (value !== undefined) metadata[field] = value;
    else if (field in metadata) delete metadata[field];
  }
  return { ...next, metadata: metadata };
}

const SERVER_OWNED = [
  'generateName',
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'generation',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
] as const;

/** An update's own checks repeat some of the object's: a cause is told once. */
function dedupe<T extends { readonly field: string; readonly body: string }>(errors: readonly T[]): T[] {
  const seen = new Set<string>();
  return errors.filter((error) => {
    const id = `${error.field} ${error.body}`;
    return seen.has(id) ? false : seen.add(id);
  });
}
