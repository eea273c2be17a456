import type { KindDef } from '../../kind-def.ts';
import { defineKind } from '../shared/define-kind.ts';
import { ageSince } from '../shared/human-duration.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../shared/table.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import { type CsiNode, csiNodes } from './csi-node.ts';

/** Everything that the API needs to know of CSINodes. Source: pkg/registry/storage/csinode/strategy.go. */
export const csiNodeDef: KindDef = defineKind<CsiNode>(csiNodes, {
  shortNames: [],
  hasStatus: false,
  hasGeneration: false,
  unconditionalUpdate: false,
  nameErrors: nameIsDnsSubdomain,
  validate: ({ metadata }) => validateMetadata(metadata, false, nameIsDnsSubdomain),
  validateUpdate: (next, previous) => validateMetadataUpdate(next.metadata, previous.metadata),
  indexes: [],
  columns: [NAME_COLUMN, column('Drivers', 'integer'), AGE_COLUMN],
  tableRow: ({ metadata, spec }, nowMs) => ({
    cells: [metadata.name ?? '', spec?.drivers.length ?? 0, ageSince(metadata.creationTimestamp, nowMs)],
  }),
  example: {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSINode',
    metadata: { name: 'node-1' },
    spec: { drivers: [{ name: 'disk.example.com', nodeID: 'node-1' }] },
  },
});
