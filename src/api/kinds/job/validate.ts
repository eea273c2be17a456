import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, invalid, keyPath, notSupported, required, tooLong } from '../../machinery/field-error.ts';
import { isFailure } from '../../machinery/failure.ts';
import { byteLength, sortKeys } from '../../machinery/go-format.ts';
import { compileLabelSelector } from '../../machinery/label-selector.ts';
import { matchesSelector } from '../../machinery/labels.ts';
import { checkDns1123Label } from '../../machinery/names.ts';
import { validateTemplate } from '../pod/validate-template.ts';
import { checkNonNegative } from '../shared/field-checks.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import type { Unchecked } from '../shared/unchecked.ts';
import { validateLabelSelector } from '../shared/validate-labels.ts';
import { validateMetadata } from '../shared/validate-metadata.ts';
import type { Job, JobSpec } from './job.ts';
import { CONTROLLER_UID_LABEL, JOB_NAME_LABEL, LEGACY_CONTROLLER_UID_LABEL, LEGACY_JOB_NAME_LABEL } from './labels.ts';
import { validateCompletionMode } from './validate-completion-mode.ts';
import { validatePodFailurePolicy, validateSuccessPolicy } from './validate-policies.ts';

const RESTART_POLICIES: readonly string[] = ['OnFailure', 'Never'];
const REPLACEMENT_POLICIES: readonly string[] = ['Failed', 'TerminatingOrFailed'];
const MAX_MANAGED_BY_BYTES = 63;
const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
] as const;

/** A defaulted Job, in upstream's order. Source: pkg/apis/batch/validation ValidateJob. */
export function validateJob({ metadata, spec }: Job): FieldError[] {
  const errors = [
    ...validateMetadata(metadata, true, nameIsDnsSubdomain),
    ...validateGeneratedSelector(metadata, spec),
    ...validateOwnJobSpec(spec),
  ];
  const { completions = 0 } = spec;
  if (spec.completionMode === 'Indexed' && completions > 0) {
    const hostname = `${metadata.name ?? ''}-${completions - 1}`;
    if (checkDns1123Label(hostname).length > 0) {
      const detail = `will not able to create pod with invalid DNS label: ${hostname}`;
      errors.push(invalid('metadata.name', metadata.name ?? '', detail));
    }
  }
  return errors;
}

/** The spec of a Job itself. Source: ValidateJobSpec. */
function validateOwnJobSpec(spec: JobSpec): FieldError[] {
  const errors = validateJobSpec(spec, 'spec');
  if (spec.selector === undefined) errors.push(required('spec.selector'));
  else errors.push(...validateLabelSelector(spec.selector, 'spec.selector'));
  const selector = compileLabelSelector(spec.selector);
  const labels = spec.template.metadata?.labels;
  if (!isFailure(selector) && !matchesSelector(selector, labels)) {
    const value = labels === undefined ? null : sortKeys(labels);
    errors.push(invalid('spec.template.metadata.labels', value, '`selector` does not match template `labels`'));
  }
  return errors;
}

/** What Jobs and the templates of CronJobs have in common. Source: validateJobSpec. */
export function validateJobSpec(spec: Unchecked<JobSpec>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const name of COUNTS) errors.push(...checkNonNegative(spec[name], childPath(field, name)));
  if (spec.maxFailedIndexes !== undefined) {
    errors.push(...checkNonNegative(spec.maxFailedIndexes, childPath(field, 'maxFailedIndexes')));
    if (spec.backoffLimitPerIndex === undefined)
      errors.push(required(childPath(field, 'backoffLimitPerIndex'), 'when maxFailedIndexes is specified'));
  }
  errors.push(...validateManagedBy(spec.managedBy, childPath(field, 'managedBy')));
  errors.push(...validateCompletionMode(spec, field));
  if (spec.podFailurePolicy !== undefined)
    errors.push(...validatePodFailurePolicy(spec, childPath(field, 'podFailurePolicy')));
  if (spec.successPolicy !== undefined) errors.push(...validateSuccessPolicy(spec, childPath(field, 'successPolicy')));
  errors.push(...validateReplacement(spec, childPath(field, 'podReplacementPolicy')));
  errors.push(...validateTemplate(spec.template ?? {}, childPath(field, 'template')));
  errors.push(...validateRestartPolicy(spec, childPath(field, 'template.spec.restartPolicy')));
  return errors;
}

function validateRestartPolicy(spec: Unchecked<JobSpec>, field: string): FieldError[] {
  const policy = spec.template?.spec?.restartPolicy ?? '';
  if (policy === '' || policy === 'Always') return [required(field, 'valid values: "OnFailure", "Never"')];
  if (!RESTART_POLICIES.includes(policy)) return [notSupported(field, policy, RESTART_POLICIES)];
  return spec.podFailurePolicy !== undefined && policy !== 'Never'
    ? [invalid(field, policy, 'only "Never" is supported when podFailurePolicy is specified')]
    : [];
}

function validateReplacement(
  { podReplacementPolicy, podFailurePolicy }: Unchecked<JobSpec>,
  field: string,
): FieldError[] {
  if (podReplacementPolicy === undefined) return [];
  const allowed = podFailurePolicy === undefined ? REPLACEMENT_POLICIES : ['Failed'];
  return allowed.includes(podReplacementPolicy) ? [] : [notSupported(field, podReplacementPolicy, allowed)];
}

/** Source: apimachinery pkg/util/validation IsDomainPrefixedPath; only the shape `domain/path` is told here. */
function validateManagedBy(managedBy: string | undefined, field: string): FieldError[] {
  if (managedBy === undefined) return [];
  const errors: FieldError[] = [];
  if (managedBy === '') errors.push(required(field));
  else if (!/^[^/]+\/.+$/.test(managedBy))
    errors.push(invalid(field, managedBy, 'must be a domain-prefixed path (such as "acme.io/foo")'));
  if (byteLength(managedBy) > MAX_MANAGED_BY_BYTES) errors.push(tooLong(field, MAX_MANAGED_BY_BYTES));
  return errors;
}

/** What the server generated is there, unless the user made the selector. Source: validateGeneratedSelector. */
function validateGeneratedSelector(metadata: Job['metadata'], spec: JobSpec): FieldError[] {
  if (spec.manualSelector === true || spec.selector === undefined) return [];
  const { uid = '', name = '' } = metadata;
  const errors: FieldError[] = uid === '' ? [required('metadata.uid')] : [];
  const expected = {
    [LEGACY_CONTROLLER_UID_LABEL]: uid,
    [LEGACY_JOB_NAME_LABEL]: name,
    [CONTROLLER_UID_LABEL]: uid,
    [JOB_NAME_LABEL]: name,
  };
  const labels = spec.template.metadata?.labels ?? {};
  for (const [key, value] of Object.entries(expected)) {
    const field = keyPath('spec.template.metadata.labels', key);
    if (labels[key] === undefined) errors.push(required(field, `must be '${value}'`));
    else if (labels[key] !== value) errors.push(invalid(field, sortKeys(labels), `must be '${value}'`));
  }
  const selector = compileLabelSelector(spec.selector);
  if (!isFailure(selector) && !matchesSelector(selector, expected))
    errors.push(invalid('spec.selector', spec.selector, '`selector` not auto-generated'));
  return errors;
}
