/**
 * The Deployment controller: rolls a template out by scaling ReplicaSets, one for each template that the Deployment had.
 *
 * Promises: the numbers of every step, the revisions, the conditions and the events are upstream's; one look scales up
 * or down, never both; what a Deployment was is told by its ReplicaSets alone, so a rollback is a template like any other.
 * It does not create or delete Pods: that is the ReplicaSet controller's work.
 * Source: pkg/controller/deployment.
 */
import { deployments, type Deployment } from '../../../api/kinds/deployment/deployment.ts';
import { isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { replicaSets } from '../../../api/kinds/replica-set/replica-set.ts';
import { isFailure } from '../../../api/machinery/failure.ts';
import { compileLabelSelector } from '../../../api/machinery/label-selector.ts';
import type { Selector } from '../../../api/machinery/labels.ts';
import { controllerOf, type KubeObject } from '../../../api/machinery/object.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import type { Change } from '../../store/change-log.ts';
import { itself, type Outcome, type Reconciler, type World } from '../../world.ts';
import { SelectorTable } from '../shared/selector-table.ts';
import { Draft, type Family } from './draft.ts';
import { claimReplicaSets, familyOf } from './family.ts';
import { cleanUpHistory } from './history.ts';
import { DEPLOYMENT_CONTROLLER } from './name.ts';
import { syncNewReplicaSet } from './new-replica-set.ts';
import { markPaused } from './pause.ts';
import { isComplete } from './progress.ts';
import { recreate, rollOut } from './roll-out.ts';
import { isScalingEvent, scale } from './scale.ts';
import { writeRolloutStatus, writeStatus } from './status.ts';

export const deploymentController: Reconciler = {
  name: DEPLOYMENT_CONTROLLER,
  paced: true,
  watches: [
    { resource: deployments.resource, keys: itself },
    { resource: replicaSets.resource, keys: keysOfReplicaSet },
    { resource: pods.resource, on: ['wish', 'status', 'removed'], keys: keysOfPod },
  ],
  reconcile,
};

/** Source: deployment_controller.go syncDeployment. */
function reconcile(world: World, key: string): Outcome {
  const deployment = world.byKey(deployments, key);
  if (deployment === undefined) return undefined;
  const draft = new Draft(world, deployment);
  const isGoing = deployment.metadata.deletionTimestamp !== undefined;
  if (!isGoing) markPaused(draft);
  const family = syncNewReplicaSet(draft, familyOf(deployment, claimReplicaSets(world, deployment)));
  if (isGoing) {
    writeStatus(draft, family);
    return undefined;
  }
  if (deployment.spec.paused === true || isScalingEvent(draft, family)) return followSize(draft, family);
  return follow(draft, family);
}

/** Only the size counts: no rollout. Source: sync.go sync. */
function followSize(draft: Draft, family: Family): Outcome {
  const scaled = scale(draft, family);
  if (draft.deployment.spec.paused === true) cleanUpHistory(draft, scaled.old);
  writeStatus(draft, scaled);
  return undefined;
}

function follow(draft: Draft, found: Family): Outcome {
  const { family, failed, moved } = draft.plan.isRolling ? rollOut(draft, found) : recreate(draft, found);
  if (failed === true) {
    writeStatus(draft, family);
    return { retry: true };
  }
  const { metadata, status } = draft.deployment;
  if (moved !== true && isComplete(draft.plan.replicas, metadata.generation, status ?? {}))
    cleanUpHistory(draft, family.old);
  const againMs = writeRolloutStatus(draft, family);
  return againMs === undefined ? undefined : { requeueAfterMs: againMs };
}

function keysOfReplicaSet({ prev, next }: Change, world: World): readonly string[] {
  const before = prev === undefined ? undefined : ownerKey(prev);
  const after = next === undefined ? undefined : ownerKey(next);
  if (before !== undefined && after !== undefined && before !== after) return [before, after];
  const owner = after ?? before;
  if (next === undefined || controllerOf(next.metadata) !== undefined) return owner === undefined ? [] : [owner];
  const adopters = selectors(world).matching(next.metadata.namespace ?? '', next.metadata.labels);
  return owner === undefined ? adopters : [owner, ...adopters];
}

/** An ended Pod matters only to a Deployment that waits for it. Source: deployment_controller.go deletePod. */
function keysOfPod({ prev, next }: Change, world: World): readonly string[] {
  const pod = (next ?? prev) as Pod;
  const hasEnded = next === undefined || isPodTerminal(pod);
  if (!hasEnded) return [];
  const owner = controllerOf(pod.metadata);
  if (owner?.kind !== replicaSets.kind) return [];
  const replicaSet = world.get(replicaSets, pod.metadata.namespace ?? '', owner.name);
  const key = replicaSet === undefined ? undefined : ownerKey(replicaSet);
  const deployment = key === undefined ? undefined : world.byKey(deployments, key);
  return key !== undefined && deployment?.spec.strategy?.type === 'Recreate' ? [key] : [];
}

function ownerKey(object: KubeObject): string | undefined {
  const owner = controllerOf(object.metadata);
  return owner?.kind === deployments.kind ? keyIn(deployments, object.metadata.namespace ?? '', owner.name) : undefined;
}

function selectors(world: World): SelectorTable {
  return world.derived('selectors/deployments', () => new SelectorTable(deployments.resource, selectorOf));
}

function selectorOf(object: KubeObject): Selector | undefined {
  const selector = compileLabelSelector((object as Deployment).spec.selector);
  return isFailure(selector) ? undefined : selector;
}
