import type { FieldError } from '../../machinery/field-error.ts';
import { keyPath, required, tooLong } from '../../machinery/field-error.ts';
import { checkImmutable } from '../shared/field-checks.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import {
  checkImmutableData,
  encodedBytes,
  MAX_DATA_BYTES,
  validateBase64,
  validateDataKeys,
} from '../shared/validate-data.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { Secret } from './secret.ts';

const ACCOUNT_ANNOTATION = 'kubernetes.io/service-account.name';
/** Keys that a type must have; for basic-auth one of the two is enough. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};
const BASIC_AUTH = 'kubernetes.io/basic-auth';
const BASIC_KEYS = ['username', 'password'] as const;

/** Source: pkg/apis/core/validation ValidateSecret. Whether Docker's settings are JSON is not looked at. */
export function validateSecret({ metadata, type = '', data = {} }: Secret): FieldError[] {
  const errors = [
    ...validateMetadata(metadata, true, nameIsDnsSubdomain),
    ...validateDataKeys(data, 'data'),
    ...validateBase64(data, 'data'),
  ];
  if (encodedBytes(data) > MAX_DATA_BYTES) errors.push(tooLong('data', MAX_DATA_BYTES));
  if (type === 'kubernetes.io/service-account-token' && (metadata.annotations?.[ACCOUNT_ANNOTATION] ?? '') === '') {
    errors.push(required(keyPath('metadata.annotations', ACCOUNT_ANNOTATION)));
  }
  const needed =
    type === BASIC_AUTH && !BASIC_KEYS.some((key) => Object.hasOwn(data, key)) ? BASIC_KEYS : (NEEDED[type] ?? []);
  for (const key of needed) if (!Object.hasOwn(data, key)) errors.push(required(keyPath('data', key)));
  return errors;
}

/** Source: ValidateSecretUpdate. */
export function validateSecretUpdate(next: Secret, previous: Secret): FieldError[] {
  return [
    ...validateMetadataUpdate(next.metadata, previous.metadata),
    ...checkImmutable(next.type, previous.type, 'type'),
    ...checkImmutableData(next, previous, ['data']),
  ];
}
