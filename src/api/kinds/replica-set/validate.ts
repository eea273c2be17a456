import type { FieldError } from '../../machinery/field-error.ts';
import { validateReplicatedTemplate } from '../pod/validate-template.ts';
import { checkNonNegative } from '../shared/field-checks.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import { checkSameSelector, validateOwnSelector } from '../shared/validate-replicated.ts';
import type { ReplicaSet } from './replica-set.ts';

/** A defaulted ReplicaSet. Source: pkg/apis/apps/validation ValidateReplicaSetSpec. */
export function validateReplicaSet({ metadata, spec }: ReplicaSet): FieldError[] {
  return [
    ...validateMetadata(metadata, true, nameIsDnsSubdomain),
    ...checkNonNegative(spec.replicas, 'spec.replicas'),
    ...checkNonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...validateOwnSelector(spec.selector),
    ...validateReplicatedTemplate(spec.template, spec.selector, 'spec.template'),
  ];
}

/** Source: pkg/registry/apps/replicaset/strategy.go ValidateUpdate. */
export function validateReplicaSetUpdate(next: ReplicaSet, previous: ReplicaSet): FieldError[] {
  return [
    ...validateMetadataUpdate(next.metadata, previous.metadata),
    ...checkSameSelector(next.spec.selector, previous.spec.selector),
  ];
}
