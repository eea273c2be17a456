import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { PodTemplateSpec } from '../../../api/kinds/pod/pod-spec.ts';
import type { StatefulSet } from '../../../api/kinds/stateful-set/stateful-set.ts';
import type { World } from '../../world.ts';
import { isNamespaceGoing } from '../shared/refusals.ts';
import { createClaims, syncClaimOwners } from './claims.ts';
import { tellPod } from './events.ts';
import type { Member } from './members.ts';
import { identityLabels, podName, podOf } from './pod-object.ts';

/** What came of a step: on to the next, wait for something to change, or try again later. */
export type Step = 'done' | 'wait' | 'failed';

/** Creates the claims of an ordinal and its Pod. Source: stateful_pod_control.go CreateStatefulPod. */
export function createPod(
  world: World,
  set: StatefulSet,
  template: PodTemplateSpec,
  revision: string,
  ordinal: number,
): Step {
  const name = podName(set, ordinal);
  const missing = createClaims(world, set, ordinal);
  if (missing !== undefined) {
    tellPod(world, set, 'Create', name, missing);
    return 'failed';
  }
  const written = world.create(pods, podOf(set, template, revision, ordinal));
  if (written.ok) {
    syncClaimOwners(world, set, written.object, ordinal, false);
    tellPod(world, set, 'Create', name);
    return 'done';
  }
  if (isNamespaceGoing(written.status)) return 'wait';
  if (written.status.reason !== 'AlreadyExists') tellPod(world, set, 'Create', name, written.status.message ?? '');
  return 'failed';
}

/** Source: stateful_pod_control.go DeleteStatefulPod. */
export function deletePod(world: World, set: StatefulSet, member: Member): Step {
  const pod = world.byKey(pods, member.key);
  if (pod === undefined) return 'done';
  const { uid } = pod.metadata;
  const deleted = world.delete(pods, pod, uid === undefined ? {} : { uid });
  tellPod(world, set, 'Delete', pod.metadata.name ?? '', deleted.ok ? undefined : (deleted.status.message ?? ''));
  return deleted.ok || deleted.status.reason === 'NotFound' ? 'done' : 'failed';
}

/** Gives a Pod back the labels that name it. Source: stateful_pod_control.go UpdateStatefulPod. */
export function nameAgain(world: World, set: StatefulSet, member: Member): void {
  const pod: Pod | undefined = world.byKey(pods, member.key);
  if (pod === undefined) return;
  const name = podName(set, member.ordinal);
  const labels = { ...pod.metadata.labels, ...identityLabels(name, member.ordinal) };
  const written = world.update(pods, { ...pod, metadata: { ...pod.metadata, labels } });
  tellPod(world, set, 'Update', name, written.ok ? undefined : (written.status.message ?? ''));
}
