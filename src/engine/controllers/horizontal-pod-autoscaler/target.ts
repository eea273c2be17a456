import type { ScaleDef } from '../../../api/kind-def.ts';
import type { HorizontalPodAutoscaler } from '../../../api/kinds/horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import { fail, type Failure } from '../../../api/machinery/failure.ts';
import { goQuote } from '../../../api/machinery/go-format.ts';
import { splitApiVersion, type KubeObject } from '../../../api/machinery/object.ts';
import { KINDS } from '../../../api/registry.ts';
import { resourceRef, type ResourceRef } from '../../../api/resource-ref.ts';
import type { World } from '../../world.ts';

/** What is scaled, through its scale subresource. */
export interface ScaleTarget {
  readonly ref: ResourceRef<KubeObject>;
  readonly object: KubeObject;
  readonly scale: ScaleDef;
}

/** The target of an autoscaler, or the error that getting its scale gives. Source: horizontal.go scaleForResourceMappings. */
export function targetOf(world: World, { metadata, spec }: HorizontalPodAutoscaler): ScaleTarget | Failure {
  const { apiVersion = '', kind, name } = spec.scaleTargetRef;
  const { group } = splitApiVersion(apiVersion);
  const def = KINDS.find((each) => each.group === group && each.kind === kind);
  if (def === undefined) return fail(`no matches for kind ${goQuote(kind)} in group ${goQuote(group)}`);
  const { scale } = def;
  if (scale === undefined) return fail('the server could not find the requested resource');
  const ref = resourceRef<KubeObject>(def.group, def.version, def.plural, def.kind, def.namespaced);
  const object = world.get(ref, metadata.namespace ?? '', name);
  if (object !== undefined) return { ref, object, scale };
  return fail(`${def.plural}/scale${group === '' ? '' : `.${group}`} ${goQuote(name)} not found`);
}
