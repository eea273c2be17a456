import type { KindDef } from '../../kind-def.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { invalid } from '../../machinery/field-error.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { fill } from '../shared/share.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import { eventColumns, eventTableRow } from './columns.ts';
import type { Event } from './event.ts';
import { events } from './event.ts';

/** Everything that the API needs to know of core/v1 Events. Index `involved`: uid of the object that it is about. */
export const eventDef: KindDef = defineKind<Event>(events, {
  shortNames: ['ev'],
  hasStatus: false,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: (event) => fill(event, { involvedObject: {} }),
  validate,
  validateUpdate: (next, previous) => validateMetadataUpdate(next.metadata, previous.metadata),
  indexes: [
    {
      name: 'involved',
      input: (event) => event.involvedObject,
      values: ({ involvedObject }) => (involvedObject.uid === undefined ? [] : [involvedObject.uid]),
    },
  ],
  fieldNames: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  fields: ({ involvedObject: about, reason = '', reportingComponent = '', source, type = '' }) => ({
    'involvedObject.kind': about.kind ?? '',
    'involvedObject.namespace': about.namespace ?? '',
    'involvedObject.name': about.name ?? '',
    'involvedObject.uid': about.uid ?? '',
    'involvedObject.apiVersion': about.apiVersion ?? '',
    'involvedObject.resourceVersion': about.resourceVersion ?? '',
    'involvedObject.fieldPath': about.fieldPath ?? '',
    reason,
    reportingComponent,
    source: source?.component || reportingComponent,
    type,
  }),
  columns: eventColumns,
  tableRow: eventTableRow,
  example: {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'web.18a0f2c3b4d5e6f7', namespace: 'default' },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'web' },
    reason: 'Scheduled',
    message: 'Successfully assigned default/web to node-1',
    type: 'Normal',
    count: 1,
  },
});

/** An Event lies beside the object that it is about. Source: pkg/apis/core/validation/events.go. */
function validate({ metadata, involvedObject }: Event): FieldError[] {
  const errors = validateMetadata(metadata, true, nameIsDnsSubdomain);
  const own = metadata.namespace ?? '';
  const about = involvedObject.namespace ?? '';
  const fits = about === '' ? own === '' || own === 'default' : own === about;
  return fits ? errors : [...errors, invalid('involvedObject.namespace', about, 'does not match event.namespace')];
}
