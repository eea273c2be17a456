import type { KubeObject, ObjectMeta, OwnerReference } from '../../../api/machinery/object.ts';
import { joinApiVersion } from '../../../api/machinery/object.ts';
import type { ResourceRef } from '../../../api/resource-ref.ts';

/** The reference that makes `owner` the managing controller. Source: apimachinery meta/v1 NewControllerRef. */
export function controllerRef<T extends KubeObject>(ref: ResourceRef<T>, owner: KubeObject): OwnerReference {
  return {
    apiVersion: joinApiVersion(ref.group, ref.version),
    kind: ref.kind,
    name: owner.metadata.name ?? '',
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The object with one more owner. */
export function withOwner<T extends KubeObject>(object: T, owner: OwnerReference): T {
  const ownerReferences = [...(object.metadata.ownerReferences ?? []), owner];
  return { ...object, metadata: { ...object.metadata, ownerReferences } };
}

/** The object without the owners of these uids. */
export function withoutOwners<T extends KubeObject>(object: T, uids: ReadonlySet<string>): T {
  const { ownerReferences = [], ...rest } = object.metadata;
  const kept = ownerReferences.filter((owner) => !uids.has(owner.uid));
  const metadata: ObjectMeta = kept.length === 0 ? rest : { ...rest, ownerReferences: kept };
  return { ...object, metadata };
}

/** The object without one of its finalizers. */
export function withoutFinalizer<T extends KubeObject>(object: T, finalizer: string): T {
  const { finalizers = [], ...rest } = object.metadata;
  const kept = finalizers.filter((each) => each !== finalizer);
  const metadata: ObjectMeta = kept.length === 0 ? rest : { ...rest, finalizers: kept };
  return { ...object, metadata };
}
