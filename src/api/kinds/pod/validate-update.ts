import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, forbiddenField, indexPath, invalid, required } from '../../machinery/field-error.ts';
import { rangeMessage } from '../../machinery/names.ts';
import type { StringMap } from '../../machinery/object.ts';
import { sameJson } from '../shared/field-checks.ts';
import { setField } from '../shared/share.ts';
import type { Unchecked } from '../shared/unchecked.ts';
import { validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { Toleration } from './affinity.ts';
import type { Container } from './container.ts';
import type { PodSpec } from './pod-spec.ts';
import type { Pod } from './pod.ts';

const MAX_INT32 = 2_147_483_647;
const UPDATABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

/**
 * What an update may not change in a Pod: nearly all of its spec. The text ends where upstream adds a Go diff.
 * Source: pkg/apis/core/validation ValidatePodUpdate.
 */
export function validatePodUpdate(next: Pod, previous: Pod): FieldError[] {
  const errors = validateMetadataUpdate(next.metadata, previous.metadata);
  const [spec, old] = [next.spec, previous.spec];
  if (spec === old) return errors;
  for (const name of ['containers', 'initContainers'] as const) {
    const wrong = checkContainers(spec[name] ?? [], old[name] ?? [], childPath('spec', name));
    errors.push(...wrong.errors);
    if (wrong.stop) return errors;
  }
  const deadline = checkDeadline(spec.activeDeadlineSeconds, old.activeDeadlineSeconds);
  errors.push(
    ...deadline,
    ...checkTolerations(spec.tolerations ?? [], old.tolerations ?? []),
    ...checkGates(spec, old),
  );
  if (sameJson(spec, old)) return errors;

  const gated = (old.schedulingGates ?? []).length > 0;
  if (gated) errors.push(...checkNodeSelector(spec.nodeSelector ?? {}, old.nodeSelector ?? {}));
  if (!sameJson(withoutUpdatable(spec, old, gated), old)) {
    errors.push(forbiddenField('spec', `pod updates may not change fields other than ${UPDATABLE}\n`));
  }
  return errors;
}

/** The new spec with the old values of everything that may change. */
function withoutUpdatable(spec: PodSpec, old: PodSpec, gated: boolean): PodSpec {
  let rest = withImagesOf(spec, old);
  rest = setField(rest, 'activeDeadlineSeconds', old.activeDeadlineSeconds);
  rest = setField(rest, 'tolerations', old.tolerations);
  rest = setField(rest, 'schedulingGates', old.schedulingGates);
  if ((old.terminationGracePeriodSeconds ?? 0) < 0 && rest.terminationGracePeriodSeconds === 1) {
    rest = setField(rest, 'terminationGracePeriodSeconds', old.terminationGracePeriodSeconds);
  }
  return gated
    ? setField(setField(rest, 'nodeSelector', old.nodeSelector), 'affinity', mayGateAffinity(rest, old))
    : rest;
}

/** While a Pod is gated, its node affinity may change; pod affinity may not. */
function mayGateAffinity(rest: PodSpec, old: PodSpec): PodSpec['affinity'] {
  const { nodeAffinity: _new, ...others } = rest.affinity ?? {};
  const { nodeAffinity: _old, ...oldOthers } = old.affinity ?? {};
  return sameJson(others, oldOthers) ? old.affinity : rest.affinity;
}

function withImagesOf(spec: PodSpec, old: PodSpec): PodSpec {
  const images = (
    containers: readonly Container[] | undefined,
    from: readonly Container[] | undefined,
  ): readonly Container[] | undefined =>
    containers?.map((container, i) => setField(container, 'image', from?.[i]?.image));
  return setField(
    setField(spec, 'containers', images(spec.containers, old.containers)),
    'initContainers',
    images(spec.initContainers, old.initContainers),
  );
}

function checkContainers(
  next: readonly Unchecked<Container>[],
  old: readonly Container[],
  field: string,
): { readonly errors: FieldError[]; readonly stop: boolean } {
  if (next.length !== old.length)
    return { errors: [forbiddenField(field, 'pod updates may not add or remove containers')], stop: true };
  const errors = next.flatMap(({ image = '' }, i) =>
    image.trim() === '' ? [required(childPath(indexPath(field, i), 'image'))] : [],
  );
  return { errors, stop: false };
}

function checkDeadline(next: number | undefined, old: number | undefined): FieldError[] {
  const field = 'spec.activeDeadlineSeconds';
  if (next === undefined)
    return old === undefined ? [] : [invalid(field, null, 'must not update from a positive integer to nil value')];
  if (next < 0 || next > MAX_INT32) return [invalid(field, next, rangeMessage(0, MAX_INT32))];
  return old !== undefined && old < next ? [invalid(field, next, 'must be less than or equal to previous value')] : [];
}

function checkTolerations(next: readonly Toleration[], old: readonly Toleration[]): FieldError[] {
  const kept = old.every((before) =>
    next.some((after) => sameJson(setField(after, 'tolerationSeconds', before.tolerationSeconds), before)),
  );
  return kept
    ? []
    : [forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')];
}

function checkGates(next: PodSpec, old: PodSpec): FieldError[] {
  const before = new Set((old.schedulingGates ?? []).map(({ name }) => name));
  return (next.schedulingGates ?? []).flatMap(({ name }, i) =>
    before.has(name)
      ? []
      : [
          forbiddenField(
            childPath(indexPath('spec.schedulingGates', i), 'name'),
            `only deletion is allowed, but found new scheduling gate '${name}'`,
          ),
        ],
  );
}

function checkNodeSelector(next: StringMap, old: StringMap): FieldError[] {
  for (const key of Object.keys(old)) {
    if (next[key] !== old[key])
      return [
        invalid(
          'spec.nodeSelector',
          next,
          'only additions to spec.nodeSelector are allowed (no mutations or deletions)',
        ),
      ];
  }
  return [];
}
