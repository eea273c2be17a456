import type { Column, TableRow } from '../../kind-def.ts';
import { shortAccessModes } from '../persistent-volume-claim/columns.ts';
import { classNameOf } from '../persistent-volume-claim/persistent-volume-claim.ts';
import { ageSince } from '../shared/human-duration.ts';
import { AGE_COLUMN, column, NAME_COLUMN, UNSET, wideColumn } from '../shared/table.ts';
import { claimOfVolume, type PersistentVolume } from './persistent-volume.ts';

export const volumeColumns: readonly Column[] = [
  NAME_COLUMN,
  column('Capacity'),
  column('Access Modes'),
  column('Reclaim Policy'),
  column('Status'),
  column('Claim'),
  column('StorageClass'),
  column('VolumeAttributesClass'),
  column('Reason'),
  AGE_COLUMN,
  wideColumn('VolumeMode'),
];

/** A row of `kubectl get pv`. Source: pkg/printers/internalversion/printers.go printPersistentVolume. */
export function volumeTableRow(volume: PersistentVolume, nowMs: number): TableRow {
  const { metadata, spec, status } = volume;
  return {
    cells: [
      metadata.name ?? '',
      spec.capacity?.['storage'] ?? '0',
      shortAccessModes(spec.accessModes),
      spec.persistentVolumeReclaimPolicy ?? '',
      metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
      claimOfVolume(volume),
      classNameOf(volume),
      spec.volumeAttributesClassName ?? UNSET,
      status?.reason ?? '',
      ageSince(metadata.creationTimestamp, nowMs),
      spec.volumeMode ?? UNSET,
    ],
  };
}
