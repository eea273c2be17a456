import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, forbiddenField, indexPath, invalid, invalidEach, required } from '../../machinery/field-error.ts';
import { goQuote } from '../../machinery/go-format.ts';
import { checkQualifiedName } from '../../machinery/names.ts';
import type { ObjectMeta, OwnerReference } from '../../machinery/object.ts';
import { splitApiVersion } from '../../machinery/object.ts';
import { checkImmutable, checkNonNegative } from './field-checks.ts';
import type { NameRule } from './name-rules.ts';
import { nameIsDnsLabel } from './name-rules.ts';
import { validateAnnotations, validateLabels } from './validate-labels.ts';

const PATH = 'metadata';
const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';
const STANDARD_FINALIZERS: ReadonlySet<string> = new Set(['kubernetes', ORPHAN, FOREGROUND]);

/**
 * The checks that all kinds share, in upstream's order. The name has been generated before.
 * Source: apimachinery pkg/api/validation/objectmeta.go ValidateObjectMeta, pkg/apis/core/validation ValidateObjectMeta.
 */
export function validateMetadata(meta: ObjectMeta, namespaced: boolean, nameErrors: NameRule): FieldError[] {
  const errors: FieldError[] = [];
  const { generateName = '', name = '' } = meta;
  if (generateName !== '')
    errors.push(...invalidEach('metadata.generateName', generateName, nameErrors(generateName, true)));
  if (name === '') errors.push(required('metadata.name', 'name or generateName is required'));
  else errors.push(...invalidEach('metadata.name', name, nameErrors(name, false)));
  errors.push(
    ...validateNamespace(meta.namespace ?? '', namespaced),
    ...checkNonNegative(meta.generation, 'metadata.generation'),
  );
  if (meta.labels !== undefined) errors.push(...validateLabels(meta.labels, 'metadata.labels'));
  if (meta.annotations !== undefined) errors.push(...validateAnnotations(meta.annotations, 'metadata.annotations'));
  if (meta.ownerReferences !== undefined) errors.push(...validateOwners(meta.ownerReferences));
  if (meta.finalizers !== undefined) errors.push(...validateFinalizers(meta.finalizers));
  return errors;
}

/** What an update may not do to metadata. The server's own fields are restored before, so they are not compared here. */
export function validateMetadataUpdate(next: ObjectMeta, previous: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];
  if (previous.deletionTimestamp !== undefined) {
    const extra = (next.finalizers ?? [])
      .filter((finalizer) => previous.finalizers?.includes(finalizer) !== true)
      .sort();
    if (extra.length > 0) {
      const list = `[]string{${extra.map(goQuote).join(', ')}}`;
      errors.push(
        forbiddenField(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`,
        ),
      );
    }
  }
  errors.push(
    ...checkImmutable(next.name, previous.name, 'metadata.name'),
    ...checkImmutable(next.namespace, previous.namespace, 'metadata.namespace'),
  );
  return errors;
}

/** A finalizer must be qualified, or one of Kubernetes' own. Source: pkg/apis/core/validation validateKubeFinalizerName. */
export function validateFinalizerName(finalizer: string, field: string): FieldError[] {
  if (finalizer.includes('/') || STANDARD_FINALIZERS.has(finalizer)) return [];
  return [invalid(field, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')];
}

function validateNamespace(namespace: string, namespaced: boolean): FieldError[] {
  const field = childPath(PATH, 'namespace');
  if (!namespaced) return namespace === '' ? [] : [forbiddenField(field, 'not allowed on this type')];
  return namespace === '' ? [required(field)] : invalidEach(field, namespace, nameIsDnsLabel(namespace, false));
}

function validateOwners(owners: readonly OwnerReference[]): FieldError[] {
  const field = childPath(PATH, 'ownerReferences');
  const errors: FieldError[] = [];
  let controller = '';
  for (const owner of owners) {
    errors.push(...validateOwner(owner, field));
    if (owner.controller !== true) continue;
    const current = `${owner.kind}/${owner.name}`;
    if (controller === '') controller = current;
    else {
      const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${current}`;
      errors.push(invalid(field, owners, detail));
    }
  }
  return errors;
}

function validateOwner(owner: OwnerReference, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const { group, version } = splitApiVersion(owner.apiVersion);
  if (version === '')
    errors.push(invalid(childPath(field, 'apiVersion'), owner.apiVersion, 'version must not be empty'));
  for (const part of ['kind', 'name', 'uid'] as const) {
    if (owner[part] === '') errors.push(invalid(childPath(field, part), '', 'must not be empty'));
  }
  if (group === '' && version === 'v1' && owner.kind === 'Event') {
    errors.push(invalid(field, owner, '/v1, Kind=Event is disallowed from being an owner'));
  }
  return errors;
}

function validateFinalizers(finalizers: readonly string[]): FieldError[] {
  const field = childPath(PATH, 'finalizers');
  const errors = finalizers.flatMap((finalizer) => invalidEach(field, finalizer, checkQualifiedName(finalizer)));
  if (finalizers.includes(ORPHAN) && finalizers.includes(FOREGROUND)) {
    errors.push(invalid(field, finalizers, `finalizer ${ORPHAN} and ${FOREGROUND} cannot be both set`));
  }
  finalizers.forEach((finalizer, i) => errors.push(...validateFinalizerName(finalizer, indexPath(field, i))));
  return errors;
}
