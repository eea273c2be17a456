import { deepEqual } from '../../../lib/equal.ts';
import type { KindDef, TableRow } from '../../kind-def.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { invalid, required } from '../../machinery/field-error.ts';
import { controllerOf, splitApiVersion } from '../../machinery/object.ts';
import { defineKind } from '../shared/define-kind.ts';
import { checkNonNegative, IMMUTABLE_MESSAGE } from '../shared/field-checks.ts';
import { ageSince } from '../shared/human-duration.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { AGE_COLUMN, column, NAME_COLUMN, NONE } from '../shared/table.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { ControllerRevision } from './controller-revision.ts';
import { controllerRevisions } from './controller-revision.ts';

/** Everything that the API needs to know of ControllerRevisions. Source: pkg/registry/apps/controllerrevision/strategy.go. */
export const controllerRevisionDef: KindDef = defineKind<ControllerRevision>(controllerRevisions, {
  hasStatus: false,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: (revision) => (typeof revision.revision === 'number' ? revision : { ...revision, revision: 0 }),
  validate,
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata),
    // Raw JSON: unlike in typed fields, something empty is not the same as nothing.
    ...(deepEqual(next.data, previous.data) ? [] : [invalid('data', next.data, IMMUTABLE_MESSAGE)]),
  ],
  indexes: [],
  columns: [NAME_COLUMN, column('Controller'), column('Revision'), AGE_COLUMN],
  tableRow,
  example: {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: { name: 'db-6b8d5fcd9', namespace: 'default' },
    revision: 1,
    data: { spec: { template: { $patch: 'replace', spec: { containers: [{ name: 'db', image: 'postgres:17' }] } } } },
  },
});

/** Source: pkg/apis/apps/validation ValidateControllerRevision. */
function validate({ metadata, data, revision }: ControllerRevision): FieldError[] {
  return [
    ...validateMetadata(metadata, true, nameIsDnsSubdomain),
    ...(data === undefined || data === null ? [required('data', 'data is mandatory')] : []),
    ...checkNonNegative(revision, 'revision'),
  ];
}

/** Source: pkg/printers/internalversion/printers.go printControllerRevision. */
function tableRow({ metadata, revision }: ControllerRevision, nowMs: number): TableRow {
  const owner = controllerOf(metadata);
  const { group } = splitApiVersion(owner?.apiVersion ?? '');
  const controller =
    owner === undefined ? NONE : `${owner.kind}${group === '' ? '' : `.${group}`}`.toLowerCase() + `/${owner.name}`;
  return { cells: [metadata.name ?? '', controller, revision, ageSince(metadata.creationTimestamp, nowMs)] };
}
