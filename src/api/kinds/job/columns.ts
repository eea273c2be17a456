import { parseTime } from '../../../lib/time.ts';
import type { Column, TableRow } from '../../kind-def.ts';
import { formatLabelSelector } from '../../machinery/label-selector.ts';
import { ageSince, humanDuration } from '../shared/human-duration.ts';
import { AGE_COLUMN, column, containerCells, NAME_COLUMN, wideColumn } from '../shared/table.ts';
import { hasJobCondition } from './finished.ts';
import type { Job } from './job.ts';

export const jobColumns: readonly Column[] = [
  NAME_COLUMN,
  column('Status'),
  column('Completions'),
  column('Duration'),
  AGE_COLUMN,
  wideColumn('Containers'),
  wideColumn('Images'),
  wideColumn('Selector'),
];

/** A row of `kubectl get jobs`. Source: pkg/printers/internalversion/printers.go printJob. */
export function jobTableRow(job: Job, nowMs: number): TableRow {
  const { metadata, spec } = job;
  return {
    cells: [
      metadata.name ?? '',
      jobStatusWord(job),
      completions(job),
      duration(job, nowMs),
      ageSince(metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template.spec.containers),
      formatLabelSelector(spec.selector),
    ],
  };
}

/** The cell STATUS: what counts most about a Job in one word. */
export function jobStatusWord(job: Job): string {
  const has = (type: string): boolean => hasJobCondition(job, type);
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(has) ?? 'Running';
}

function completions({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const { parallelism = 0 } = spec;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function duration({ status }: Job, nowMs: number): string {
  const startMs = parseTime(status?.startTime);
  return startMs === undefined ? '' : humanDuration((parseTime(status?.completionTime) ?? nowMs) - startMs);
}
