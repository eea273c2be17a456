import type { KindDef } from '../../kind-def.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { indexPath, invalidEach } from '../../machinery/field-error.ts';
import { checkQualifiedName } from '../../machinery/names.ts';
import type { NamespaceRow } from '../../row.ts';
import { ALL_VERBS, defineKind } from '../shared/define-kind.ts';
import { ageSince } from '../shared/human-duration.ts';
import { nameIsDnsLabel } from '../shared/name-rules.ts';
import { rowBase } from '../shared/row-base.ts';
import { setField } from '../shared/share.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../shared/table.ts';
import { validateFinalizerName, validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { Namespace } from './namespace.ts';
import { namespaces } from './namespace.ts';

export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';
const FINALIZER = 'kubernetes';

/** Everything that the API needs to know of Namespaces. Source: pkg/registry/core/namespace/strategy.go. */
export const namespaceDef: KindDef = defineKind<Namespace>(namespaces, {
  shortNames: ['ns'],
  verbs: ALL_VERBS.filter((verb) => verb !== 'deletecollection'),
  hasStatus: true,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsLabel,
  defaults: withNameLabel,
  prepareForCreate: prepare,
  prepareForUpdate: keepFinalizers,
  deleting: (namespace) => ({ ...namespace, status: { ...namespace.status, phase: 'Terminating' } }),
  held: ({ spec }) => (spec?.finalizers ?? []).length > 0,
  validate,
  validateUpdate: (next, previous) => validateMetadataUpdate(next.metadata, previous.metadata),
  indexes: [],
  fieldNames: ['status.phase'],
  fields: ({ status }) => ({ 'status.phase': status?.phase ?? '' }),
  columns: [NAME_COLUMN, column('Status'), AGE_COLUMN],
  tableRow: ({ metadata, status }, nowMs) => ({
    cells: [metadata.name ?? '', status?.phase ?? '', ageSince(metadata.creationTimestamp, nowMs)],
  }),
  project: (namespace): NamespaceRow => ({
    type: 'namespace',
    ...rowBase(namespaces, namespace),
    phase: namespace.status?.phase ?? '',
  }),
  example: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a' } },
});

function withNameLabel(namespace: Namespace): Namespace {
  const { name = '', labels } = namespace.metadata;
  if (name === '' || labels?.[NAMESPACE_NAME_LABEL] === name) return namespace;
  return { ...namespace, metadata: { ...namespace.metadata, labels: { ...labels, [NAMESPACE_NAME_LABEL]: name } } };
}

function prepare(namespace: Namespace): Namespace {
  const given = namespace.spec?.finalizers ?? [];
  const finalizers = given.includes(FINALIZER) ? given : [...given, FINALIZER];
  return { ...namespace, spec: { ...namespace.spec, finalizers }, status: { phase: 'Active' } };
}

/** spec.finalizers go only once the Namespace is being deleted; upstream has the subresource `finalize` for it. */
function keepFinalizers(next: Namespace, previous: Namespace): Namespace {
  if (previous.metadata.deletionTimestamp !== undefined || previous.spec === undefined) return next;
  return setField(next, 'spec', previous.spec);
}

function validate({ metadata, spec }: Namespace): FieldError[] {
  const own = (spec?.finalizers ?? []).flatMap((finalizer, i) => {
    const field = indexPath('spec.finalizers', i);
    return [
      ...invalidEach(field, finalizer, checkQualifiedName(finalizer)),
      ...validateFinalizerName(finalizer, field),
    ];
  });
  return [...validateMetadata(metadata, false, nameIsDnsLabel), ...own];
}
