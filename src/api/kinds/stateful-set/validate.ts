import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  forbiddenField,
  indexPath,
  invalid,
  invalidEach,
  notSupported,
  required,
} from '../../machinery/field-error.ts';
import { checkDns1123Label } from '../../machinery/names.ts';
import type { PersistentVolumeClaim } from '../persistent-volume-claim/persistent-volume-claim.ts';
import { validateClaimSpec } from '../persistent-volume-claim/validate-spec.ts';
import type { PodTemplateSpec } from '../pod/pod-spec.ts';
import { validateTemplate } from '../pod/validate-template.ts';
import { checkNonNegative, rawJson, sameJson } from '../shared/field-checks.ts';
import { nameIsDnsLabel } from '../shared/name-rules.ts';
import { checkTemplateLabels } from '../shared/template-labels.ts';
import { isEmptySelector, validateLabelSelector } from '../shared/validate-labels.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { StatefulSet, StatefulSetSpec, StatefulSetStatus, StatefulSetUpdateStrategy } from './stateful-set.ts';

const RETENTION: readonly string[] = ['Retain', 'Delete'];
const FORBIDDEN_UPDATE =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

/** A defaulted StatefulSet, in upstream's order. Source: pkg/apis/apps/validation ValidateStatefulSetSpec. */
export function validateStatefulSet({ metadata, spec }: StatefulSet): FieldError[] {
  const { persistentVolumeClaimRetentionPolicy: retention = {}, serviceName = '' } = spec;
  const field = 'spec.persistentVolumeClaimRetentionPolicy';
  return [
    ...validateMetadata(metadata, true, nameIsDnsLabel),
    ...checkPolicy(spec.podManagementPolicy ?? ''),
    ...validateStrategy(spec.updateStrategy ?? {}, 'spec.updateStrategy'),
    ...checkRetention(retention.whenDeleted ?? '', childPath(field, 'whenDeleted')),
    ...checkRetention(retention.whenScaled ?? '', childPath(field, 'whenScaled')),
    ...checkNonNegative(spec.replicas, 'spec.replicas'),
    ...checkNonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...checkNonNegative(spec.ordinals?.start, 'spec.ordinals.start'),
    ...checkSelector(spec),
    ...checkTemplate(spec),
    ...(spec.volumeClaimTemplates ?? []).flatMap(checkClaimTemplate),
    ...(serviceName === '' ? [] : invalidEach('spec.serviceName', serviceName, checkDns1123Label(serviceName))),
  ];
}

/** Source: ValidateStatefulSetUpdate. */
export function validateStatefulSetUpdate(next: StatefulSet, previous: StatefulSet): FieldError[] {
  const errors = validateMetadataUpdate(next.metadata, previous.metadata);
  if (!sameJson(fixedPart(next.spec), fixedPart(previous.spec))) errors.push(forbiddenField('spec', FORBIDDEN_UPDATE));
  return errors;
}

