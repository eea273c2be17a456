import type { ApplyOutcome, ApplyReport } from '../../apply/result.ts';

const ORDER: readonly ApplyOutcome[] = ['created', 'configured', 'unchanged', 'refused'];

/** `3 created, 1 refused`. */
export function summaryOf(report: ApplyReport): string {
  if (report.problems.length > 0) return `Nothing was applied: ${report.problems[0]?.message ?? ''}`;
  const parts = ORDER.flatMap((outcome) => {
    const number = report.results.filter((result) => result.outcome === outcome).length;
    return number === 0 ? [] : [`${number} ${outcome}`];
  });
  if (report.cancelled) parts.push('then cancelled');
  return parts.join(', ');
}
