import type { Job, JobCondition } from './job.ts';

/** Is there a condition of this type that is True? */
export function hasJobCondition(job: Job, type: string): boolean {
  return job.status?.conditions?.some((each) => each.type === type && each.status === 'True') === true;
}

/** The condition Complete or Failed of a Job that has ended. Source: pkg/controller/job/util FinishedCondition. */
export function finishedCondition(job: Job): JobCondition | undefined {
  return job.status?.conditions?.find(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
}
