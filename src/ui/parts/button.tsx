import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { cx } from '../lib/cx.ts';

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook;
  readonly size?: 'sm' | 'md';
  readonly icon?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

const LOOKS: Readonly<Record<ButtonLook, string>> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-hover border-transparent',
  plain: 'bg-surface-raised text-ink border-line hover:bg-surface-hover hover:border-line-strong',
  quiet: 'bg-transparent text-ink-muted border-transparent hover:bg-surface-hover hover:text-ink',
  danger: 'bg-danger text-danger-ink border-transparent hover:opacity-90',
};

const SIZES = {
  sm: 'h-7 px-2 text-sm gap-1.5 max-sm:h-11 max-sm:px-3',
  md: 'h-8 px-3 text-sm gap-2 max-sm:h-11 max-sm:px-4',
};

const BASE =
  'inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap select-none ' +
  'transition-colors duration-100 disabled:pointer-events-none disabled:opacity-50';

/** A button with a text. */
export function Button({ look = 'plain', size = 'md', icon, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={cx(BASE, LOOKS[look], SIZES[size], className)}>
      {icon}
      {children}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does: its name for everybody who does not see the picture. */
  readonly label: string;
  readonly look?: ButtonLook;
  readonly size?: 'sm' | 'md';
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with only a picture; its label is also its tip. */
export function IconButton({ label, look = 'quiet', size = 'md', className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={cx(BASE, LOOKS[look], size === 'md' ? 'size-8 max-sm:size-11' : 'size-7 max-sm:size-11', className)}
    >
      {children}
    </button>
  );
}
