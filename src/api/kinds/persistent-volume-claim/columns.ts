import type { Column, TableRow } from '../../kind-def.ts';
import { ageSince } from '../shared/human-duration.ts';
import { AGE_COLUMN, column, NAME_COLUMN, UNSET, wideColumn } from '../shared/table.ts';
import { classNameOf, type PersistentVolumeClaim } from './persistent-volume-claim.ts';

export const claimColumns: readonly Column[] = [
  NAME_COLUMN,
  column('Status'),
  column('Volume'),
  column('Capacity'),
  column('Access Modes'),
  column('StorageClass'),
  column('VolumeAttributesClass'),
  AGE_COLUMN,
  wideColumn('VolumeMode'),
];

/** Access modes in the order in which upstream writes them, with their short names. */
const SHORT_MODES = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
] as const;

/** A row of `kubectl get pvc`. Source: pkg/printers/internalversion/printers.go printPersistentVolumeClaim. */
export function claimTableRow(claim: PersistentVolumeClaim, nowMs: number): TableRow {
  const { metadata, spec, status } = claim;
  const isPlaced = (spec.volumeName ?? '') !== '';
  return {
    cells: [
      metadata.name ?? '',
      metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
      spec.volumeName ?? '',
      isPlaced ? (status?.capacity?.['storage'] ?? '0') : '',
      isPlaced ? shortAccessModes(status?.accessModes) : '',
      classNameOf(claim),
      spec.volumeAttributesClassName ?? UNSET,
      ageSince(metadata.creationTimestamp, nowMs),
      spec.volumeMode ?? UNSET,
    ],
  };
}

/** `RWO,ROX`; each mode once. Source: pkg/apis/core/helper GetAccessModesAsString. */
export function shortAccessModes(modes: readonly string[] = []): string {
  return SHORT_MODES.filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(',');
}
