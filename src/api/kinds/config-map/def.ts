import type { KindDef } from '../../kind-def.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { invalid, keyPath, tooLong } from '../../machinery/field-error.ts';
import { defineKind } from '../shared/define-kind.ts';
import { ageSince } from '../shared/human-duration.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { dropNullFields } from '../shared/share.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../shared/table.ts';
import {
  checkImmutableData,
  encodedBytes,
  MAX_DATA_BYTES,
  plainBytes,
  validateBase64,
  validateDataKeys,
} from '../shared/validate-data.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { ConfigMap } from './config-map.ts';
import { configMaps } from './config-map.ts';

/** Everything that the API needs to know of ConfigMaps. Source: pkg/registry/core/configmap/strategy.go. */
export const configMapDef: KindDef = defineKind<ConfigMap>(configMaps, {
  shortNames: ['cm'],
  hasStatus: false,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: dropNullFields,
  validate,
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata),
    ...checkImmutableData(next, previous, ['data', 'binaryData']),
  ],
  indexes: [],
  columns: [NAME_COLUMN, column('Data'), AGE_COLUMN],
  tableRow: ({ metadata, data = {}, binaryData = {} }, nowMs) => ({
    cells: [
      metadata.name ?? '',
      Object.keys(data).length + Object.keys(binaryData).length,
      ageSince(metadata.creationTimestamp, nowMs),
    ],
  }),
  example: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'default' },
    data: { mode: 'demo' },
  },
});

/** Source: pkg/apis/core/validation ValidateConfigMap. */
function validate({ metadata, data = {}, binaryData = {} }: ConfigMap): FieldError[] {
  const errors = [...validateMetadata(metadata, true, nameIsDnsSubdomain), ...validateDataKeys(data, 'data')];
  for (const key of Object.keys(data)) {
    if (Object.hasOwn(binaryData, key))
      errors.push(invalid(keyPath('data', key), key, 'duplicate of key present in binaryData'));
  }
  errors.push(...validateDataKeys(binaryData, 'binaryData'), ...validateBase64(binaryData, 'binaryData'));
  if (plainBytes(data) + encodedBytes(binaryData) > MAX_DATA_BYTES) errors.push(tooLong('', MAX_DATA_BYTES));
  return errors;
}
