import { CircleAlert, CircleCheck, CircleDot, CirclePlus } from 'lucide-react';
import type { ApplyOutcome, ApplyReport, ApplyResult, Mark } from '../../apply/result.ts';
import { cx } from '../lib/cx.ts';
import { summaryOf } from './summary.ts';

interface ResultsProps {
  readonly report: ApplyReport;
  readonly stale: boolean;
  readonly onGoTo: (offset: number) => void;
}

/** More than these are counted in the summary only; what was refused is always listed first. */
const LISTED = 200;

const SIGNS = { created: CirclePlus, configured: CircleCheck, unchanged: CircleDot, refused: CircleAlert } as const;
const COLOURS: Readonly<Record<ApplyOutcome, string>> = {
  created: 'text-success',
  configured: 'text-success',
  unchanged: 'text-ink-faint',
  refused: 'text-danger',
};

/** What became of each document; a press goes to its line. */
export function Results({ report, stale, onGoTo }: ResultsProps) {
  const many = report.results.length > LISTED;
  const ordered = many
    ? [...report.results].sort((a, b) => Number(b.outcome === 'refused') - Number(a.outcome === 'refused'))
    : report.results;
  return (
    <section aria-label="Results" className="flex max-h-[45%] min-h-0 flex-col border-t border-line">
      <p className="flex justify-between gap-2 px-4 py-2 text-sm font-medium text-ink">
        {report.problems.length > 0 ? 'Nothing was applied' : summaryOf(report)}
        {stale && <span className="font-normal text-ink-faint">before your last edit</span>}
      </p>
      <ul className="min-h-0 overflow-y-auto pb-2">
        {report.problems.map((mark, index) => (
          <Line key={index} outcome="refused" onPress={() => onGoTo(mark.span.from)}>
            <Words mark={mark} />
          </Line>
        ))}
        {ordered.slice(0, LISTED).map((result) => (
          <ResultLines key={result.index} result={result} onGoTo={onGoTo} />
        ))}
        {many && <li className="px-4 py-2 text-xs text-ink-faint">and {report.results.length - LISTED} more</li>}
      </ul>
    </section>
  );
}

function ResultLines({ result, onGoTo }: { readonly result: ApplyResult; readonly onGoTo: (offset: number) => void }) {
  const { apiVersion, kind, name } = result.object;
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0] ?? ''}` : '';
  const title = kind === '' && name === '' ? `Document ${result.index + 1}` : `${kind.toLowerCase()}${group}/${name}`;
  return (
    <>
      <Line outcome={result.outcome} onPress={() => onGoTo((result.marks[0]?.span ?? result.span).from)}>
        <span className="break-all">{title}</span> <span className={COLOURS[result.outcome]}>{result.outcome}</span>
        {result.warnings.map((warning) => (
          <span key={warning} className="block text-xs text-warning">
            Warning: {warning}
          </span>
        ))}
      </Line>
      {result.marks.map((mark, index) => (
        <Line key={index} onPress={() => onGoTo(mark.span.from)}>
          <Words mark={mark} />
        </Line>
      ))}
    </>
  );
}

function Words({ mark }: { readonly mark: Mark }) {
  return (
    <span className="text-ink-muted">
      <span className="break-words whitespace-pre-wrap">{mark.message}</span>
      <span className="text-ink-faint">
        {' '}
        line {mark.span.line}, column {mark.span.column}
      </span>
    </span>
  );
}

interface LineProps {
  readonly outcome?: ApplyOutcome;
  readonly onPress: () => void;
  readonly children: React.ReactNode;
}

function Line({ outcome, onPress, children }: LineProps) {
  const Sign = outcome === undefined ? undefined : SIGNS[outcome];
  return (
    <li>
      <button
        type="button"
        onClick={onPress}
        className="flex w-full items-start gap-2 px-4 py-1.5 text-left text-sm text-ink hover:bg-surface-hover max-sm:min-h-11"
      >
        {Sign === undefined ? (
          <span className="w-4 shrink-0" />
        ) : (
          <Sign
            size={16}
            aria-hidden="true"
            className={cx('mt-0.5 shrink-0', outcome !== undefined && COLOURS[outcome])}
          />
        )}
        <span className="min-w-0">{children}</span>
      </button>
    </li>
  );
}
