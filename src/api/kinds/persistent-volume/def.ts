import type { KindDef } from '../../kind-def.ts';
import { classNameOf } from '../persistent-volume-claim/persistent-volume-claim.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { canonicalResources } from '../shared/quantities.ts';
import { dropNulls, fill, mapField, setField } from '../shared/share.ts';
import { volumeColumns, volumeTableRow } from './columns.ts';
import type { PersistentVolume, PersistentVolumeSpec } from './persistent-volume.ts';
import { claimOfVolume, persistentVolumes } from './persistent-volume.ts';
import { validateVolume, validateVolumeUpdate } from './validate.ts';

/**
 * Everything that the API needs to know of volumes. Indexes: `claim` (`<namespace>/<name>` of the claim that the volume
 * names), `free` (class, of volumes that name no claim). Source: pkg/registry/core/persistentvolume/strategy.go.
 */
export const persistentVolumeDef: KindDef = defineKind<PersistentVolume>(persistentVolumes, {
  shortNames: ['pv'],
  hasStatus: true,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: (volume) => setField(volume, 'spec', defaultSpec(volume.spec ?? {})),
  prepareForCreate: (volume) => ({ ...volume, status: { phase: 'Pending' } }),
  validate: validateVolume,
  validateUpdate: validateVolumeUpdate,
  indexes: [
    {
      name: 'claim',
      input: ({ spec }) => spec.claimRef,
      values: (volume) => (volume.spec.claimRef === undefined ? [] : [claimOfVolume(volume)]),
    },
    {
      name: 'free',
      input: ({ spec }) => spec,
      values: (volume) => (volume.spec.claimRef === undefined ? [classNameOf(volume)] : []),
    },
  ],
  columns: volumeColumns,
  tableRow: volumeTableRow,
  example: {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'disk-1' },
    spec: { capacity: { storage: '5Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/mnt/disk-1' } },
  },
});

/** Source: pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolume. */
function defaultSpec(spec: PersistentVolumeSpec): PersistentVolumeSpec {
  const own = fill(mapField(dropNulls(spec), 'capacity', canonicalResources), {
    persistentVolumeReclaimPolicy: 'Retain',
    volumeMode: 'Filesystem',
  });
  return mapField(own, 'hostPath', (path) => fill(path, { type: '' }));
}
