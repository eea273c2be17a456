import { cronJobs, type CronJob, type CronJobStatus } from '../../../api/kinds/cron-job/cron-job.ts';
import type { ObjectReference } from '../../../api/kinds/shared/meta-types.ts';
import { jobs, type Job } from '../../../api/kinds/job/job.ts';
import { deepEqual } from '../../../lib/equal.ts';
import type { TableRef, World } from '../../world.ts';
import { CRON_JOB_CONTROLLER } from './name.ts';

/** What a CronJob was told about that is still so, by key: upstream tells it again at every look. */
const TOLD: TableRef<readonly string[]> = { name: 'cronjob/told' };

/** One look at a CronJob: its status as it will be, and what there is to tell. */
export class Draft {
  readonly world: World;
  readonly cronJob: CronJob;
  status: CronJobStatus;
  readonly #key: string;
  readonly #marks: string[] = [];

  constructor(world: World, key: string, cronJob: CronJob) {
    this.world = world;
    this.cronJob = cronJob;
    this.status = cronJob.status ?? {};
    this.#key = key;
  }

  get active(): readonly ObjectReference[] {
    return this.status.active ?? [];
  }

  set active(active: readonly ObjectReference[]) {
    const { active: _before, ...rest } = this.status;
    this.status = active.length === 0 ? rest : { active, ...rest };
  }

  tell(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.world.note({ about: this.cronJob, type, reason, message, component: CRON_JOB_CONTROLLER });
  }

  /** Tells what stays true for a while, once. */
  tellOnce(type: 'Normal' | 'Warning', reason: string, message: string, mark: string): void {
    const id = `${reason} ${mark}`;
    if (this.#marks.includes(id)) return;
    this.#marks.push(id);
    if (this.world.table(TOLD).get(this.#key)?.includes(id) !== true) this.tell(type, reason, message);
  }

  /** Deletes a Job with its Pods and takes it off the list. Source: cronjob_controllerv2.go deleteJob. */
  deleteJob(job: Job): boolean {
    const { uid, name = '' } = job.metadata;
    const written = this.world.delete(jobs, job, {
      propagation: 'Background',
      ...(uid === undefined ? {} : { uid }),
    });
    if (!written.ok && written.status.reason !== 'NotFound') {
      this.tell('Warning', 'FailedDelete', `Deleted job: ${written.status.message ?? ''}`);
      return false;
    }
    this.active = this.active.filter((each) => each.uid !== uid);
    this.tell('Normal', 'SuccessfulDelete', `Deleted job ${name}`);
    return true;
  }

  finish(): void {
    const table = this.world.table(TOLD);
    if (this.#marks.length === 0) table.delete(this.#key);
    else if (!deepEqual(table.get(this.#key), this.#marks)) table.set(this.#key, this.#marks);
    if (deepEqual(this.cronJob.status ?? {}, this.status)) return;
    this.world.updateStatus(cronJobs, { ...this.cronJob, status: this.status });
  }
}

/** Nothing is left to remember about a CronJob that is gone. */
export function forget(world: World, key: string): void {
  world.table(TOLD).delete(key);
}
