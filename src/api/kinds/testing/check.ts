import type { KindDef } from '../../kind-def.ts';
import { renderFieldError } from '../../machinery/field-error.ts';
import type { KubeObject } from '../../machinery/object.ts';

/** The uid that `created` gives to objects whose kind builds on it. */
export const UID = '8f2c1c5e-0000-4000-8000-000000000001';

/** An object as the API server would prepare it for storage: defaults, then the kind's strategy. */
export function created(def: KindDef, object: KubeObject): KubeObject {
  const placed = def.namespaced ? { ...object, metadata: { namespace: 'default', ...object.metadata } } : object;
  const defaulted = def.defaults?.(placed) ?? placed;
  const prepared = def.prepareForCreate?.(defaulted) ?? defaulted;
  if (def.finishCreate === undefined) return prepared;
  return def.finishCreate({ ...prepared, metadata: { ...prepared.metadata, uid: UID } });
}

/** The texts that a create of this object is refused with. */
export function createErrors(def: KindDef, object: KubeObject): readonly string[] {
  return (def.validate?.(created(def, object)) ?? []).map(renderFieldError);
}

/** An update as the API server would prepare it. */
export function updated(def: KindDef, next: KubeObject, previous: KubeObject): KubeObject {
  const defaulted = def.defaults?.(next) ?? next;
  return def.prepareForUpdate?.(defaulted, previous) ?? defaulted;
}

/** The texts that an update is refused with. */
export function updateErrors(def: KindDef, next: KubeObject, previous: KubeObject): readonly string[] {
  const prepared = updated(def, next, previous);
  return [...(def.validate?.(prepared) ?? []), ...(def.validateUpdate?.(prepared, previous) ?? [])].map(
    renderFieldError,
  );
}
