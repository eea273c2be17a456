import { finishedCondition } from '../../../api/kinds/job/finished.ts';
import { jobs, type Job } from '../../../api/kinds/job/job.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { isFailure } from '../../../api/machinery/failure.ts';
import { compileLabelSelector } from '../../../api/machinery/label-selector.ts';
import { controllerOf, type KubeObject, type OwnerReference } from '../../../api/machinery/object.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import type { Change } from '../../store/change-log.ts';
import type { World } from '../../world.ts';
import { looksAlike } from '../shared/pod-watch.ts';
import { SelectorTable } from '../shared/selector-table.ts';
import { JOB_CONTROLLER } from './name.ts';
import { isTracked } from './pods.ts';

const NO_KEYS: readonly string[] = [];

/** The Job itself, but not for what the controller wrote; when it goes, also its Pods, which wait to be released. */
export function keysOfJob({ actor, key, prev, next }: Change, world: World): readonly string[] {
  if (next === undefined) {
    const left = world.indexed(pods, 'owner', prev?.metadata.uid ?? '');
    return [key, ...left.filter(isTracked).map(keyOfPod)];
  }
  return actor === JOB_CONTROLLER && prev?.spec === next.spec ? NO_KEYS : [key];
}

/** The Job that a Pod belongs to, or those that could adopt it, or the Pod itself when nobody counts it any more. */
export function keysOfPod({ actor, prev, next }: Change, world: World): readonly string[] {
  const [before, after] = [prev as Pod | undefined, next as Pod | undefined];
  const owner = jobReference(after ?? before);
  if (owner === undefined && (after === undefined || controllerOf(after.metadata) !== undefined)) {
    const former =
      before?.metadata.ownerReferences === after?.metadata.ownerReferences ? undefined : jobReference(before);
    return former === undefined ? NO_KEYS : [keyIn(jobs, before?.metadata.namespace ?? '', former.name)];
  }
  if (before !== undefined && after !== undefined) {
    if (actor === JOB_CONTROLLER || isSame(before, after)) return NO_KEYS;
  }
  const pod = (after ?? before) as Pod;
  if (owner === undefined) return keysOfOrphan(world, pod, jobReference(before));
  const job = world.get(jobs, pod.metadata.namespace ?? '', owner.name);
  const isCounted = job !== undefined && job.metadata.uid === owner.uid && finishedCondition(job) === undefined;
  if (isCounted) return [keyIn(jobs, pod.metadata.namespace ?? '', owner.name)];
  return after !== undefined && isTracked(after) ? [keyOfPod(after)] : NO_KEYS;
}

/** The stored Job that controls a Pod; `other` when something else does. */
export function ownerOf(world: World, pod: Pod): Job | 'other' | undefined {
  const controller = controllerOf(pod.metadata);
  if (controller === undefined) return undefined;
  if (controller.kind !== jobs.kind) return 'other';
  const job = world.get(jobs, pod.metadata.namespace ?? '', controller.name);
  return job?.metadata.uid === controller.uid ? job : undefined;
}

function keysOfOrphan(world: World, pod: Pod, former: OwnerReference | undefined): readonly string[] {
  const namespace = pod.metadata.namespace ?? '';
  const adopters = selectors(world).matching(namespace, pod.metadata.labels);
  if (former === undefined && !isTracked(pod)) return adopters;
  return [
    ...adopters,
    ...(former === undefined ? [] : [keyIn(jobs, namespace, former.name)]),
    ...(isTracked(pod) && adopters.length === 0 ? [keyOfPod(pod)] : []),
  ];
}

function jobReference(pod: Pod | undefined): OwnerReference | undefined {
  const owner = pod === undefined ? undefined : controllerOf(pod.metadata);
  return owner?.kind === jobs.kind ? owner : undefined;
}

/** Can the controller tell the two states apart? Restarts count for Pods that restart in place. */
function isSame(before: Pod, after: Pod): boolean {
  return (
    looksAlike(before, after) &&
    before.metadata.finalizers === after.metadata.finalizers &&
    (after.spec.restartPolicy !== 'OnFailure' || before.status?.containerStatuses === after.status?.containerStatuses)
  );
}

function keyOfPod({ metadata }: Pod): string {
  return keyIn(pods, metadata.namespace ?? '', metadata.name ?? '');
}

function selectors(world: World): SelectorTable {
  return world.derived('selectors/jobs', () => new SelectorTable(jobs.resource, selectorOf));
}

function selectorOf(object: KubeObject): ReturnType<ConstructorParameters<typeof SelectorTable>[1]> {
  const selector = compileLabelSelector((object as Job).spec.selector);
  return isFailure(selector) ? undefined : selector;
}
