import type { KindDef } from '../../kind-def.ts';
import { defineKind } from '../shared/define-kind.ts';
import { checkImmutable } from '../shared/field-checks.ts';
import { ageSince } from '../shared/human-duration.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { dropNulls, setField } from '../shared/share.ts';
import { AGE_COLUMN, column, NAME_COLUMN, UNSET } from '../shared/table.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import { type CsiDriver, csiDrivers, type CsiDriverSpec } from './csi-driver.ts';

/** Source: pkg/apis/storage/v1/defaults.go SetDefaults_CSIDriver. */
const DEFAULTS: CsiDriverSpec = {
  attachRequired: true,
  fsGroupPolicy: 'ReadWriteOnceWithFSType',
  podInfoOnMount: false,
  requiresRepublish: false,
  seLinuxMount: false,
  storageCapacity: false,
  volumeLifecycleModes: ['Persistent'],
};

/** Everything that the API needs to know of CSI drivers. Source: pkg/registry/storage/csidriver/strategy.go. */
export const csiDriverDef: KindDef = defineKind<CsiDriver>(csiDrivers, {
  shortNames: [],
  hasStatus: false,
  hasGeneration: false,
  unconditionalUpdate: false,
  nameErrors: nameIsDnsSubdomain,
  defaults: (driver) => setField(driver, 'spec', withDefaults(dropNulls(driver.spec ?? {}))),
  validate: ({ metadata }) => validateMetadata(metadata, false, nameIsDnsSubdomain),
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata),
    ...(['attachRequired', 'fsGroupPolicy', 'volumeLifecycleModes'] as const).flatMap((field) =>
      checkImmutable(next.spec[field], previous.spec[field], `spec.${field}`),
    ),
  ],
  indexes: [],
  columns: [
    NAME_COLUMN,
    column('AttachRequired'),
    column('PodInfoOnMount'),
    column('StorageCapacity'),
    column('TokenRequests'),
    column('RequiresRepublish'),
    column('Modes'),
    AGE_COLUMN,
  ],
  tableRow: ({ metadata, spec }, nowMs) => ({
    cells: [
      metadata.name ?? '',
      spec.attachRequired ?? true,
      spec.podInfoOnMount ?? false,
      spec.storageCapacity ?? false,
      spec.tokenRequests?.map(({ audience }) => audience).join(',') ?? UNSET,
      spec.requiresRepublish ?? false,
      (spec.volumeLifecycleModes ?? []).join(','),
      ageSince(metadata.creationTimestamp, nowMs),
    ],
  }),
  example: {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSIDriver',
    metadata: { name: 'disk.example.com' },
    spec: {},
  },
});

function withDefaults(spec: CsiDriverSpec): CsiDriverSpec {
  return Object.keys(DEFAULTS).every((name) => spec[name as keyof CsiDriverSpec] !== undefined)
    ? spec
    : { ...DEFAULTS, ...spec };
}
