import type { KindDef, TableRow } from '../../kind-def.ts';
import { compareBytes } from '../../machinery/go-format.ts';
import { defineKind } from '../shared/define-kind.ts';
import { ageSince } from '../shared/human-duration.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { canonicalResources } from '../shared/quantities.ts';
import { mapField, setField } from '../shared/share.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../shared/table.ts';
import type { ResourceQuota } from './resource-quota.ts';
import { resourceQuotas } from './resource-quota.ts';
import { validateQuota, validateQuotaUpdate } from './validate.ts';

/** Everything that the API needs to know of ResourceQuotas. Source: pkg/registry/core/resourcequota/strategy.go. */
export const resourceQuotaDef: KindDef = defineKind<ResourceQuota>(resourceQuotas, {
  shortNames: ['quota'],
  hasStatus: true,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: (quota) => setField(quota, 'spec', mapField(quota.spec ?? {}, 'hard', canonicalResources)),
  prepareForCreate: (quota) => ({ ...quota, status: {} }),
  validate: validateQuota,
  validateUpdate: validateQuotaUpdate,
  indexes: [],
  columns: [NAME_COLUMN, column('Request'), column('Limit'), AGE_COLUMN],
  tableRow: quotaRow,
  example: {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'team', namespace: 'default' },
    spec: { hard: { pods: '10', 'requests.cpu': '4' } },
  },
});

/** Limits stand in a column of their own. Source: pkg/printers/internalversion/printers.go printResourceQuota. */
function quotaRow({ metadata, status }: ResourceQuota, nowMs: number): TableRow {
  const hard = status?.hard ?? {};
  const told = Object.keys(hard)
    .sort(compareBytes)
    .map((name) => ({ name, text: `${name}: ${status?.used?.[name] ?? '0'}/${hard[name] ?? '0'}` }));
  const cell = (isLimit: boolean): string =>
    told
      .filter(({ name }) => name.startsWith('limits.') === isLimit)
      .map(({ text }) => text)
      .join(', ');
  return { cells: [metadata.name ?? '', cell(false), cell(true), ageSince(metadata.creationTimestamp, nowMs)] };
}
