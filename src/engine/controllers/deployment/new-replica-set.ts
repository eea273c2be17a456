import { deployments } from '../../../api/kinds/deployment/deployment.ts';
import { replicaSets, type ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import { controllerOf, type LabelSelector, type StringMap } from '../../../api/machinery/object.ts';
import type { Status } from '../../../api/machinery/status.ts';
import { controllerRef } from '../shared/owner.ts';
import { isNamespaceGoing } from '../shared/refusals.ts';
import { findCondition } from '../shared/conditions.ts';
import { templateHash } from '../shared/template-hash.ts';
import { newReplicaSetSize } from './arithmetic.ts';
import { storeReplicaSet, wantedByAll, type Draft, type Family } from './draft.ts';
import { hasProgressDeadline, PROGRESSING } from './progress.ts';
import { maxRevision, REVISION, revisedAnnotations, withSizes } from './revisions.ts';
import { equalIgnoreHash, POD_TEMPLATE_HASH } from './template.ts';

/** Longest object name: the Deployment's part of a ReplicaSet's name is cut so that the whole fits. */
const NAME_LENGTH_MAX = 253;

/** Gives the existing new ReplicaSet its annotations, revision and minReadySeconds. Source: sync.go getNewReplicaSet. */
export function syncNewReplicaSet(draft: Draft, family: Family): Family {
  const { fresh, old } = family;
  if (fresh === undefined) return family;
  const { deployment } = draft;
  const before = fresh.metadata.annotations ?? {};
  const annotations = revisedAnnotations(deployment, before, maxRevision(old) + 1);
  const { minReadySeconds } = deployment.spec;
  if (annotations !== before || (fresh.spec.minReadySeconds ?? 0) !== (minReadySeconds ?? 0)) {
    const { minReadySeconds: _before, ...spec } = fresh.spec;
    const next = {
      ...fresh,
      metadata: { ...fresh.metadata, annotations },
      spec: minReadySeconds === undefined ? spec : { ...spec, minReadySeconds },
    };
    const stored = storeReplicaSet(draft.world, next);
    draft.annotate(REVISION, annotations[REVISION] ?? '');
    return stored === undefined ? family : { fresh: stored, old };
  }
  draft.annotate(REVISION, annotations[REVISION] ?? '');
  if (hasProgressDeadline(deployment) && findCondition(draft.conditions, PROGRESSING) === undefined) {
    const message = `Found new replica set "${fresh.metadata.name ?? ''}"`;
    draft.setCondition(draft.condition(PROGRESSING, 'True', 'FoundNewReplicaSet', message));
  }
  return family;
}

/** Creates the ReplicaSet of the Deployment's template, as large as it may be now. Undefined when that failed. */
export function createNewReplicaSet(draft: Draft, old: readonly ReplicaSet[]): ReplicaSet | undefined {
  const { deployment, world, plan } = draft;
  const size = newReplicaSetSize(plan, wantedByAll(old), 0);
  const wanted = replicaSetOf(draft, size, maxRevision(old) + 1);
  const name = wanted.metadata.name ?? '';
  const written = world.create(replicaSets, wanted);
  if (!written.ok)
    return written.status.reason === 'AlreadyExists' ? collide(draft, name) : failToCreate(draft, name, written.status);
  if (size > 0) draft.tell('Normal', 'ScalingReplicaSet', `Scaled up replica set ${name} from 0 to ${size}`);
  draft.annotate(REVISION, wanted.metadata.annotations?.[REVISION] ?? '');
  if (hasProgressDeadline(deployment)) {
    draft.setCondition(
      draft.condition(PROGRESSING, 'True', 'NewReplicaSetCreated', `Created new replica set "${name}"`),
    );
  }
  return written.object;
}

function replicaSetOf({ deployment, plan, collisionCount }: Draft, size: number, revision: number): ReplicaSet {
  const { metadata, spec } = deployment;
  const hash = templateHash(spec.template, collisionCount);
  const labels: StringMap = { ...spec.template.metadata?.labels, [POD_TEMPLATE_HASH]: hash };
  const annotations = withSizes(
    revisedAnnotations(deployment, {}, revision),
    plan.replicas,
    plan.replicas + plan.surge,
  );
  return {
    apiVersion: 'apps/v1',
    kind: replicaSets.kind,
    metadata: {
      name: `${(metadata.name ?? '').slice(0, NAME_LENGTH_MAX - hash.length - 1)}-${hash}`,
      namespace: metadata.namespace ?? '',
      labels,
      annotations,
      ownerReferences: [controllerRef(deployments, deployment)],
    },
    spec: {
      replicas: size,
      ...(spec.minReadySeconds === undefined ? {} : { minReadySeconds: spec.minReadySeconds }),
      selector: withHash(spec.selector, hash),
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
}

function withHash(selector: LabelSelector, hash: string): LabelSelector {
  return { ...selector, matchLabels: { ...selector.matchLabels, [POD_TEMPLATE_HASH]: hash } };
}

/** The name is taken: by our own ReplicaSet of this template, which is fine, or by another one, which asks for another hash. */
function collide(draft: Draft, name: string): ReplicaSet | undefined {
  const { deployment, world } = draft;
  const taken = world.get(replicaSets, deployment.metadata.namespace ?? '', name);
  const isOwn = taken !== undefined && controllerOf(taken.metadata)?.uid === deployment.metadata.uid;
  if (isOwn && equalIgnoreHash(taken.spec.template, deployment.spec.template)) return taken;
  draft.collisionCount = (draft.collisionCount ?? 0) + 1;
  return undefined;
}

function failToCreate(draft: Draft, name: string, status: Status): undefined {
  if (isNamespaceGoing(status)) return undefined;
  const message = `Failed to create new replica set "${name}": ${status.message ?? ''}`;
  if (hasProgressDeadline(draft.deployment)) {
    draft.setCondition(draft.condition(PROGRESSING, 'False', 'ReplicaSetCreateError', message));
  }
  draft.tell('Warning', 'ReplicaSetCreateError', message);
  return undefined;
}
