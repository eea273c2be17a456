import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ApplyReport, ApplyResult, Mark } from '../../apply/result.ts';
import { ask } from '../state/perform.ts';
import { tellOwn } from '../state/changes.ts';
import { setEditorOpen } from '../state/choose.ts';
import { notify } from '../state/notices.ts';
import { Applier } from './applier.ts';
import type { ApplyRun } from './applier.ts';
import { summaryOf } from './summary.ts';

export type ApplyState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'applying'; readonly done: number; readonly total: number }
  /** `stale`: the text was changed since. */
  | { readonly phase: 'done'; readonly report: ApplyReport; readonly stale: boolean };

interface Apply {
  readonly state: ApplyState;
  start(text: string): void;
  cancel(): void;
  /** The text is not any more what was applied. */
  markStale(): void;
  check(text: string): Promise<readonly Mark[]>;
}

/** How often the count moves while a long text is applied. */
const PROGRESS_MS = 100;

/** Applying from the editor: one at a time, told when it is done. `onReport` gets each report once. */
export function useApply(onReport: (report: ApplyReport) => void): Apply {
  const [state, setState] = useState<ApplyState>({ phase: 'idle' });
  const applier = useRef<Applier | undefined>(undefined);
  const run = useRef<ApplyRun | undefined>(undefined);
  const latest = useRef(onReport);
  useLayoutEffect(() => {
    latest.current = onReport;
  });

  useEffect(
    () => () => {
      // What was begun is finished or told: closing the editor in the middle is a cancel.
      run.current?.cancel();
      applier.current?.close();
      applier.current = undefined;
    },
    [],
  );
  const get = (): Applier => (applier.current ??= new Applier(sendOrThrow));

  const start = (text: string): void => {
    if (run.current !== undefined) return;
    let shownMs = 0;
    let done = 0;
    const onResult = (_result: ApplyResult, total: number): void => {
      done += 1;
      if (performance.now() - shownMs < PROGRESS_MS) return;
      shownMs = performance.now();
      setState({ phase: 'applying', done, total });
    };
    setState({ phase: 'applying', done: 0, total: 0 });
    run.current = get().apply(text, onResult);
    run.current.report
      .then((report) => {
        setState({ phase: 'done', report, stale: false });
        tell(report);
        latest.current(report);
      })
      .catch((error: unknown) => {
        setState({ phase: 'idle' });
        notify('error', error instanceof Error ? error.message : String(error));
      })
      .finally(() => {
        run.current = undefined;
      });
  };

  return {
    state,
    start,
    cancel: () => run.current?.cancel(),
    markStale: () =>
      setState((before) => (before.phase === 'done' && !before.stale ? { ...before, stale: true } : before)),
    check: (text) => get().check(text),
  };
}

/**
 * What was refused stands in the editor, at its line. On a phone the editor hides the cluster, so it makes room
 * when all went well.
 */
function tell(report: ApplyReport): void {
  const text = summaryOf(report);
  tellOwn(text);
  const good = report.problems.length === 0 && report.results.every((result) => result.outcome !== 'refused');
  if (!good || report.cancelled || !matchMedia('(max-width: 639px)').matches) return;
  notify('success', report.results.length === 1 ? (report.results[0]?.text ?? text) : text);
  setEditorOpen(false);
}

async function sendOrThrow(...[request]: Parameters<typeof ask>) {
  const answer = await ask(request);
  if ('problem' in answer) throw new Error(answer.problem);
  return answer.response;
}
