import type { KindDef } from '../../kind-def.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { required } from '../../machinery/field-error.ts';
import { defineKind } from '../shared/define-kind.ts';
import { checkImmutable, checkSubdomainField } from '../shared/field-checks.ts';
import { ageSince } from '../shared/human-duration.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../shared/table.ts';
import type { Unchecked } from '../shared/unchecked.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import { type VolumeAttachment, volumeAttachments, type VolumeAttachmentSpec } from './volume-attachment.ts';

/**
 * Everything that the API needs to know of attachments. Indexes: `volume` (name of the PersistentVolume), `node`.
 * Source: pkg/registry/storage/volumeattachment/strategy.go.
 */
export const volumeAttachmentDef: KindDef = defineKind<VolumeAttachment>(volumeAttachments, {
  shortNames: [],
  hasStatus: true,
  hasGeneration: false,
  unconditionalUpdate: false,
  nameErrors: nameIsDnsSubdomain,
  prepareForCreate: (attachment) => ({ ...attachment, status: { attached: false } }),
  validate,
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata),
    ...checkImmutable(next.spec, previous.spec, 'spec'),
  ],
  indexes: [
    { name: 'volume', input: ({ spec }) => spec, values: ({ spec }) => [spec.source.persistentVolumeName ?? ''] },
    { name: 'node', input: ({ spec }) => spec, values: ({ spec }) => [spec.nodeName] },
  ],
  columns: [NAME_COLUMN, column('Attacher'), column('PV'), column('Node'), column('Attached'), AGE_COLUMN],
  tableRow: ({ metadata, spec, status }, nowMs) => ({
    cells: [
      metadata.name ?? '',
      spec?.attacher ?? '',
      spec?.source.persistentVolumeName ?? '',
      spec?.nodeName ?? '',
      status?.attached ?? false,
      ageSince(metadata.creationTimestamp, nowMs),
    ],
  }),
  example: {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttachment',
    metadata: { name: 'csi-1' },
    spec: { attacher: 'disk.sim.kubarium.dev', nodeName: 'node-1', source: { persistentVolumeName: 'disk-1' } },
  },
});

/** Source: pkg/apis/storage/validation ValidateVolumeAttachment. */
function validate({ metadata, spec }: VolumeAttachment): FieldError[] {
  return [...validateMetadata(metadata, false, nameIsDnsSubdomain), ...validateSpec(spec)];
}

function validateSpec({ attacher = '', nodeName = '', source }: Unchecked<VolumeAttachmentSpec>): FieldError[] {
  const errors =
    attacher === '' ? [required('spec.attacher')] : checkSubdomainField(attacher.toLowerCase(), 'spec.attacher');
  if ((source?.persistentVolumeName ?? '') === '')
    errors.push(required('spec.source', 'must specify exactly one of inlineVolumeSpec and persistentVolumeName'));
  return [...errors, ...checkSubdomainField(nodeName, 'spec.nodeName')];
}
