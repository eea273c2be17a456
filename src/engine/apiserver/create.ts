import type { KindDef } from '../../api/kind-def.ts';
import { resourceOf } from '../../api/kind-def.ts';
import { generatedName, suffixFrom } from '../../api/machinery/name-suffix.ts';
import type { KubeObject, ObjectMeta } from '../../api/machinery/object.ts';
import { alreadyExists, beingDeleted, generateNameConflict, invalidObject } from '../../api/machinery/status.ts';
import { hash32, mix } from '../../lib/hash.ts';
import { formatTime } from '../../lib/time.ts';
import {
  author,
  groupKind,
  groupResource,
  isRefusal,
  keyOf,
  objectionTo,
  refuse,
  type Caller,
  type Core,
  type Written,
} from './core.ts';
import { tracked } from './field-manager.ts';

/** Tries for a free generated name, as upstream (registry/generic/registry/store.go). */
const GENERATE_TRIES = 8;

/**
 * Stores a new object: defaults, mutating admission, server-owned metadata, validation, allocation, commit.
 * The order decides which of several mistakes is answered; it is upstream's (endpoints/handlers/create.go,
 * registry/rest/create.go).
 */
export function createObject(core: Core, def: KindDef, given: KubeObject, caller: Caller): Written {
  const defaulted = def.defaults?.(given) ?? given;
  const admitted = admitCreate(
    core,
    def,
    caller.trusted ? defaulted : tracked(core, def, defaulted, undefined, caller),
  );
  if (isRefusal(admitted)) return refuse(admitted.refused);
  const prepared = prepare(core, def, admitted);
  const errors = !caller.trusted || core.paranoid ? (def.validate?.(prepared) ?? []) : [];
  const name = prepared.metadata.name ?? '';
  if (errors.length > 0) return refuse(invalidObject(groupKind(def), name, errors));
  const objection = objectionTo(core, def, prepared, undefined);
  if (objection !== undefined) return refuse(objection.refused);
  const resource = resourceOf(def);
  const key = keyOf(def, prepared.metadata.namespace, name);
  const taken = core.store.get(resource, key);
  if (taken !== undefined) {
    const isGenerated = (admitted.metadata.name ?? '') === '';
    if (isGenerated) return refuse(generateNameConflict(groupResource(def), name));
    const deleting = taken.metadata.deletionTimestamp !== undefined;
    return refuse((deleting ? beingDeleted : alreadyExists)(groupResource(def), name));
  }
  const allocated = core.allocators.create(def, prepared, caller.dryRun);
  if (isRefusal(allocated)) return refuse(allocated.refused);
  collectWarnings(def, allocated, undefined, caller);
  if (caller.dryRun) return { ok: true, object: withoutVersion(allocated), changed: false };
  const change = core.store.commit(resource, key, allocated, author(core, caller));
  return { ok: true, object: change.next ?? allocated, changed: true };
}

export function collectWarnings(
  def: KindDef,
  next: KubeObject,
  previous: KubeObject | undefined,
  caller: Caller,
): void {
  if (!caller.trusted && def.warnings !== undefined) caller.warnings.push(...def.warnings(next, previous));
}

function admitCreate(
  core: Core,
  def: KindDef,
  object: KubeObject,
): ReturnType<NonNullable<Core['admission'][number]['create']>> {
  const resource = resourceOf(def);
  let current = object;
  for (let i = 0; i < core.admission.length; i++) {
    const plugin = core.admission[i] as Core['admission'][number];
    if (plugin.create === undefined || (plugin.resources !== undefined && !plugin.resources.has(resource))) continue;
    const result = plugin.create(core, def, current);
    if (isRefusal(result)) return result;
    current = result;
  }
  return current;
}

