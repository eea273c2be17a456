import type { Refusal } from '../../apply/answer.ts';

/** What the API said, sorted by the field of the form that it is about; `form` is for everything else. */
export type FieldErrors<F extends string> = Partial<Record<F | 'form', string>>;

/** Which field of the form a field path of the API belongs to; the first that fits. */
export type FieldPaths<F extends string> = readonly (readonly [pattern: RegExp, field: F])[];

/** Sorts a refusal's causes to the form's fields. */
export function errorsByField<F extends string>(refusal: Refusal, text: string, paths: FieldPaths<F>): FieldErrors<F> {
  const errors: Partial<Record<string, string>> = {};
  const rest: string[] = [];
  // A name that is taken has no cause of its own.
  const causes =
    refusal.reason === 'AlreadyExists' ? [{ field: 'metadata.name', message: refusal.message }] : refusal.causes;
  for (const cause of causes) {
    const field = paths.find(([pattern]) => pattern.test(cause.field))?.[1];
    if (field === undefined) rest.push(cause.field === '' ? cause.message : `${cause.field}: ${cause.message}`);
    else errors[field] ??= cause.message;
  }
  if (causes.length === 0) return formError(text);
  return { ...errors, ...(rest.length === 0 ? {} : { form: rest.join('\n') }) } as FieldErrors<F>;
}

/** A problem that belongs to no field. */
export function formError<F extends string>(text: string): FieldErrors<F> {
  return { form: text } as FieldErrors<F>;
}

/** A whole number that stands in an input; undefined for an empty one, NaN for anything else. */
export function numberIn(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return /^-?\d+$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}
