import type { Resource } from './kind-def.ts';
import { makeKey, type ObjectKey } from './machinery/key.ts';
import type { KubeObject } from './machinery/object.ts';

/** Names a collection and says what its objects are, so that readers need no casts. */
export interface ResourceRef<T extends KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly resource: Resource;
  readonly namespaced: boolean;
  /** Never set; carries the type. */
  readonly __object?: T;
}

/** Declares a reference; one a kind, beside its type. */
export function resourceRef<T extends KubeObject>(
  group: string,
  version: string,
  plural: string,
  kind: string,
  namespaced = true,
): ResourceRef<T> {
  return { group, version, plural, kind, resource: `${group === '' ? 'core' : group}/${plural}`, namespaced };
}

/** Key of an object of this resource. `namespace` is ignored by cluster-scoped kinds. */
export function keyIn<T extends KubeObject>(ref: ResourceRef<T>, namespace: string, name: string): ObjectKey {
  return makeKey(ref.group, ref.plural, ref.namespaced ? namespace : '', name);
}