/** Source: ValidateStatefulSetStatusUpdate. */
export function validateStatefulSetStatusUpdate(next: StatefulSet, previous: StatefulSet): FieldError[] {
  const { status = { replicas: 0, availableReplicas: 0 } } = next;
  const numbers: readonly (keyof StatefulSetStatus)[] = [
    'replicas',
    'readyReplicas',
    'currentReplicas',
    'updatedReplicas',
    'availableReplicas',
    'observedGeneration',
    'collisionCount',
  ];
  const errors = numbers.flatMap((name) => checkNonNegative(Number(status[name] ?? 0), `status.${name}`));
  for (const name of ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'] as const)
    if ((status[name] ?? 0) > status.replicas)
      errors.push(invalid(`status.${name}`, status[name], 'cannot be greater than status.replicas'));
  if (status.availableReplicas > (status.readyReplicas ?? 0)) {
    const detail = 'cannot be greater than status.readyReplicas';
    errors.push(invalid('status.availableReplicas', status.availableReplicas, detail));
  }
  const count = status.collisionCount ?? 0;
  if (count < (previous.status?.collisionCount ?? 0))
    errors.push(invalid('status.collisionCount', count, 'cannot be decremented'));
  return errors;
}

/** What stays for life. */
function fixedPart(spec: StatefulSetSpec): unknown {
  const {
    replicas: _replicas,
    ordinals: _ordinals,
    template: _template,
    updateStrategy: _strategy,
    revisionHistoryLimit: _limit,
    persistentVolumeClaimRetentionPolicy: _retention,
    minReadySeconds: _seconds,
    ...fixed
  } = spec;
  return fixed;
}

function checkPolicy(policy: string): FieldError[] {
  const field = 'spec.podManagementPolicy';
  if (policy === '') return [required(field)];
  return policy === 'OrderedReady' || policy === 'Parallel'
    ? []
    : [invalid(field, policy, "must be 'OrderedReady' or 'Parallel'")];
}

function checkRetention(policy: string, field: string): FieldError[] {
  return RETENTION.includes(policy) ? [] : [notSupported(field, policy, RETENTION)];
}

/** Struct values are shown as the internal types, hence the capital letters. */
function validateStrategy({ type = '', rollingUpdate }: StatefulSetUpdateStrategy, field: string): FieldError[] {
  const rolling =
    rollingUpdate === undefined ? null : { Partition: rollingUpdate.partition ?? 0, MaxUnavailable: null };
  const path = childPath(field, 'rollingUpdate');
  switch (type) {
    case '':
      return [required(field)];
    case 'OnDelete':
      return rolling === null
        ? []
        : [invalid(path, rawJson(rolling), "only allowed for updateStrategy 'RollingUpdate'")];
    case 'RollingUpdate':
      return checkNonNegative(rollingUpdate?.partition, childPath(path, 'partition'));
    default:
      return [invalid(field, rawJson({ Type: type, RollingUpdate: rolling }), "must be 'RollingUpdate' or 'OnDelete'")];
  }
}

function checkSelector({ selector }: Partial<StatefulSetSpec>): FieldError[] {
  if (selector === undefined) return [required('spec.selector')];
  const errors = validateLabelSelector(selector, 'spec.selector');
  if (isEmptySelector(selector))
    errors.push(invalid('spec.selector', selector, 'empty selector is invalid for statefulset'));
  return errors;
}

/** The template may mount what its claim templates will give to each Pod. */
function checkTemplate({ selector, template, volumeClaimTemplates = [] }: StatefulSetSpec): FieldError[] {
  const { restartPolicy = '', activeDeadlineSeconds } = template.spec;
  const errors = [
    ...checkTemplateLabels(template.metadata?.labels, selector, 'spec.template'),
    ...validateTemplate(withClaimVolumes(template, volumeClaimTemplates), 'spec.template'),
  ];
  if (restartPolicy !== 'Always')
    errors.push(notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']));
  if (activeDeadlineSeconds !== undefined) {
    const field = 'spec.template.spec.activeDeadlineSeconds';
    errors.push(forbiddenField(field, 'activeDeadlineSeconds in StatefulSet is not Supported'));
  }
  return errors;
}

function withClaimVolumes(template: PodTemplateSpec, claims: readonly PersistentVolumeClaim[]): PodTemplateSpec {
  if (claims.length === 0) return template;
  const names = new Set(claims.map(({ metadata }) => metadata?.name ?? ''));
  const own = (template.spec.volumes ?? []).filter(({ name }) => !names.has(name));
  const added = [...names].map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return { ...template, spec: { ...template.spec, volumes: [...own, ...added] } };
}

function checkClaimTemplate({ spec }: PersistentVolumeClaim, i: number): FieldError[] {
  return validateClaimSpec(spec, childPath(indexPath('spec.volumeClaimTemplates', i), 'spec'));
}
