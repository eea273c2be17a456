import type { KindDef } from '../../kind-def.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { required } from '../../machinery/field-error.ts';
import { defineKind } from '../shared/define-kind.ts';
import { checkImmutable } from '../shared/field-checks.ts';
import { isIpv4, isIpv6 } from '../shared/ip.ts';
import type { NameRule } from '../shared/name-rules.ts';
import { column, NAME_COLUMN, NONE } from '../shared/table.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { IPAddress } from './ip-address.ts';
import { ipAddresses, parentValue } from './ip-address.ts';

const nameIsAddress: NameRule = (name) =>
  isIpv4(name) || isIpv6(name) ? [] : ['must be a valid address in canonical format'];

/** Everything that the API needs to know of IPAddresses. Source: pkg/registry/networking/ipaddress/strategy.go. */
export const ipAddressDef: KindDef = defineKind<IPAddress>(ipAddresses, {
  shortNames: ['ip'],
  hasStatus: false,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsAddress,
  validate,
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata),
    ...checkImmutable(next.spec?.parentRef, previous.spec.parentRef, 'spec.parentRef'),
  ],
  indexes: [{ name: 'parent', input: (address) => address.spec, values: parents }],
  columns: [NAME_COLUMN, column('ParentRef')],
  tableRow: (address) => ({ cells: [address.metadata.name ?? '', parents(address)[0] ?? NONE] }),
  example: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IPAddress',
    metadata: { name: '10.96.0.1' },
    spec: { parentRef: { resource: 'services', namespace: 'default', name: 'kubernetes' } },
  },
});

/** Source: pkg/apis/networking/validation ValidateIPAddress. */
function validate({ metadata, spec }: IPAddress): FieldError[] {
  const errors = validateMetadata(metadata, false, nameIsAddress);
  const parent = spec?.parentRef as IPAddress['spec']['parentRef'] | undefined;
  if (parent === undefined) return [...errors, required('spec.parentRef')];
  if ((parent.resource ?? '') === '') errors.push(required('spec.parentRef.resource'));
  if ((parent.name ?? '') === '') errors.push(required('spec.parentRef.name'));
  return errors;
}

function parents({ spec }: IPAddress): readonly string[] {
  const parent = spec?.parentRef as IPAddress['spec']['parentRef'] | undefined;
  return parent === undefined ? [] : [parentValue(parent.resource, parent.namespace ?? '', parent.name)];
}
