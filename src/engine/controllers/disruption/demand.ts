import { deployments } from '../../../api/kinds/deployment/deployment.ts';
import type { PodDisruptionBudget } from '../../../api/kinds/pod-disruption-budget/pod-disruption-budget.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { replicaSets } from '../../../api/kinds/replica-set/replica-set.ts';
import { fail, isFailure, type Failure } from '../../../api/machinery/failure.ts';
import { resolveIntOrPercent } from '../../../api/machinery/int-or-percent.ts';
import { controllerOf, type OwnerReference } from '../../../api/machinery/object.ts';
import { dotted } from '../../../api/machinery/status.ts';
import { kindByResource } from '../../../api/registry.ts';
import type { World } from '../../world.ts';
import { resourceOfOwner } from '../shared/all-resources.ts';

/** How many Pods a budget counts on, and how many of them must stay healthy. */
export interface Demand {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
  /** Some Pods have no controller, so nobody knows how many there should be. */
  readonly unmanaged: boolean;
}

/** Source: disruption.go getExpectedPodCount. Percentages are rounded up. */
export function demandOf(world: World, { spec }: PodDisruptionBudget, selected: readonly Pod[]): Demand | Failure {
  const { minAvailable, maxUnavailable } = spec;
  if (maxUnavailable === undefined && typeof minAvailable === 'number')
    return { expectedPods: selected.length, desiredHealthy: minAvailable, unmanaged: false };
  const bound = maxUnavailable ?? minAvailable;
  if (bound === undefined) return { expectedPods: 0, desiredHealthy: 0, unmanaged: false };
  const scale = expectedScale(world, selected);
  if (isFailure(scale)) return scale;
  const amount = resolveIntOrPercent(bound, scale.expectedPods, 'up');
  if (isFailure(amount)) return amount;
  return { ...scale, desiredHealthy: maxUnavailable === undefined ? amount : Math.max(0, scale.expectedPods - amount) };
}

/** The sum of what the Pods' controllers want. Source: getExpectedScale. */
function expectedScale(world: World, selected: readonly Pod[]): Pick<Demand, 'expectedPods' | 'unmanaged'> | Failure {
  const sizes = new Map<string, number>();
  const asked = new Set<string>();
  let unmanaged = false;
  for (const { metadata } of selected) {
    const owner = controllerOf(metadata);
    if (owner === undefined) unmanaged = true;
    if (owner === undefined || asked.has(owner.uid)) continue;
    asked.add(owner.uid);
    const sized = sizeOfOwner(world, metadata.namespace ?? '', owner, metadata.name ?? '');
    if (isFailure(sized)) return sized;
    sizes.set(sized.uid, sized.replicas);
  }
  let expectedPods = 0;
  for (const replicas of sizes.values()) expectedPods += replicas;
  return { expectedPods, unmanaged };
}

interface Sized {
  readonly uid: string;
  readonly replicas: number;
}

/** A ReplicaSet of a Deployment answers with its Deployment. Source: getPodDeployment, getPodReplicaSet, getScaleController. */
function sizeOfOwner(world: World, namespace: string, owner: OwnerReference, pod: string): Sized | Failure {
  const missing = fail(`found no controllers for pod "${pod}"`);
  const ref = resourceOfOwner(owner);
  const object = ref === undefined ? undefined : world.get(ref, namespace, owner.name);
  if (ref === undefined || object === undefined || object.metadata.uid !== owner.uid) return missing;
  const parent = ref.resource === replicaSets.resource ? controllerOf(object.metadata) : undefined;
  if (parent?.kind === deployments.kind) return sizeOfOwner(world, namespace, parent, pod);
  const scale = kindByResource(ref.resource)?.scale;
  if (scale === undefined) return fail(`${dotted(ref.plural, ref.group)} does not implement the scale subresource`);
  return { uid: owner.uid, replicas: scale.replicas(object) };
}
