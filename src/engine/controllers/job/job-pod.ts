import { jobs, type Job } from '../../../api/kinds/job/job.ts';
import { COMPLETION_INDEX } from '../../../api/kinds/job/labels.ts';
import type { Container } from '../../../api/kinds/pod/container.ts';
import type { PodSpec } from '../../../api/kinds/pod/pod-spec.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { mapField, mapShared, memoised } from '../../../api/kinds/shared/share.ts';
import { controllerRef } from '../shared/owner.ts';
import { failureAnnotations } from './index-failures.ts';
import { TRACKING_FINALIZER } from './name.ts';

const INDEX_ENV = 'JOB_COMPLETION_INDEX';
/** Source: apiserver pkg/storage/names MaxGeneratedNameLength. */
const MAX_PREFIX = 58;

/** A new Pod of a Job; its spec is that of the template, not a copy. Source: job_controller.go manageJob. */
export function jobPod(job: Job): Pod {
  const { template } = job.spec;
  const { labels, annotations, finalizers = [] } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: pods.kind,
    metadata: {
      generateName: `${job.metadata.name ?? ''}-`,
      namespace: job.metadata.namespace ?? '',
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      finalizers: finalizers.includes(TRACKING_FINALIZER) ? finalizers : [...finalizers, TRACKING_FINALIZER],
      ownerReferences: [controllerRef(jobs, job)],
    },
    spec: template.spec,
  };
}

/** The same for one index: it tells the containers which, and the Pod's host name ends with it. */
export function indexedPod(job: Job, pod: Pod, index: number, replaced: Pod | undefined): Pod {
  const name = job.metadata.name ?? '';
  const tail = `-${index}-`;
  const mark = { [COMPLETION_INDEX]: String(index) };
  const failures = job.spec.backoffLimitPerIndex === undefined ? {} : failureAnnotations(job, replaced);
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      generateName: `${name.slice(0, MAX_PREFIX - tail.length)}${tail}`,
      labels: { ...pod.metadata.labels, ...mark },
      annotations: { ...pod.metadata.annotations, ...mark, ...failures },
    },
    spec: { ...withIndexEnv(pod.spec), hostname: `${name}-${index}` },
  };
}

/** Once for each template, so that all Pods of a Job share their containers. */
const withIndexEnv = memoised((spec: PodSpec): PodSpec =>
  mapField(
    mapField(spec, 'containers', (containers) => mapShared(containers, addIndexEnv)),
    'initContainers',
    (containers) => mapShared(containers, addIndexEnv),
  ),
);

function addIndexEnv(container: Container): Container {
  const { env = [] } = container;
  if (env.some(({ name }) => name === INDEX_ENV)) return container;
  const fieldPath = `metadata.labels['${COMPLETION_INDEX}']`;
  return { ...container, env: [...env, { name: INDEX_ENV, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } }] };
}
