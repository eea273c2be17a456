import { isFailure } from '../../machinery/failure.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { invalid, notSupported, required } from '../../machinery/field-error.ts';
import { validateJobSpec } from '../job/validate.ts';
import { checkNonNegative, checkOneOf } from '../shared/field-checks.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { CronJob, CronJobSpec } from './cron-job.ts';
import { parseSchedule } from './schedule.ts';
import { zoneOffsetMs } from './time-zone.ts';

const POLICIES: readonly string[] = ['Allow', 'Forbid', 'Replace'];
/** A Job's name is `-` and ten digits longer, and must fit a label. */
const MAX_NAME = 52;
const ZONE_PART = /^[A-Za-z.\-_0-9+]{1,14}$/;

/** A defaulted CronJob, in upstream's order. Source: pkg/apis/batch/validation ValidateCronJobCreate. */
export function validateCronJob({ metadata, spec }: CronJob): FieldError[] {
  const errors = [...validateMetadata(metadata, true, nameIsDnsSubdomain), ...validateSpec(spec)];
  const { name = '' } = metadata;
  if (name.length > MAX_NAME)
    errors.push(invalid('metadata.name', name, `must be no more than ${MAX_NAME} characters`));
  return errors;
}

/** Source: ValidateCronJobUpdate; the spec is validated as on create. */
export function validateCronJobUpdate(next: CronJob, previous: CronJob): FieldError[] {
  return validateMetadataUpdate(next.metadata, previous.metadata);
}

function validateSpec(spec: CronJobSpec): FieldError[] {
  const field = 'spec.jobTemplate.spec';
  const { jobTemplate, successfulJobsHistoryLimit, failedJobsHistoryLimit } = spec;
  const errors = [
    ...validateSchedule(spec.schedule ?? ''),
    ...checkNonNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds'),
    ...validateTimeZone(spec.timeZone),
    ...checkOneOf(spec.concurrencyPolicy, POLICIES, 'spec.concurrencyPolicy'),
    ...validateJobSpec(jobTemplate.spec, field),
  ];
  const { selector, manualSelector } = jobTemplate.spec;
  if (selector !== undefined) errors.push(invalid(`${field}.selector`, selector, '`selector` will be auto-generated'));
  if (manualSelector === true) errors.push(notSupported(`${field}.manualSelector`, manualSelector, ['nil', 'false']));
  errors.push(
    ...checkNonNegative(successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit'),
    ...checkNonNegative(failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit'),
  );
  return errors;
}

function validateSchedule(schedule: string): FieldError[] {
  const field = 'spec.schedule';
  if (schedule === '') return [required(field)];
  const parsed = parseSchedule(schedule);
  const errors = isFailure(parsed) ? [invalid(field, schedule, parsed.error)] : [];
  if (schedule.includes('TZ'))
    errors.push(invalid(field, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'));
  return errors;
}

function validateTimeZone(timeZone: string | undefined): FieldError[] {
  const field = 'spec.timeZone';
  if (timeZone === undefined) return [];
  if (timeZone === '') return [invalid(field, timeZone, 'timeZone must be nil or non-empty string')];
  const unknown = invalid(field, timeZone, `unknown time zone ${timeZone}`);
  const isName = (part: string): boolean =>
    part !== '.' && part !== '..' && !part.startsWith('-') && ZONE_PART.test(part);
  if (!timeZone.split('/').every(isName)) return [unknown];
  if (timeZone.toLowerCase() === 'local') {
    const text = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
    return [invalid(field, timeZone, text)];
  }
  return zoneOffsetMs(timeZone) === undefined ? [unknown] : [];
}
