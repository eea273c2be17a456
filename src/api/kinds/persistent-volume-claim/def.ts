import type { KindDef } from '../../kind-def.ts';
import { goQuote } from '../../machinery/go-format.ts';
import { quantityOf } from '../../machinery/quantity.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { setField } from '../shared/share.ts';
import { claimColumns, claimTableRow } from './columns.ts';
import { defaultClaim, withBothSources } from './defaults.ts';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';
import { persistentVolumeClaims, requestedStorage } from './persistent-volume-claim.ts';
import { validateClaim, validateClaimUpdate } from './validate.ts';

const NANOS_PER_BYTE = 1_000_000_000n;

/** Everything that the API needs to know of claims. Source: pkg/registry/core/persistentvolumeclaim/strategy.go. */
export const persistentVolumeClaimDef: KindDef = defineKind<PersistentVolumeClaim>(persistentVolumeClaims, {
  shortNames: ['pvc'],
  hasStatus: true,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: defaultClaim,
  prepareForCreate: (claim) => ({ ...claim, spec: withBothSources(claim.spec), status: { phase: 'Pending' } }),
  prepareForUpdate: (next) => setField(next, 'spec', withBothSources(next.spec)),
  validate: validateClaim,
  validateUpdate: validateClaimUpdate,
  indexes: [],
  columns: claimColumns,
  tableRow: claimTableRow,
  warnings: fractionalBytes,
  example: {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'default' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
});

/** `100m` of storage is seldom what was meant. Source: pkg/api/persistentvolumeclaim/util.go GetWarningsForPersistentVolumeClaimSpec. */
function fractionalBytes(claim: PersistentVolumeClaim): string[] {
  const text = requestedStorage(claim);
  return quantityOf(text).nanos % NANOS_PER_BYTE === 0n
    ? []
    : [`spec.resources.requests[storage]: fractional byte value ${goQuote(text)} is invalid, must be an integer`];
}
