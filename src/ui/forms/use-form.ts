import { useState } from 'react';
import type { Action } from '../../client/actions/action.ts';
import { closeDialog } from '../state/choose.ts';
import { perform } from '../state/perform.ts';
import { errorsByField, formError } from './form-errors.ts';
import type { FieldErrors, FieldPaths } from './form-errors.ts';

interface Form<F extends string> {
  readonly errors: FieldErrors<F>;
  readonly busy: boolean;
  /** Forgets what was said about a field: it is being changed. */
  clear(field: F): void;
  /** Sends, and closes the form when the API agreed. */
  submit(action: Action): Promise<boolean>;
  /** Shows a problem that was found before anything was sent. */
  refuse(errors: FieldErrors<F>): void;
}

/** A form whose only judge is the API itself. */
export function useForm<F extends string>(paths: FieldPaths<F>): Form<F> {
  const [errors, setErrors] = useState<FieldErrors<F>>({});
  const [busy, setBusy] = useState(false);
  return {
    errors,
    busy,
    clear: (field) => setErrors((before) => ({ ...before, [field]: undefined, form: undefined })),
    refuse: setErrors,
    async submit(action) {
      setBusy(true);
      setErrors({});
      const outcome = await perform(action, { quietRefusal: true });
      setBusy(false);
      if (outcome.done) closeDialog();
      else
        setErrors(
          outcome.refusal === undefined ? formError(outcome.text) : errorsByField(outcome.refusal, outcome.text, paths),
        );
      return outcome.done;
    },
  };
}
