import type { Diagnostic } from '@codemirror/lint';
import type { ApplyReport, Mark } from '../../apply/result.ts';

/** More marks than this in one editor help nobody. */
const MAX_MARKS = 200;

/** The marks of a report for the editor's gutter and underlines. */
export function reportDiagnostics(report: ApplyReport, docLength: number): readonly Diagnostic[] {
  return markDiagnostics([...report.problems, ...report.results.flatMap((result) => result.marks)], docLength);
}

export function markDiagnostics(marks: readonly Mark[], docLength: number): readonly Diagnostic[] {
  return marks.slice(0, MAX_MARKS).map(({ span, message }) => ({
    from: Math.min(span.from, docLength),
    to: Math.min(Math.max(span.to, span.from), docLength),
    severity: 'error',
    message,
  }));
}
