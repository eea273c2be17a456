import { deployments, type Deployment } from '../../../api/kinds/deployment/deployment.ts';
import { replicaSets, type ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import type { Condition } from '../../../api/kinds/shared/meta-types.ts';
import { formatTime } from '../../../lib/time.ts';
import type { EventNote, World } from '../../world.ts';
import { setCondition } from '../shared/conditions.ts';
import { planOf, sum, type Plan } from './arithmetic.ts';
import { DEPLOYMENT_CONTROLLER } from './name.ts';

/**
 * One look at one Deployment: what is stored, and the part of its status that the look has changed so far. Status is
 * written once, at the end.
 */
export class Draft {
  readonly world: World;
  readonly plan: Plan;
  /** As stored, with what this look wrote into it. */
  deployment: Deployment;
  conditions: readonly Condition[];
  collisionCount: number | undefined;

  constructor(world: World, deployment: Deployment) {
    const { replicas = 1, strategy } = deployment.spec;
    this.world = world;
    this.deployment = deployment;
    this.plan = planOf(
      strategy?.type,
      replicas,
      strategy?.rollingUpdate?.maxSurge,
      strategy?.rollingUpdate?.maxUnavailable,
    );
    this.conditions = deployment.status?.conditions ?? [];
    this.collisionCount = deployment.status?.collisionCount;
  }

  setCondition(condition: Condition): void {
    this.conditions = setCondition(this.conditions, condition);
  }

  /** A condition that changes now. Source: deployment_util.go NewDeploymentCondition. */
  condition(type: string, status: Condition['status'], reason: string, message: string): Condition {
    const now = formatTime(this.world.nowMs);
    return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
  }

  tell(type: EventNote['type'], reason: string, message: string): void {
    this.world.note({ about: this.deployment, type, reason, message, component: DEPLOYMENT_CONTROLLER });
  }

  /** Stores one annotation of the Deployment. */
  annotate(name: string, value: string): void {
    const { metadata } = this.deployment;
    if (metadata.annotations?.[name] === value) return;
    const next = {
      ...this.deployment,
      metadata: { ...metadata, annotations: { ...metadata.annotations, [name]: value } },
    };
    const written = this.world.update(deployments, next);
    if (written.ok) this.deployment = written.object;
  }
}

/** The ReplicaSets of a Deployment: the one of its template, if there is one, and the others. */
export interface Family {
  readonly fresh: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

/** All of a family, old ones first. */
export function allOf({ fresh, old }: Family): readonly ReplicaSet[] {
  return fresh === undefined ? old : [...old, fresh];
}

/** Those that want Pods. */
export function activeOf(family: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return family.filter((replicaSet) => wantedBy(replicaSet) > 0);
}

export function wantedBy(replicaSet: ReplicaSet): number {
  return replicaSet.spec.replicas ?? 1;
}

/** Pods that all of them want. */
export function wantedByAll(family: readonly ReplicaSet[]): number {
  return sum(family, wantedBy);
}

/** Puts the ReplicaSet as it is stored now in the place of its earlier state. */
export function replaced(family: Family, next: ReplicaSet): Family {
  const uid = next.metadata.uid;
  if (family.fresh?.metadata.uid === uid) return { ...family, fresh: next };
  return { ...family, old: family.old.map((each) => (each.metadata.uid === uid ? next : each)) };
}

/** Stores a ReplicaSet; undefined when the API refuses. */
export function storeReplicaSet(world: World, next: ReplicaSet): ReplicaSet | undefined {
  const written = world.update(replicaSets, next);
  return written.ok ? written.object : undefined;
}
