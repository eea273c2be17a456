import { setField } from '../shared/share.ts';
import type { Job } from './job.ts';

/** Labels of a Job's Pods. Source: batch/v1 types.go. */
export const JOB_NAME_LABEL = 'batch.kubernetes.io/job-name';
export const CONTROLLER_UID_LABEL = 'batch.kubernetes.io/controller-uid';
export const LEGACY_JOB_NAME_LABEL = 'job-name';
export const LEGACY_CONTROLLER_UID_LABEL = 'controller-uid';
/** Annotation and label of the Pods of an Indexed Job. */
export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';

/**
 * Gives a new Job, whose name and uid are known by now, the labels and the selector that no other Job has. With
 * `manualSelector` the user has seen to it. Source: pkg/registry/batch/job/strategy.go generateSelector.
 */
export function withGeneratedSelector(job: Job): Job {
  const { spec, metadata } = job;
  const { name = '', uid = '' } = metadata;
  if (spec.manualSelector === true) return withOwnLabels(job);
  const template = spec.template.metadata;
  const labels = {
    [LEGACY_CONTROLLER_UID_LABEL]: uid,
    [CONTROLLER_UID_LABEL]: uid,
    [LEGACY_JOB_NAME_LABEL]: name,
    [JOB_NAME_LABEL]: name,
    ...template?.labels,
  };
  const selector = {
    ...spec.selector,
    matchLabels: { [CONTROLLER_UID_LABEL]: uid, ...spec.selector?.matchLabels },
  };
  return withOwnLabels({
    ...job,
    spec: { ...spec, selector, template: { ...spec.template, metadata: { ...template, labels } } },
  });
}

/** A Job without labels takes those of its template. Source: pkg/apis/batch/v1/defaults.go SetDefaults_Job. */
function withOwnLabels(job: Job): Job {
  const labels = job.spec.template.metadata?.labels;
  if (labels === undefined || Object.keys(job.metadata.labels ?? {}).length > 0) return job;
  return setField(job, 'metadata', { ...job.metadata, labels });
}
