import type { FieldError } from '../../machinery/field-error.ts';
import { required } from '../../machinery/field-error.ts';
import { validateReplicatedTemplate } from '../pod/validate-template.ts';
import { checkNonNegative } from '../shared/field-checks.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import { replicationControllers, type ReplicationController } from './replication-controller.ts';

/** A defaulted ReplicationController. Source: pkg/apis/core/validation ValidateReplicationControllerSpec. */
export function validateReplicationController({ metadata, spec }: ReplicationController): FieldError[] {
  const { selector = {} } = spec;
  const isEmpty = Object.keys(selector).length === 0;
  return [
    ...validateMetadata(metadata, true, nameIsDnsSubdomain),
    ...checkNonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...(isEmpty ? [required('spec.selector')] : []),
    ...checkNonNegative(spec.replicas, 'spec.replicas'),
    ...validateReplicatedTemplate(
      spec.template,
      isEmpty ? {} : { matchLabels: selector },
      'spec.template',
      replicationControllers.kind,
    ),
  ];
}

/** Unlike that of a ReplicaSet, the selector may change. Source: ValidateReplicationControllerUpdate. */
export function validateReplicationControllerUpdate(
  next: ReplicationController,
  previous: ReplicationController,
): FieldError[] {
  return validateMetadataUpdate(next.metadata, previous.metadata);
}
