import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, forbiddenField, indexPath, invalid, keyPath } from '../../machinery/field-error.ts';
import type { StringMap } from '../../machinery/object.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { validateMetadata } from '../shared/validate-metadata.ts';
import type { Pod } from './pod.ts';
import { checkImageSpace } from './validate-container.ts';
import { validatePodSpec } from './validate-spec.ts';

export const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const INT32 = /^(0|[-+]?[1-9]\d{0,9})$/;
const MAX_INT32 = 2_147_483_647;

/** A defaulted Pod, in upstream's order. Source: pkg/apis/core/validation validatePodMetadataAndSpec. */
export function validatePod(pod: Pod): FieldError[] {
  const { metadata } = pod;
  const spec = pod.spec ?? { containers: [] };
  return [
    ...validateMetadata(metadata, true, nameIsDnsSubdomain),
    ...checkDeletionCost(metadata.annotations, 'metadata.annotations'),
    ...validatePodSpec(spec, 'spec', true),
    ...checkTokens(pod),
    ...(spec.containers ?? []).flatMap((container, i) => checkImageSpace(container, indexPath('spec.containers', i))),
    ...(spec.initContainers ?? []).flatMap((container, i) =>
      checkImageSpace(container, indexPath('spec.initContainers', i)),
    ),
  ];
}

/** The annotation that tells which Pod to delete first holds a 32-bit integer. */
export function checkDeletionCost(annotations: StringMap | undefined, field: string): FieldError[] {
  const cost = annotations?.[DELETION_COST];
  if (cost === undefined || (INT32.test(cost) && Number(cost) <= MAX_INT32 && Number(cost) >= -MAX_INT32 - 1))
    return [];
  return [invalid(keyPath(field, DELETION_COST), cost, 'must be a 32bit integer')];
}

function checkTokens(pod: Pod): FieldError[] {
  const { serviceAccountName = '', volumes = [] } = pod.spec ?? {};
  if (serviceAccountName !== '') return [];
  return volumes.flatMap(({ projected }, i) =>
    (projected?.sources ?? []).flatMap((source, j) => {
      if (source.serviceAccountToken === undefined) return [];
      const path = indexPath(childPath(indexPath('spec.volumes', i), 'projected.sources'), j);
      return [
        forbiddenField(
          childPath(path, 'serviceAccountToken'),
          'must not be specified when serviceAccountName is not set',
        ),
      ];
    }),
  );
}
