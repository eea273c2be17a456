import type { KindDef } from '../../kind-def.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { invalid } from '../../machinery/field-error.ts';
import { defineKind } from '../shared/define-kind.ts';
import { checkNonNegative } from '../shared/field-checks.ts';
import { ageSince } from '../shared/human-duration.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { fill } from '../shared/share.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../shared/table.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { Lease } from './lease.ts';
import { leases } from './lease.ts';

/** Everything that the API needs to know of Leases. Source: pkg/registry/coordination/lease/strategy.go. */
export const leaseDef: KindDef = defineKind<Lease>(leases, {
  hasStatus: false,
  hasGeneration: false,
  unconditionalUpdate: false,
  nameErrors: nameIsDnsSubdomain,
  defaults: (lease) => fill(lease, { spec: {} }),
  validate,
  validateUpdate: (next, previous) => validateMetadataUpdate(next.metadata, previous.metadata),
  indexes: [],
  columns: [NAME_COLUMN, column('Holder'), AGE_COLUMN],
  tableRow: ({ metadata, spec }, nowMs) => ({
    cells: [metadata.name ?? '', spec.holderIdentity ?? '', ageSince(metadata.creationTimestamp, nowMs)],
  }),
  example: {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'node-1', namespace: 'kube-node-lease' },
    spec: { holderIdentity: 'node-1', leaseDurationSeconds: 40 },
  },
});

/** Source: pkg/apis/coordination/validation ValidateLeaseSpec. */
function validate({ metadata, spec }: Lease): FieldError[] {
  const { holderIdentity, leaseDurationSeconds, leaseTransitions } = spec;
  const errors = validateMetadata(metadata, true, nameIsDnsSubdomain);
  if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0) {
    errors.push(invalid('spec.leaseDurationSeconds', leaseDurationSeconds, 'must be greater than 0'));
  }
  errors.push(...checkNonNegative(leaseTransitions, 'spec.leaseTransitions'));
  if (holderIdentity === '') errors.push(invalid('spec.holderIdentity', holderIdentity, 'must not be empty'));
  return errors;
}
