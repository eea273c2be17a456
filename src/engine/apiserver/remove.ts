import type { KindDef, Propagation } from '../../api/kind-def.ts';
import { resourceOf } from '../../api/kind-def.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import { keyName } from '../../api/machinery/key.ts';
import type { KubeObject, ObjectMeta } from '../../api/machinery/object.ts';
import { conflict, notFound } from '../../api/machinery/status.ts';
import { formatTime, parseTime } from '../../lib/time.ts';
import { author, groupResource, refuse, type Caller, type Core, type Written } from './core.ts';

/** What a delete request may say (meta/v1 DeleteOptions). */
export interface RemoveOptions {
  readonly graceSeconds?: number;
  readonly propagation?: Propagation;
  readonly uid?: string;
  readonly resourceVersion?: string;
}

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/**
 * Removes an object, or marks it for deletion when finalizers or a grace period hold it. A second delete can only
 * shorten the grace. Source: registry/rest/delete.go, registry/generic/registry/store.go Delete.
 */
export function removeObject(
  core: Core,
  def: KindDef,
  key: ObjectKey,
  options: RemoveOptions,
  caller: Caller,
): Written {
  const resource = resourceOf(def);
  const previous = core.store.get(resource, key);
  if (previous === undefined) return refuse(notFound(groupResource(def), keyName(key)));
  const clash = preconditionClash(previous, options);
  if (clash !== undefined) return refuse(conflict(groupResource(def), keyName(key), clash));
  for (const plugin of core.admission) {
    const refusal = plugin.remove?.(core, def, previous);
    if (refusal !== undefined) return refuse(refusal.refused);
  }
  const marked = mark(core, def, previous, options);
  if (marked === undefined) {
    if (!caller.dryRun) core.store.commit(resource, key, undefined, author(core, caller));
    return { ok: true, object: previous, changed: true, removed: true };
  }
  if (marked === previous || caller.dryRun) return { ok: true, object: marked, changed: false };
  const change = core.store.commit(resource, key, marked, author(core, caller));
  return { ok: true, object: change.next ?? marked, changed: true };
}

function preconditionClash(object: KubeObject, options: RemoveOptions): string | undefined {
  const { uid, resourceVersion } = object.metadata;
  if (options.uid !== undefined && options.uid !== uid) {
    return `the UID in the precondition (${options.uid}) does not match the UID in record (${uid ?? ''}). The object might have been deleted and then recreated`;
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
    return `the ResourceVersion in the precondition (${options.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion ?? ''}). The object might have been modified`;
  }
  return undefined;
}

/** The object as it stays behind, or undefined when nothing holds it. */
function mark(core: Core, def: KindDef, object: KubeObject, options: RemoveOptions): KubeObject | undefined {
  const finalizers = finalizersAfter(def, object, options.propagation);
  const grace = Math.max(0, def.grace?.seconds(object, options.graceSeconds) ?? 0);
  const held = finalizers.length > 0 || def.held?.(object) === true;
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = object.metadata;
  if (deletionTimestamp !== undefined) {
    if (grace >= deletionGracePeriodSeconds && (held || deletionGracePeriodSeconds > 0)) {
      return finalizers === (object.metadata.finalizers ?? finalizers)
        ? object
        : { ...object, metadata: { ...object.metadata, finalizers } };
    }
    if (grace === 0 && !held) return undefined;
    const startMs = (parseTime(deletionTimestamp) ?? core.nowMs()) - deletionGracePeriodSeconds * 1000;
    return marked(def, object, finalizers, grace, startMs + grace * 1000);
  }
  if (grace === 0 && !held) return undefined;
  return marked(def, object, finalizers, grace, core.nowMs() + grace * 1000);
}

function marked(
  def: KindDef,
  object: KubeObject,
  finalizers: readonly string[],
  grace: number,
  atMs: number,
): KubeObject {
  const { generation } = object.metadata;
  const metadata: ObjectMeta = {
    ...object.metadata,
    deletionTimestamp: formatTime(atMs),
    deletionGracePeriodSeconds: grace,
    ...(finalizers.length > 0 ? { finalizers } : {}),
    ...(generation === undefined ? {} : { generation: generation + 1 }),
  };
  const next = { ...object, metadata };
  return def.deleting?.(next) ?? next;
}

/** Finalizers that the propagation policy asks for, beside those that others put there. */
function finalizersAfter(def: KindDef, object: KubeObject, asked: Propagation | undefined): readonly string[] {
  const present = object.metadata.finalizers ?? [];
  const policy = asked ?? existingPolicy(present) ?? def.defaultPropagation ?? 'Background';
  const wanted = policy === 'Foreground' ? FOREGROUND : policy === 'Orphan' ? ORPHAN : undefined;
  const others = present.filter((finalizer) => finalizer !== FOREGROUND && finalizer !== ORPHAN);
  if (others.length === present.length && wanted === undefined) return present;
  if (wanted !== undefined && present.includes(wanted) && others.length === present.length - 1) return present;
  return wanted === undefined ? others : [...others, wanted];
}

function existingPolicy(finalizers: readonly string[]): Propagation | undefined {
  if (finalizers.includes(FOREGROUND)) return 'Foreground';
  return finalizers.includes(ORPHAN) ? 'Orphan' : undefined;
}
