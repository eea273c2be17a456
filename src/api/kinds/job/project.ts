import { controllerOf } from '../../machinery/object.ts';
import type { WorkloadRow } from '../../row.ts';
import { rowBase } from '../shared/row-base.ts';
import { jobStatusWord } from './columns.ts';
import type { Job } from './job.ts';
import { jobs } from './job.ts';

/**
 * The Job as the stage sees it: `desired` completions (or Pods at a time, when any success will do), `current` active
 * Pods; `ready`, `updated` and `available` count the succeeded ones, `strategy` is the completion mode, `progress` the status word.
 */
export function projectJob(job: Job): WorkloadRow {
  const { metadata, spec, status } = job;
  const succeeded = status?.succeeded ?? 0;
  return {
    type: 'workload',
    ...rowBase(jobs, job),
    kind: jobs.kind,
    ownerUid: controllerOf(metadata)?.uid ?? '',
    desired: spec.completions ?? spec.parallelism ?? 0,
    current: status?.active ?? 0,
    ready: succeeded,
    updated: succeeded,
    available: succeeded,
    revision: 0,
    templateHash: '',
    images: spec.template.spec.containers.map(({ image }) => image),
    labels: metadata.labels ?? {},
    paused: spec.suspend ?? false,
    scalable: false,
    maxSurge: '',
    maxUnavailable: '',
    strategy: spec.completionMode ?? '',
    progress: jobStatusWord(job),
    message: status?.conditions?.findLast((each) => each.status === 'True')?.message ?? '',
  };
}
