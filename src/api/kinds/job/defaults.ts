import { defaultTemplate } from '../pod/defaults.ts';
import type { PodTemplateSpec } from '../pod/pod-spec.ts';
import { dropNullFields, dropNulls, fill, mapField, mapShared, setField } from '../shared/share.ts';
import type { Job, JobSpec, PodConditionPattern, PodFailurePolicyRule } from './job.ts';

const NO_TEMPLATE: PodTemplateSpec = Object.freeze({ metadata: {}, spec: { containers: [] } });
const MAX_INT32 = 2_147_483_647;

/** Source: pkg/apis/batch/v1/defaults.go SetDefaults_Job. Labels of a Job without any come with its selector. */
export function defaultJob(job: Job): Job {
  return setField(job, 'spec', defaultSpec(job.spec ?? ({} as JobSpec)));
}

/** What a template of a CronJob gets: only its Pods' part. Source: zz_generated.defaults.go SetObjectDefaults_CronJob. */
export function defaultJobTemplateSpec(given: JobSpec): JobSpec {
  let spec = dropNullFields(given);
  spec = mapField(spec, 'selector', dropNulls);
  spec = mapField(spec, 'successPolicy', dropNulls);
  spec = mapField(spec, 'podFailurePolicy', (policy) =>
    mapField(dropNulls(policy), 'rules', (rules) => mapShared(rules, defaultRule)),
  );
  return setField(spec, 'template', defaultTemplate(spec.template ?? NO_TEMPLATE));
}

function defaultSpec(given: JobSpec): JobSpec {
  let spec = defaultJobTemplateSpec(given);
  if (spec.completions === undefined && spec.parallelism === undefined)
    spec = fill(spec, { completions: 1, parallelism: 1 });
  return fill(spec, {
    parallelism: 1,
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : MAX_INT32,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
  });
}

function defaultRule(rule: PodFailurePolicyRule): PodFailurePolicyRule {
  return mapField(rule, 'onPodConditions', (patterns) =>
    mapShared(patterns, (pattern: PodConditionPattern) => fill(pattern, { status: 'True' })),
  );
}
