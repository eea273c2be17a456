import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, invalid, notSupported, required } from '../../machinery/field-error.ts';
import type { Unchecked } from '../shared/unchecked.ts';
import type { JobSpec } from './job.ts';

const MODES: readonly string[] = ['NonIndexed', 'Indexed'];
const INDEXED_MAX = 100_000;
const HIGH_COMPLETIONS = 100_000;
const HIGH_COMPLETIONS_MAX = 10_000;

/** What only an Indexed Job may say, and how much. Source: pkg/apis/batch/validation validateJobSpec. */
export function validateCompletionMode(spec: Unchecked<JobSpec>, field: string): FieldError[] {
  const { completionMode } = spec;
  const errors: FieldError[] = [];
  if (completionMode !== undefined && !MODES.includes(completionMode))
    errors.push(notSupported(childPath(field, 'completionMode'), completionMode, MODES));
  if (completionMode === 'Indexed') errors.push(...validateIndexed(spec, field));
  if (completionMode === undefined || completionMode === 'NonIndexed') {
    for (const name of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
      const value = spec[name];
      if (value !== undefined) errors.push(invalid(childPath(field, name), value, 'requires indexed completion mode'));
    }
  }
  return errors;
}

function validateIndexed(spec: Unchecked<JobSpec>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const { completions, parallelism = 0, maxFailedIndexes } = spec;
  const tell = (name: string, value: number, detail: string): void => {
    errors.push(invalid(childPath(field, name), value, detail));
  };
  if (completions === undefined)
    errors.push(required(childPath(field, 'completions'), 'when completion mode is Indexed'));
  if (parallelism > INDEXED_MAX)
    tell('parallelism', parallelism, `must be less than or equal to ${INDEXED_MAX} when completion mode is Indexed`);
  if (maxFailedIndexes !== undefined) {
    if (completions !== undefined && maxFailedIndexes > completions)
      tell('maxFailedIndexes', maxFailedIndexes, 'must be less than or equal to completions');
    if (maxFailedIndexes > INDEXED_MAX)
      tell('maxFailedIndexes', maxFailedIndexes, `must be less than or equal to ${INDEXED_MAX}`);
  }
  if ((completions ?? 0) <= HIGH_COMPLETIONS || spec.backoffLimitPerIndex === undefined) return errors;
  const detail = `must be less than or equal to ${HIGH_COMPLETIONS_MAX} when completions are above ${HIGH_COMPLETIONS} and used with backoff limit per index`;
  if (maxFailedIndexes === undefined) {
    const missing = childPath(field, 'maxFailedIndexes');
    errors.push(required(missing, `must be specified when completions is above ${HIGH_COMPLETIONS}`));
  }
  if (parallelism > HIGH_COMPLETIONS_MAX) tell('parallelism', parallelism, detail);
  if ((maxFailedIndexes ?? 0) > HIGH_COMPLETIONS_MAX) tell('maxFailedIndexes', maxFailedIndexes ?? 0, detail);
  return errors;
}
