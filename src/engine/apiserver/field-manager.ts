import { resourceOf, type KindDef } from '../../api/kind-def.ts';
import type { Json, JsonObject } from '../../api/machinery/json.ts';
import { compareFields } from '../../api/machinery/managed-fields/compare.ts';
import { emptyObject } from '../../api/machinery/managed-fields/empty-object.ts';
import {
  readManagers,
  writeManagers,
  type ManagerKey,
  type Managers,
} from '../../api/machinery/managed-fields/managers.ts';
import { trackUpdate } from '../../api/machinery/managed-fields/track-update.ts';
import {
  asJson,
  controllerOf,
  joinApiVersion,
  type KubeObject,
  type ManagedFieldsEntry,
} from '../../api/machinery/object.ts';
import { asType } from '../../api/schema/schema.ts';
import { formatTime } from '../../lib/time.ts';
import { structOf } from './body.ts';
import type { Caller, Core } from './core.ts';

const NO_MANAGERS: Managers = new Map();
const CONTROLLER_MANAGER = 'kube-controller-manager';
const KUBELET = 'kubelet';
/** Resources whose status (and, for Nodes, everything) the kubelet writes. */
const KUBELET_RESOURCES: ReadonlySet<string> = new Set(['core/pods', 'core/nodes']);
/** Owns what an object had before anyone applied to it. Source: managedfields/internal/skipnonapplied.go. */
const BEFORE_APPLY = 'before-first-apply';

/**
 * `next` with managedFields as they are after this write; `previous` is absent for a create.
 *
 * As upstream (apimachinery pkg/util/managedfields), with one deviation, for speed: an object that only the cluster's own actors have
 * written carries no managedFields, and their writes to it cost nothing here. The first write from outside to an object that a controller
 * made names the managers that it would have had; from then on every write to it is tracked, actors' under the names of their programs.
 */
export function tracked(
  core: Core,
  def: KindDef,
  next: KubeObject,
  previous: KubeObject | undefined,
  caller: Caller,
): KubeObject {
  const stored = previous?.metadata.managedFields;
  if (caller.isApply === true || (caller.trusted && stored === undefined)) return next;
  const managers = managersBefore(core, def, next, previous, caller);
  if (managers === undefined) return withEntries(next, undefined);
  const before = previous === undefined ? emptyObject(structOf(def)) : asJson(previous);
  const dropsStatus = previous === undefined && def.hasStatus && def.keepsStatusOnCreate !== true;
  const wanted = dropsStatus ? withStatus(asJson(next), before['status']) : asJson(next);
  const comparison = compareFields(asType(structOf(def)), before, wanted);
  const after = trackUpdate(managers, comparison, keyOf(def, 'Update', caller), formatTime(core.nowMs()));
  const isUntouched = after === managers && previous !== undefined && managers === cached.get(stored ?? NO_ENTRIES);
  return withEntries(next, isUntouched ? stored : writeManagers(after));
}

/** The identity under which a caller owns fields. */
export function keyOf(def: KindDef, operation: ManagerKey['operation'], caller: Caller): ManagerKey {
  const manager = caller.trusted ? programOf(caller.actor) : caller.manager;
  return {
    manager: manager === undefined || manager === '' ? 'unknown' : manager,
    operation,
    apiVersion: joinApiVersion(def.group, def.version),
    subresource: caller.subresource ?? '',
  };
}

/** Managers of an object that is about to be applied to: if none are known, whoever made it owns everything. */
export function managersForApply(core: Core, def: KindDef, live: KubeObject, subresource: string): Managers {
  const stored = readStored(live.metadata.managedFields);
  if (stored.size > 0) return stored;
  const made = madeByActors(core, def, live);
  return made ?? ownedBy(core, def, live, BEFORE_APPLY, subresource, NO_MANAGERS);
}

/** The object with these entries; the same reference when it has them. */
export function withEntries(object: KubeObject, entries: readonly ManagedFieldsEntry[] | undefined): KubeObject {
  if (object.metadata.managedFields === entries) return object;
  if (entries !== undefined) return { ...object, metadata: { ...object.metadata, managedFields: entries } };
  const { managedFields: _managed, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** undefined: this write is not tracked. Source: managedfields/internal/fieldmanager.go decodeLiveOrNew, skipnonapplied.go. */
function managersBefore(
  core: Core,
  def: KindDef,
  next: KubeObject,
  previous: KubeObject | undefined,
  caller: Caller,
): Managers | undefined {
  const stored = readStored(previous?.metadata.managedFields);
  const given = next.metadata.managedFields ?? [];
  const mayGive = !caller.trusted && caller.subresource === undefined;
  if (mayGive && given.length === 1 && Object.keys(given[0] ?? {}).length === 0)
    return previous === undefined ? NO_MANAGERS : undefined;
  const own = mayGive && given !== previous?.metadata.managedFields ? readManagers(given) : undefined;
  const managers = own !== undefined && own.size > 0 ? own : stored;
  if (managers.size > 0 || previous === undefined) return managers;
  return madeByActors(core, def, previous);
}

/** The managers that an untracked object would have if a controller or a kubelet made it; undefined when a person did. */
function madeByActors(core: Core, def: KindDef, object: KubeObject): Managers | undefined {
  const isKubelets = KUBELET_RESOURCES.has(resourceOf(def));
  const isOwned = controllerOf(object.metadata) !== undefined;
  if (!isOwned && !(isKubelets && !def.namespaced)) return undefined;
  const managers = ownedBy(core, def, object, isOwned ? CONTROLLER_MANAGER : KUBELET, '', NO_MANAGERS);
  return def.hasStatus
    ? ownedBy(core, def, object, isKubelets ? KUBELET : CONTROLLER_MANAGER, 'status', managers)
    : managers;
}

/** Adds an owner of everything that an object, or its status, holds. */
function ownedBy(
  core: Core,
  def: KindDef,
  object: KubeObject,
  manager: string,
  subresource: string,
  managers: Managers,
): Managers {
  const empty = emptyObject(structOf(def));
  const json = asJson(object);
  const main = def.hasStatus ? withStatus(json, empty['status']) : json;
  const part = subresource === 'status' ? withStatus(empty, json['status']) : main;
  const apiVersion = joinApiVersion(def.group, def.version);
  const key: ManagerKey = { manager, operation: 'Update', apiVersion, subresource };
  const comparison = compareFields(asType(structOf(def)), empty, part);
  return new Map([...managers, ...trackUpdate(NO_MANAGERS, comparison, key, formatTime(core.nowMs()))]);
}

function withStatus(object: JsonObject, status: Json | undefined): JsonObject {
  const { status: _status, ...rest } = object;
  return status === undefined ? rest : { ...rest, status };
}

const NO_ENTRIES: readonly ManagedFieldsEntry[] = [];
const cached = new WeakMap<readonly ManagedFieldsEntry[], Managers>();

/** Stored entries are immutable, so reading them once is enough. */
function readStored(entries: readonly ManagedFieldsEntry[] = NO_ENTRIES): Managers {
  let managers = cached.get(entries);
  if (managers === undefined) {
    managers = readManagers(entries) ?? NO_MANAGERS;
    cached.set(entries, managers);
  }
  return managers;
}

/** The program that an actor of the simulation is a part of upstream, which is what its writes are signed with. */
function programOf(actor: string): string {
  const name = actor.split('/')[0] ?? '';
  if (name === KUBELET || name === 'kube-proxy' || name === 'kube-apiserver') return name;
  if (name === 'default-scheduler') return 'kube-scheduler';
  return name === 'bootstrap' ? 'kube-apiserver' : CONTROLLER_MANAGER;
}
