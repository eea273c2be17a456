import type { KindDef } from '../../kind-def.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { indexPath, invalid, notSupported, required } from '../../machinery/field-error.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { ResourceRef } from '../../resource-ref.ts';
import { resourceRef } from '../../resource-ref.ts';
import { rawJson, sameJson } from '../shared/field-checks.ts';
import { fill, mapField, mapShared } from '../shared/share.ts';
import { storedKind } from '../shared/stored-kind.ts';
import { column, wideColumn } from '../shared/table.ts';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

interface PolicyRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** rbac.authorization.k8s.io/v1 Role and ClusterRole. */
interface Role extends KubeObject {
  readonly rules?: readonly PolicyRule[];
}

interface Subject {
  readonly kind: string;
  readonly apiGroup?: string;
  readonly name: string;
  readonly namespace?: string;
}

/** rbac.authorization.k8s.io/v1 RoleBinding and ClusterRoleBinding. */
interface RoleBinding extends KubeObject {
  readonly subjects?: readonly Subject[];
  readonly roleRef: { readonly apiGroup?: string; readonly kind: string; readonly name: string };
}

/** Any text that can stand in a path. Source: apimachinery pkg/api/validation/path. */
function nameIsPathSegment(name: string): readonly string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((char) => name.includes(char)).map((char) => `may not contain '${char}'`);
}

/** Role or ClusterRole: stored, not enforced. Source: pkg/apis/rbac/validation ValidatePolicyRule. */
export function roleKind(plural: string, kind: string, namespaced: boolean): KindDef {
  const ref: ResourceRef<Role> = resourceRef<Role>(RBAC_GROUP, 'v1', plural, kind, namespaced);
  return storedKind<Role>(ref, {
    nameErrors: nameIsPathSegment,
    validate: ({ rules = [] }) => rules.flatMap((rule, i) => validateRule(rule, indexPath('rules', i), namespaced)),
    showsCreation: true,
    example: {
      apiVersion: `${RBAC_GROUP}/v1`,
      kind,
      metadata: { name: 'reader', ...(namespaced ? { namespace: 'default' } : {}) },
      rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }],
    },
  });
}

/** RoleBinding or ClusterRoleBinding: stored, not enforced. Source: pkg/apis/rbac/validation ValidateRoleBinding. */
export function bindingKind(plural: string, kind: string, namespaced: boolean): KindDef {
  const ref: ResourceRef<RoleBinding> = resourceRef<RoleBinding>(RBAC_GROUP, 'v1', plural, kind, namespaced);
  return storedKind<RoleBinding>(ref, {
    nameErrors: nameIsPathSegment,
    defaults: (binding) =>
      mapField(mapField(binding, 'roleRef', fillGroup), 'subjects', (all) => mapShared(all, fillSubject)),
    validate: (binding) => validateBinding(binding, namespaced),
    validateUpdate: (next, previous) =>
      sameJson(next.roleRef, previous.roleRef)
        ? []
        : [invalid('roleRef', rawJson(internalRef(next.roleRef)), 'cannot change roleRef')],
    columns: [column('Role'), wideColumn('Users'), wideColumn('Groups'), wideColumn('ServiceAccounts')],
    cells: ({ roleRef, subjects = [] }) => [
      `${roleRef?.kind ?? ''}/${roleRef?.name ?? ''}`,
      ...['User', 'Group', 'ServiceAccount'].map((wanted) => subjectNames(subjects, wanted)),
    ],
    example: {
      apiVersion: `${RBAC_GROUP}/v1`,
      kind,
      metadata: { name: 'readers', ...(namespaced ? { namespace: 'default' } : {}) },
      subjects: [{ kind: 'User', apiGroup: RBAC_GROUP, name: 'jane' }],
      roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: 'reader' },
    },
  });
}

function validateRule(rule: PolicyRule, field: string, namespaced: boolean): FieldError[] {
  const { verbs = [], apiGroups = [], resources = [], nonResourceURLs = [] } = rule;
  const errors = verbs.length === 0 ? [required(`${field}.verbs`, 'verbs must contain at least one value')] : [];
  if (nonResourceURLs.length > 0) {
    if (!namespaced) return errors;
    return [
      ...errors,
      invalid(`${field}.nonResourceURLs`, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'),
    ];
  }
  if (apiGroups.length === 0)
    errors.push(required(`${field}.apiGroups`, 'resource rules must supply at least one api group'));
  if (resources.length === 0)
    errors.push(required(`${field}.resources`, 'resource rules must supply at least one resource'));
  return errors;
}

function validateBinding({ roleRef, subjects = [] }: RoleBinding, namespaced: boolean): FieldError[] {
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const { apiGroup = '', kind = '', name = '' } = (roleRef ?? {}) as Partial<RoleBinding['roleRef']>;
  const errors: FieldError[] = [];
  if (apiGroup !== RBAC_GROUP) errors.push(notSupported('roleRef.apiGroup', apiGroup, [RBAC_GROUP]));
  if (!kinds.includes(kind)) errors.push(notSupported('roleRef.kind', kind, kinds));
  if (name === '') errors.push(required('roleRef.name'));
  subjects.forEach((subject, i) => {
    const field = indexPath('subjects', i);
    if ((subject.name ?? '') === '') errors.push(required(`${field}.name`));
    if (!SUBJECT_KINDS.includes(subject.kind))
      errors.push(notSupported(`${field}.kind`, subject.kind ?? '', SUBJECT_KINDS));
    else if (subject.kind === 'ServiceAccount' && (subject.namespace ?? '') === '')
      errors.push(required(`${field}.namespace`));
  });
  return errors;
}

const SUBJECT_KINDS = ['ServiceAccount', 'User', 'Group'];

/** As the server's own type prints it, which has no JSON names. */
function internalRef({ apiGroup, kind, name }: RoleBinding['roleRef']): object {
  return { APIGroup: apiGroup, Kind: kind, Name: name };
}

function fillGroup(roleRef: RoleBinding['roleRef']): RoleBinding['roleRef'] {
  return fill(roleRef, { apiGroup: RBAC_GROUP });
}

function fillSubject(subject: Subject): Subject {
  return subject.kind === 'User' || subject.kind === 'Group' ? fill(subject, { apiGroup: RBAC_GROUP }) : subject;
}

function subjectNames(subjects: readonly Subject[], kind: string): string {
  return subjects
    .filter((subject) => subject.kind === kind)
    .map(({ namespace, name }) => (kind === 'ServiceAccount' ? `${namespace ?? ''}/${name}` : name))
    .join(', ');
}