/** What the server owns: name from generateName, uid, time, generation 1; status is not the creator's to set. */
function prepare(core: Core, def: KindDef, object: KubeObject): KubeObject {
  const dropsStatus = object.status !== undefined && def.hasStatus && def.keepsStatusOnCreate !== true;
  const bare = dropsStatus ? withoutStatus(object) : object;
  const strategic = def.prepareForCreate?.(bare) ?? bare;
  const given = withoutServerFields(strategic.metadata);
  const name = given.name !== undefined && given.name !== '' ? given.name : generateName(core, def, given);
  const metadata = newMetadata(given, {
    name: name ?? '',
    uid: makeUid(core.seed, core.store.rv, def.plural, name ?? ''),
    // The version that this object will probably get: most are stored as they stand here.
    resourceVersion: String(core.store.rv + 1),
    creationTimestamp: formatTime(core.nowMs()),
  });
  if (def.hasGeneration) metadata.generation = 1;
  const named = { ...strategic, metadata };
  return def.finishCreate === undefined ? named : def.finishCreate(named);
}

/**
 * Metadata of a new object. Field by field, since this runs for every object and a spread that gets new fields
 * afterwards costs up to fifty times as much in V8.
 */
function newMetadata(given: ObjectMeta, own: Required<Pick<ObjectMeta, ServerField>>): Mutable<ObjectMeta> {
  const { namespace } = given;
  const { name, uid, resourceVersion, creationTimestamp } = own;
  const metadata: Mutable<ObjectMeta> =
    namespace === undefined
      ? { name, uid, resourceVersion, creationTimestamp }
      : { name, namespace, uid, resourceVersion, creationTimestamp };
  if (given.generateName !== undefined) metadata.generateName = given.generateName;
  if (given.labels !== undefined) metadata.labels = given.labels;
  if (given.annotations !== undefined) metadata.annotations = given.annotations;
  if (given.ownerReferences !== undefined) metadata.ownerReferences = given.ownerReferences;
  if (given.finalizers !== undefined) metadata.finalizers = given.finalizers;
  if (given.managedFields !== undefined) metadata.managedFields = given.managedFields;
  return metadata;
}

type ServerField = 'name' | 'uid' | 'resourceVersion' | 'creationTimestamp';
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What is not stored has no version. */
function withoutVersion(object: KubeObject): KubeObject {
  const { resourceVersion: _version, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function withoutStatus(object: KubeObject): KubeObject {
  const { status: _status, ...rest } = object;
  return rest;
}

/** Metadata as a creator may set it; the same reference when it holds nothing of the server's. */
function withoutServerFields(given: ObjectMeta): ObjectMeta {
  const { deletionTimestamp, deletionGracePeriodSeconds, selfLink, resourceVersion } = given;
  if ((deletionTimestamp ?? deletionGracePeriodSeconds ?? selfLink ?? resourceVersion) === undefined) return given;
  const { deletionTimestamp: _d, deletionGracePeriodSeconds: _g, selfLink: _s, resourceVersion: _r, ...kept } = given;
  return kept;
}

function generateName(core: Core, def: KindDef, meta: ObjectMeta): string | undefined {
  if (meta.generateName === undefined || meta.generateName === '') return undefined;
  const resource = resourceOf(def);
  let name = '';
  for (let attempt = 0; attempt < GENERATE_TRIES; attempt++) {
    const hash = hash32(core.seed, 'name', meta.generateName, core.store.rv * GENERATE_TRIES + attempt);
    name = generatedName(meta.generateName, suffixFrom(hash));
    if (core.store.get(resource, keyOf(def, meta.namespace, name)) === undefined) break;
  }
  return name;
}

/**
 * A version 4 uid from the seed, the name and the place in the story. Half of it is a hash of them all, the other half
 * follows the resourceVersion, which is another one for each object: a hash alone would meet itself among 100,000 Pods.
 */
export function makeUid(seed: number, rv: number, plural: string, name: string): string {
  const a = hash32(seed, plural, name, rv);
  const b = mix(rv ^ mix(seed ^ 0x9e3779b9));
  const c = mix(b ^ 0x85ebca6b);
  const d = mix(a + c);
  const variant = ((c >>> 28) & 3) | 8;
  const middle = `${hex16(b >>> 16)}-4${hex16(b).slice(1)}-${variant.toString(16)}${hex16(c >>> 16).slice(1)}`;
  return `${hex16(a >>> 16)}${hex16(a)}-${middle}-${hex16(c)}${hex16(d >>> 16)}${hex16(d)}`;
}

/** The low 16 bits as four digits. */
function hex16(value: number): string {
  return ((value & 0xffff) | 0x10000).toString(16).slice(1);
}
