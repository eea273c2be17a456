import { Minus, Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { WorkloadRow } from '../../api/row.ts';
import { scale } from '../../client/actions/change.ts';
import { IconButton } from '../parts/button.tsx';
import { CommandLine } from '../parts/command-line.tsx';
import { perform } from '../state/perform.ts';

/** How long a number that was asked for may differ from the cluster's before the cluster's is shown again. */
const TRUST_MS = 1_500;

/** Replicas: one more, one fewer, or a number. Every press is a request of its own, as on the command line. */
export function ScaleStepper({ row }: { readonly row: WorkloadRow }) {
  const [asked, setAsked] = useState<number | undefined>(undefined);
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const wanted = asked ?? row.desired;

  useEffect(() => () => clearTimeout(timer.current), []);

  const ask = (replicas: number): void => {
    setDraft(undefined);
    if (replicas === wanted) return;
    setAsked(replicas);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setAsked(undefined), TRUST_MS);
    void perform(scale(row.key, replicas)).then(({ done }) => done || setAsked(undefined));
  };
  const commitDraft = (): void => {
    const replicas = Number(draft);
    if (draft === undefined || draft.trim() === '' || !Number.isInteger(replicas)) setDraft(undefined);
    else ask(replicas);
  };

  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-2">
        <label htmlFor="replicas" className="text-sm text-ink-muted">
          Replicas
        </label>
        <div className="ml-auto flex items-center overflow-hidden rounded-md border border-line">
          <IconButton
            label="One replica fewer"
            disabled={wanted <= 0}
            onClick={() => ask(wanted - 1)}
            className="rounded-none"
          >
            <Minus size={15} aria-hidden="true" />
          </IconButton>
          <input
            id="replicas"
            inputMode="numeric"
            autoComplete="off"
            value={draft ?? String(wanted)}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={commitDraft}
            onKeyDown={(event) => {
              if (event.key === 'Enter') commitDraft();
              if (event.key === 'Escape') setDraft(undefined);
            }}
            className="h-8 w-16 border-x border-line bg-surface-raised text-center text-base font-semibold text-ink tabular-nums outline-offset-[-2px] max-sm:h-11"
          />
          <IconButton label="One replica more" onClick={() => ask(wanted + 1)} className="rounded-none">
            <Plus size={15} aria-hidden="true" />
          </IconButton>
        </div>
      </div>
      <CommandLine
        command={scale(row.key, draft !== undefined && /^\d+$/.test(draft) ? Number(draft) : wanted).command}
      />
    </div>
  );
}
