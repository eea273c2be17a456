import type { FieldError } from '../../machinery/field-error.ts';
import { invalid } from '../../machinery/field-error.ts';
import type { Container } from '../pod/container.ts';
import type { PodSpec, PodTemplateSpec } from '../pod/pod-spec.ts';
import { checkImmutable, checkNonNegative, sameJson } from '../shared/field-checks.ts';
import { setField } from '../shared/share.ts';
import { validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { Job, JobSpec } from './job.ts';

const IMMUTABLE = ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const;

/**
 * What an update may not change: nearly everything but parallelism, suspend, deadline, limit and ttl. A suspended Job
 * that runs nothing lets its Pods be placed and sized anew. An error shows the template as the API writes it; upstream
 * prints its internal Go struct. Source: pkg/apis/batch/validation ValidateJobUpdate.
 */
export function validateJobUpdate(next: Job, previous: Job): FieldError[] {
  const [spec, old] = [next.spec, previous.spec];
  return [
    ...validateMetadataUpdate(next.metadata, previous.metadata),
    ...checkCompletions(spec, old),
    ...checkImmutable(spec.selector, old.selector, 'spec.selector'),
    ...checkTemplate(spec, previous),
    ...IMMUTABLE.flatMap((name) => checkImmutable(spec[name], old[name], `spec.${name}`)),
  ];
}

/** Source: validateJobStatus, the part that any client could get wrong. */
export function validateJobStatus({ status = {} }: Job): FieldError[] {
  const counts = ['active', 'succeeded', 'failed', 'ready', 'terminating'] as const;
  return counts.flatMap((name) => checkNonNegative(status[name], `status.${name}`));
}

function checkCompletions(spec: JobSpec, old: JobSpec): FieldError[] {
  const field = 'spec.completions';
  if (spec.completionMode !== 'Indexed')
    return checkImmutable(spec.completions ?? null, old.completions ?? null, field);
  const { completions, parallelism } = spec;
  if (completions === old.completions || completions === undefined || completions === parallelism) return [];
  return [invalid(field, completions, 'can only be modified in tandem with spec.parallelism')];
}

function checkTemplate({ template }: JobSpec, { spec, status }: Job): FieldError[] {
  if (template === spec.template) return [];
  const isSuspended = spec.suspend === true;
  const hasStopped = status?.conditions?.some((each) => each.type === 'Suspended' && each.status === 'True') === true;
  if (!isSuspended || (status?.startTime !== undefined && !hasStopped))
    return checkImmutable(template, spec.template, 'spec.template');
  const old = withDirectivesOf(spec.template, template);
  if (!hasStopped) return checkImmutable(template, old, 'spec.template');
  const sized = withResourcesOf(old.spec, template.spec);
  return sameJson(template.spec, sized) ? [] : checkImmutable(template.spec, sized, 'spec.template.spec');
}

/** The old template with everything of the new one that only says where its Pods go. */
function withDirectivesOf(old: PodTemplateSpec, next: PodTemplateSpec): PodTemplateSpec {
  const { nodeAffinity } = next.spec.affinity ?? {};
  let spec = setField(old.spec, 'affinity', {
    ...old.spec.affinity,
    ...(nodeAffinity === undefined ? {} : { nodeAffinity }),
  });
  if (nodeAffinity === undefined && spec.affinity?.nodeAffinity !== undefined) {
    const { nodeAffinity: _gone, ...others } = spec.affinity;
    spec = setField(spec, 'affinity', others);
  }
  for (const name of ['nodeSelector', 'tolerations', 'schedulingGates'] as const)
    spec = setField(spec, name, next.spec[name]);
  let metadata = setField(old.metadata ?? {}, 'annotations', next.metadata?.annotations);
  metadata = setField(metadata, 'labels', next.metadata?.labels);
  return { ...old, metadata, spec };
}

function withResourcesOf(old: PodSpec, next: PodSpec): PodSpec {
  const sized = (
    from: readonly Container[] | undefined,
    to: readonly Container[] = [],
  ): readonly Container[] | undefined =>
    from?.length === to.length
      ? from.map((container, i) => {
          const like = to[i];
          return like?.name === container.name ? setField(container, 'resources', like.resources) : container;
        })
      : from;
  const containers = sized(old.containers, next.containers);
  return setField(
    setField(old, 'containers', containers),
    'initContainers',
    sized(old.initContainers, next.initContainers),
  );
}
