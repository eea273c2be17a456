import type { KindDef } from '../../kind-def.ts';
import { defineKind } from '../shared/define-kind.ts';
import { encodeBase64 } from '../shared/base64.ts';
import { ageSince } from '../shared/human-duration.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { dropNullFields, fill, setField } from '../shared/share.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../shared/table.ts';
import type { Secret } from './secret.ts';
import { secrets } from './secret.ts';
import { validateSecret, validateSecretUpdate } from './validate.ts';

/** Everything that the API needs to know of Secrets. Source: pkg/registry/core/secret/strategy.go. */
export const secretDef: KindDef = defineKind<Secret>(secrets, {
  hasStatus: false,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: (secret) => fill(mergeStringData(dropNullFields(secret)), { type: 'Opaque' }),
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  indexes: [],
  fieldNames: ['type'],
  fields: ({ type = '' }) => ({ type }),
  columns: [NAME_COLUMN, column('Type'), column('Data'), AGE_COLUMN],
  tableRow: ({ metadata, type = '', data = {} }, nowMs) => ({
    cells: [metadata.name ?? '', type, Object.keys(data).length, ageSince(metadata.creationTimestamp, nowMs)],
  }),
  example: {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'login', namespace: 'default' },
    stringData: { user: 'demo' },
  },
});

/** stringData is only a way to write: its values go into data, over what is there. Source: pkg/apis/core/v1/conversion.go. */
function mergeStringData(secret: Secret): Secret {
  const { stringData } = secret;
  if (stringData === undefined) return secret;
  const rest = setField(secret, 'stringData', undefined);
  const data: Record<string, string> = { ...secret.data };
  for (const key of Object.keys(stringData)) data[key] = encodeBase64(stringData[key] as string);
  return Object.keys(data).length === 0 ? rest : { ...rest, data };
}
