import { useId } from 'react';
import type { InputHTMLAttributes } from 'react';
import { cx } from '../lib/cx.ts';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string;
  /** What the API said about this field. */
  readonly error?: string | undefined;
}

export const INPUT =
  'h-9 w-full rounded-md border bg-surface-raised px-3 text-base text-ink placeholder:text-ink-faint max-sm:h-11';

/** A labelled input with the API's own words under it when it refused what stands there. */
export function Field({ label, hint, error, className, ...rest }: FieldProps) {
  const id = useId();
  const about = error ?? hint;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium text-ink">
        {label}
      </label>
      <input
        id={id}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        aria-invalid={error !== undefined}
        {...(about === undefined ? {} : { 'aria-describedby': `${id}-about` })}
        {...rest}
        className={cx(INPUT, error === undefined ? 'border-line-strong' : 'border-danger')}
      />
      {about !== undefined && (
        <p
          id={`${id}-about`}
          className={cx('mt-1 text-xs break-words', error === undefined ? 'text-ink-faint' : 'text-danger')}
        >
          {about}
        </p>
      )}
    </div>
  );
}
