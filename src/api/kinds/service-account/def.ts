import type { KindDef } from '../../kind-def.ts';
import { defineKind } from '../shared/define-kind.ts';
import { ageSince } from '../shared/human-duration.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { dropNullFields } from '../shared/share.ts';
import { AGE_COLUMN, NAME_COLUMN } from '../shared/table.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { ServiceAccount } from './service-account.ts';
import { serviceAccounts } from './service-account.ts';

/** Everything that the API needs to know of ServiceAccounts. Source: pkg/registry/core/serviceaccount/strategy.go. */
export const serviceAccountDef: KindDef = defineKind<ServiceAccount>(serviceAccounts, {
  shortNames: ['sa'],
  hasStatus: false,
  hasGeneration: false,
  unconditionalUpdate: false,
  nameErrors: nameIsDnsSubdomain,
  defaults: dropNullFields,
  validate: ({ metadata }) => validateMetadata(metadata, true, nameIsDnsSubdomain),
  validateUpdate: (next, previous) => validateMetadataUpdate(next.metadata, previous.metadata),
  indexes: [],
  columns: [NAME_COLUMN, AGE_COLUMN],
  tableRow: ({ metadata }, nowMs) => ({ cells: [metadata.name ?? '', ageSince(metadata.creationTimestamp, nowMs)] }),
  example: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'builder', namespace: 'default' } },
});
