import { splitApiVersion, type KubeObject, type OwnerReference } from '../../../api/machinery/object.ts';
import { keyResource, type ObjectKey } from '../../../api/machinery/key.ts';
import { KINDS } from '../../../api/registry.ts';
import { resourceRef, type ResourceRef } from '../../../api/resource-ref.ts';

/** Every resource of the cluster, for controllers that treat all alike. */
export const ALL_RESOURCES: readonly ResourceRef<KubeObject>[] = KINDS.map((def) =>
  resourceRef<KubeObject>(def.group, def.version, def.plural, def.kind, def.namespaced),
);

const byResource = new Map(ALL_RESOURCES.map((ref) => [ref.resource, ref]));
const byKind = new Map(ALL_RESOURCES.map((ref) => [`${ref.group}/${ref.kind}`, ref]));

/** The resource that a key belongs to. */
export function resourceOfKey(key: string): ResourceRef<KubeObject> | undefined {
  return byResource.get(keyResource(key as ObjectKey));
}

/** The resource that an owner is of; undefined for kinds that are not served. */
export function resourceOfOwner({ apiVersion, kind }: OwnerReference): ResourceRef<KubeObject> | undefined {
  return byKind.get(`${splitApiVersion(apiVersion).group}/${kind}`);
}
