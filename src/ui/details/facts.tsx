/** The building stones of the summaries: sections, facts, links, conditions. */
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Condition } from '../../api/kinds/shared/meta-types.ts';
import { cx } from '../lib/cx.ts';
import { select } from '../state/choose.ts';

/** A part of a summary. `aside` stands at the right of its title. */
export function Section({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="border-t border-line px-4 py-4">
      <div className="mb-2 flex items-baseline justify-between gap-2">
        <h3 className="text-xs font-semibold text-ink-muted">{title}</h3>
        {aside !== undefined && <span className="text-xs text-ink-faint">{aside}</span>}
      </div>
      {children}
    </section>
  );
}

/** Names and values, one a line. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="grid grid-cols-[minmax(96px,auto)_1fr] gap-x-4 gap-y-1.5 text-sm">{children}</dl>;
}

export function Fact({
  name,
  mono = false,
  children,
}: {
  readonly name: string;
  readonly mono?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className={cx('min-w-0 break-words text-ink', mono && 'font-mono text-xs leading-5 whitespace-pre-line')}>
        {children}
      </dd>
    </>
  );
}

interface ObjectLinkProps {
  readonly objectKey: ObjectKey;
  readonly children: ReactNode;
  readonly className?: string;
}

/** Goes to another object, here and on the stage. */
export function ObjectLink({ objectKey, children, className }: ObjectLinkProps) {
  return (
    <button
      type="button"
      onClick={() => select(objectKey)}
      className={cx(
        'rounded-sm text-left text-accent underline-offset-2 hover:underline max-sm:min-h-11 max-sm:min-w-11',
        className,
      )}
    >
      {children}
    </button>
  );
}

interface RelationProps {
  readonly objectKey: ObjectKey;
  readonly name: string;
  readonly sign?: ReactNode;
  readonly note?: ReactNode;
}

/** One line of a list of related objects; the whole line is the link. */
export function Relation({ objectKey, name, sign, note }: RelationProps) {
  return (
    <li>
      <button
        type="button"
        onClick={() => select(objectKey)}
        className="group -mx-2 flex w-[calc(100%+16px)] items-center gap-2 rounded-md px-2 py-1.5 text-left text-sm hover:bg-surface-hover max-sm:min-h-11"
      >
        {sign}
        <span className="min-w-0 flex-1 truncate text-ink">{name}</span>
        {note !== undefined && <span className="shrink-0 text-xs text-ink-muted">{note}</span>}
        <ChevronRight size={14} aria-hidden="true" className="shrink-0 text-ink-faint" />
      </button>
    </li>
  );
}

/** The conditions of a status, as the API has them. */
export function Conditions({ conditions }: { readonly conditions: readonly Condition[] | undefined }) {
  if (conditions === undefined || conditions.length === 0)
    return <p className="text-sm text-ink-faint">None reported.</p>;
  return (
    <ul className="flex flex-col gap-1.5">
      {conditions.map((condition) => (
        <li key={condition.type} className="flex gap-3 text-sm">
          <span
            className={cx(
              'w-14 shrink-0 font-mono text-xs leading-5',
              condition.status === 'Unknown' ? 'text-warning' : 'text-ink-muted',
            )}
          >
            {condition.status}
          </span>
          <span className="min-w-0">
            <span className="text-ink">{condition.type}</span>
            {condition.reason !== undefined && condition.reason !== '' && (
              <span className="text-ink-faint"> · {condition.reason}</span>
            )}
            {condition.message !== undefined && condition.message !== '' && (
              <span className="block text-xs break-words text-ink-muted">{condition.message}</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A share of a whole, with its numbers in words beside it. */
export function Meter({
  name,
  used,
  total,
  text,
}: {
  readonly name: string;
  readonly used: number;
  readonly total: number;
  readonly text: string;
}) {
  const share = total === 0 ? 0 : Math.min(1, used / total);
  return (
    <div className="text-sm">
      <div className="flex justify-between gap-2">
        <span className="text-ink-faint">{name}</span>
        <span className="text-ink tabular-nums">{text}</span>
      </div>
      <div className="mt-1 h-1.5 overflow-hidden rounded-full bg-surface-sunken">
        <div
          className={cx('h-full rounded-full', share > 0.9 ? 'bg-danger' : 'bg-accent')}
          style={{ width: `${share * 100}%` }}
        />
      </div>
    </div>
  );
}

/** While an answer is on its way, or when there is none. */
export function Waiting({ children }: { readonly children: ReactNode }) {
  return <output className="block px-4 py-6 text-sm text-ink-faint">{children}</output>;
}
