import { canonicalRequirements } from '../pod/defaults-container.ts';
import { dropNulls, fill, mapField, setField } from '../shared/share.ts';
import type { DataSource, PersistentVolumeClaim, PersistentVolumeClaimSpec } from './persistent-volume-claim.ts';

/** Source: pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolumeClaim. */
export function defaultClaim(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  return setField(claim, 'spec', defaultClaimSpec(claim.spec ?? {}));
}

/** The spec of a claim, and of a claim template. Source: SetDefaults_PersistentVolumeClaimSpec. */
export function defaultClaimSpec(spec: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  return fill(mapField(dropNulls(spec), 'resources', canonicalRequirements), { volumeMode: 'Filesystem' });
}

/** The two fields for a source follow each other. Source: pkg/api/persistentvolumeclaim NormalizeDataSources. */
export function withBothSources(spec: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  const { dataSource, dataSourceRef } = spec;
  if (dataSource !== undefined && dataSourceRef === undefined) return { ...spec, dataSourceRef: dataSource };
  if (dataSourceRef === undefined || dataSource !== undefined || (dataSourceRef.namespace ?? '') !== '') return spec;
  const { namespace: _namespace, ...local }: DataSource = dataSourceRef;
  return { ...spec, dataSource: local };
}
