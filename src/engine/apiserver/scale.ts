import type { KindDef, ScaleDef } from '../../api/kind-def.ts';
import { invalid } from '../../api/machinery/field-error.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import { badRequest, invalidObject } from '../../api/machinery/status.ts';
import { refuse, type Caller, type Core, type Written } from './core.ts';
import { updateObject } from './update.ts';

/** The autoscaling/v1 Scale of an object: one face for every kind that counts replicas. */
export function scaleOf(scale: ScaleDef, object: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const replicas = scale.replicas(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      ...(name === undefined ? {} : { name }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    },
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: scale.statusReplicas(object), selector: scale.selector(object) },
  };
}

/** Writes the replicas of a Scale back into its object; answers with the new Scale. */
export function updateScale(
  core: Core,
  def: KindDef,
  scale: ScaleDef,
  key: ObjectKey,
  given: KubeObject,
  current: KubeObject,
  caller: Caller,
): Written {
  const spec = given.spec as { readonly replicas?: unknown } | undefined;
  const replicas = spec?.replicas ?? 0;
  if (typeof replicas !== 'number' || !Number.isInteger(replicas)) {
    const type =
      typeof replicas === 'number' ? `number ${replicas}` : typeof replicas === 'boolean' ? 'bool' : typeof replicas;
    return refuse(
      badRequest(
        `Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal ${type} into Go struct field ScaleSpec.spec.replicas of type int32`,
      ),
    );
  }
  if (replicas < 0) {
    const error = invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
    return refuse(invalidObject({ group: 'autoscaling', kind: 'Scale' }, current.metadata.name ?? '', [error]));
  }
  const version = given.metadata.resourceVersion;
  const wanted = scale.withReplicas(current, replicas);
  const next =
    version === undefined || version === ''
      ? wanted
      : { ...wanted, metadata: { ...wanted.metadata, resourceVersion: version } };
  const written = updateObject(core, def, key, next, 'object', caller);
  return written.ok ? { ...written, object: scaleOf(scale, written.object) } : written;
}
