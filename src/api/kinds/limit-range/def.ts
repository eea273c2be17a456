import type { KindDef } from '../../kind-def.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { canonicalResources } from '../shared/quantities.ts';
import { mapField, mapShared, setField } from '../shared/share.ts';
import { NAME_COLUMN } from '../shared/table.ts';
import { validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { LimitRange, LimitRangeItem } from './limit-range.ts';
import { limitRanges } from './limit-range.ts';
import { validateLimitRange } from './validate.ts';

const LISTS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

/** Everything that the API needs to know of LimitRanges. Source: pkg/registry/core/limitrange/strategy.go. */
export const limitRangeDef: KindDef = defineKind<LimitRange>(limitRanges, {
  shortNames: ['limits'],
  hasStatus: false,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: (range) =>
    setField(
      range,
      'spec',
      mapField(range.spec ?? {}, 'limits', (limits) => mapShared(limits, defaultItem)),
    ),
  validate: validateLimitRange,
  validateUpdate: (next, previous) => validateMetadataUpdate(next.metadata, previous.metadata),
  indexes: [],
  columns: [NAME_COLUMN, { name: 'Created At', type: 'date', priority: 0 }],
  tableRow: ({ metadata }) => ({ cells: [metadata.name ?? '', metadata.creationTimestamp ?? null] }),
  example: {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'limits', namespace: 'default' },
    spec: { limits: [{ type: 'Container', default: { memory: '256Mi' }, defaultRequest: { memory: '128Mi' } }] },
  },
});

/**
 * Limits of containers fill one another: a default limit from max, a default request from that or from min.
 * Source: pkg/apis/core/v1/defaults.go.
 */
function defaultItem(item: LimitRangeItem): LimitRangeItem {
  let next = item;
  for (const list of LISTS) next = mapField(next, list, canonicalResources);
  if (next.type !== 'Container') return next;
  const limits = { ...next.max, ...next.default };
  const requests = { ...next.min, ...limits, ...next.defaultRequest };
  if (Object.keys(limits).length > Object.keys(next.default ?? {}).length) next = { ...next, default: limits };
  if (Object.keys(requests).length > Object.keys(next.defaultRequest ?? {}).length)
    next = { ...next, defaultRequest: requests };
  return next;
}
