import type { Column, TableRow } from '../../kind-def.ts';
import { formatLabelSelector } from '../../machinery/label-selector.ts';
import { ageSince } from '../shared/human-duration.ts';
import { AGE_COLUMN, column, containerCells, NAME_COLUMN, NONE, UNSET, wideColumn } from '../shared/table.ts';
import type { CronJob } from './cron-job.ts';

export const cronJobColumns: readonly Column[] = [
  NAME_COLUMN,
  column('Schedule'),
  column('Timezone'),
  column('Suspend', 'boolean'),
  column('Active', 'integer'),
  column('Last Schedule'),
  AGE_COLUMN,
  wideColumn('Containers'),
  wideColumn('Images'),
  wideColumn('Selector'),
];

/** A row of `kubectl get cronjobs`. Source: pkg/printers/internalversion/printers.go printCronJob. */
export function cronJobTableRow({ metadata, spec, status }: CronJob, nowMs: number): TableRow {
  const { suspend, jobTemplate } = spec;
  return {
    cells: [
      metadata.name ?? '',
      spec.schedule ?? '',
      spec.timeZone ?? NONE,
      suspend === undefined ? UNSET : suspend ? 'True' : 'False',
      status?.active?.length ?? 0,
      status?.lastScheduleTime === undefined ? NONE : ageSince(status.lastScheduleTime, nowMs),
      ageSince(metadata.creationTimestamp, nowMs),
      ...containerCells(jobTemplate.spec.template.spec.containers),
      formatLabelSelector(jobTemplate.spec.selector),
    ],
  };
}
