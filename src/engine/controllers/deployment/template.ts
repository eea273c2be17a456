import type { PodTemplateSpec } from '../../../api/kinds/pod/pod-spec.ts';
import type { ObjectMeta, StringMap } from '../../../api/machinery/object.ts';
import { deepEqual } from '../../../lib/equal.ts';

/** Label that tells the ReplicaSets of one Deployment apart. Source: apps/v1 DefaultDeploymentUniqueLabelKey. */
export const POD_TEMPLATE_HASH = 'pod-template-hash';

/** The same template, apart from the label that the controller itself adds? Source: deployment_util.go EqualIgnoreHash. */
export function equalIgnoreHash(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  if (a === b) return true;
  return deepEqual(a.spec, b.spec) && equalMetadata(a.metadata, b.metadata);
}

function equalMetadata(a: ObjectMeta | undefined, b: ObjectMeta | undefined): boolean {
  if (a === b) return true;
  const { labels: aLabels, ...aRest } = a ?? {};
  const { labels: bLabels, ...bRest } = b ?? {};
  return deepEqual(withoutHash(aLabels), withoutHash(bLabels)) && deepEqual(aRest, bRest);
}

function withoutHash(labels: StringMap | undefined): StringMap {
  const { [POD_TEMPLATE_HASH]: _hash, ...rest } = labels ?? {};
  return rest;
}
