import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import { cx } from '../lib/cx.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { IconButton } from '../parts/button.tsx';
import { dismiss } from '../state/notices.ts';
import type { Notice, Tone } from '../state/notices.ts';
import { useApp } from '../state/store.ts';

const ICONS = { success: CircleCheck, info: Info, warning: TriangleAlert, error: CircleAlert } as const;
const COLOURS: Readonly<Record<Tone, string>> = {
  success: 'text-success',
  info: 'text-ink-muted',
  warning: 'text-warning',
  error: 'text-danger',
};

/** What the API answered, latest below. Spoken by the live region, so silent here. */
export function Notices() {
  const notices = useApp((state) => state.notices);
  return (
    <ul
      aria-label="Answers"
      className="pointer-events-none absolute bottom-3 left-3 z-20 flex w-[min(380px,calc(100%-24px))] flex-col gap-2 max-sm:top-2 max-sm:bottom-auto max-sm:left-2 max-sm:w-[calc(100%-16px)]"
    >
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </ul>
  );
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const Icon = ICONS[notice.tone];
  return (
    <li className="pointer-events-auto animate-rise rounded-lg border border-line bg-surface-overlay p-3 shadow-lift max-sm:py-1">
      <div className="flex items-start gap-2 max-sm:items-center">
        <Icon size={16} aria-hidden="true" className={cx('mt-0.5 shrink-0 max-sm:mt-0', COLOURS[notice.tone])} />
        <p className="max-h-40 min-w-0 flex-1 overflow-y-auto text-sm break-words whitespace-pre-wrap text-ink">
          {notice.text}
        </p>
        <IconButton label="Dismiss" size="sm" className="-mt-1 -mr-1 max-sm:-mt-0" onClick={() => dismiss(notice.id)}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      </div>
      {notice.command !== undefined && <CommandLine command={notice.command} className="mt-2 max-sm:hidden" />}
    </li>
  );
}
