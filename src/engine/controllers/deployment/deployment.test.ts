import { describe, expect, test } from 'vitest';
import { deployments, type Deployment } from '../../../api/kinds/deployment/deployment.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { replicaSets, type ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import { garbageCollector } from '../garbage-collector/index.ts';
import { replicaSetController } from '../replicaset/index.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { deployment, template } from '../testing/objects.ts';
import { deploymentController } from './index.ts';
import { POD_TEMPLATE_HASH } from './template.ts';

const make = (): ControlPlane =>
  new ControlPlane([deploymentController, replicaSetController, garbageCollector], { nodes: ['node-1'] });

const conditionsOf = (object: Deployment): string[] =>
  (object.status?.conditions ?? []).map(({ type, status, reason }) => `${type} ${status} ${reason ?? ''}`);

const sizes = (plane: ControlPlane): string =>
  plane
    .all(replicaSets)
    .map(({ spec }) => spec.replicas)
    .join(' ');

function setImage(plane: ControlPlane, name: string, image: string): void {
  const stored = plane.get(deployments, name);
  plane.update(deployments, { ...stored, spec: { ...stored.spec, template: template(name, image) } });
}

function change(plane: ControlPlane, name: string, part: Partial<Deployment['spec']>): void {
  const stored = plane.get(deployments, name);
  plane.update(deployments, { ...stored, spec: { ...stored.spec, ...part } });
}

const revision = (object: ReplicaSet | Deployment): string =>
  object.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? '';

describe('a new Deployment', () => {
  test('makes one ReplicaSet, named and labelled after its template', () => {
    const plane = make();
    plane.create(deployments, deployment('web'));
    plane.converge();
    const [set] = plane.all(replicaSets);
    const hash = set?.metadata.labels?.[POD_TEMPLATE_HASH] ?? '';
    expect(hash).toMatch(/^[456789bcdf]{1,10}$/);
    expect(set?.metadata.name).toBe(`web-${hash}`);
    expect(set?.spec.selector.matchLabels).toEqual({ app: 'web', [POD_TEMPLATE_HASH]: hash });
    expect(set?.metadata.annotations).toEqual({
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '4',
      'deployment.kubernetes.io/revision': '1',
    });
    expect(plane.all(pods)).toHaveLength(3);
    expect(plane.eventsOf('web')).toEqual([`ScalingReplicaSet: Scaled up replica set web-${hash} from 0 to 3`]);
  });

  test('tells in its status what its Pods are', () => {
    const plane = make();
    plane.create(deployments, deployment('web'));
    plane.settle();
    const before = plane.get(deployments, 'web');
    expect(before.status).toMatchObject({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      unavailableReplicas: 3,
      terminatingReplicas: 0,
    });
    expect(conditionsOf(before)).toEqual([
      'Available False MinimumReplicasUnavailable',
      'Progressing True ReplicaSetUpdated',
    ]);
    plane.converge();
    const after = plane.get(deployments, 'web');
    expect(after.status).toMatchObject({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
    });
    expect(after.status).not.toHaveProperty('unavailableReplicas');
    expect(conditionsOf(after)).toEqual([
      'Available True MinimumReplicasAvailable',
      'Progressing True NewReplicaSetAvailable',
    ]);
    expect(revision(after)).toBe('1');
  });

  test('gives nobody anything to do once it has what it wants', () => {
    const plane = make();
    plane.create(deployments, deployment('web'));
    plane.converge();
    expect(plane.secondLook()).toEqual([]);
  });
});

describe('a rolling update', () => {
  test('brings one new Pod at a time for three replicas and never falls below them', () => {
    const plane = make();
    plane.create(deployments, deployment('web'));
    plane.converge();
    setImage(plane, 'web', 'nginx:2');
    const seen: string[] = [];
    for (let i = 0; i < 12; i++) {
      plane.settle();
      seen.push(sizes(plane));
      expect(plane.all(pods).filter((pod) => pod.metadata.deletionTimestamp === undefined).length).toBeLessThanOrEqual(
        4,
      );
      plane.runPods();
      plane.endPods();
    }
    expect([...new Set(seen)]).toEqual(['3 1', '2 2', '1 3', '0 3']);
    const [old, fresh] = plane.all(replicaSets);
    const [a = '', b = ''] = [old?.metadata.name, fresh?.metadata.name];
    expect(plane.eventsOf('web').slice(1)).toEqual([
      `ScalingReplicaSet: Scaled up replica set ${b} from 0 to 1`,
      `ScalingReplicaSet: Scaled down replica set ${a} from 3 to 2`,
      `ScalingReplicaSet: Scaled up replica set ${b} from 1 to 2`,
      `ScalingReplicaSet: Scaled down replica set ${a} from 2 to 1`,
      `ScalingReplicaSet: Scaled up replica set ${b} from 2 to 3`,
      `ScalingReplicaSet: Scaled down replica set ${a} from 1 to 0`,
    ]);
    expect(plane.secondLook()).toEqual([]);
  });

  test('gets stuck on Pods that never become ready, and says so after the deadline', () => {
    const plane = make();
    plane.create(deployments, deployment('web', { replicas: 4 }));
    plane.converge();
    setImage(plane, 'web', 'nope');
    plane.settle();
    plane.endPods();
    plane.settle();
    expect(sizes(plane)).toBe('3 2');
    expect(plane.get(deployments, 'web').status).toMatchObject({
      replicas: 5,
      updatedReplicas: 2,
      availableReplicas: 3,
      unavailableReplicas: 2,
    });
    expect(conditionsOf(plane.get(deployments, 'web'))).toEqual([
      'Available True MinimumReplicasAvailable',
      'Progressing True ReplicaSetUpdated',
    ]);
    plane.run(599_000);
    expect(conditionsOf(plane.get(deployments, 'web'))).toContain('Progressing True ReplicaSetUpdated');
    plane.run(3_000);
    expect(conditionsOf(plane.get(deployments, 'web'))).toContain('Progressing False ProgressDeadlineExceeded');
    expect(plane.secondLook()).toEqual([]);
  });

  test('takes the Pods that are not ready first', () => {
    const plane = make();
    plane.create(deployments, deployment('web', { replicas: 4 }));
    plane.settle();
    plane.runPods((pod) => pod.metadata.name !== plane.all(pods)[0]?.metadata.name);
    plane.settle();
    const sick = plane.all(pods)[0]?.metadata.name;
    setImage(plane, 'web', 'nginx:2');
    plane.settle();
    expect(sizes(plane)).toBe('3 2');
    expect(
      plane
        .all(pods)
        .filter((pod) => pod.metadata.deletionTimestamp !== undefined)
        .map((pod) => pod.metadata.name),
    ).toEqual([sick]);
  });

  test('back to an earlier template reuses its ReplicaSet under a new revision', () => {
    const plane = make();
    plane.create(deployments, deployment('web'));
    plane.converge();
    setImage(plane, 'web', 'nginx:2');
    plane.converge();
    setImage(plane, 'web', 'nginx:1.29');
    plane.converge();
    expect(sizes(plane)).toBe('3 0');
    expect(plane.all(replicaSets).map(revision)).toEqual(['3', '2']);
    expect(plane.all(replicaSets)[0]?.metadata.annotations?.['deployment.kubernetes.io/revision-history']).toBe('1');
    expect(revision(plane.get(deployments, 'web'))).toBe('3');
  });

  test('keeps as many old revisions as it is told to', () => {
    const plane = make();
    plane.create(deployments, deployment('web', { revisionHistoryLimit: 1 }));
    plane.converge();
    for (const image of ['a', 'b', 'c']) {
      setImage(plane, 'web', image);
      plane.converge();
    }
    expect(plane.all(replicaSets).map(revision)).toEqual(['3', '4']);
  });
});

describe('other strategies and states', () => {
  test('Recreate waits until the last old Pod is gone', () => {
    const plane = make();
    plane.create(deployments, deployment('web', { strategy: { type: 'Recreate' } }));
    plane.converge();
    setImage(plane, 'web', 'nginx:2');
    plane.settle();
    expect(sizes(plane)).toBe('0');
    plane.runPods();
    plane.settle();
    expect(plane.all(pods)).toHaveLength(3);
    plane.converge();
    expect(sizes(plane)).toBe('0 3');
    expect(plane.secondLook()).toEqual([]);
  });

  test('a pause keeps the old template running, a resume rolls the new one out', () => {
    const plane = make();
    plane.create(deployments, deployment('web'));
    plane.converge();
    change(plane, 'web', { paused: true });
    setImage(plane, 'web', 'nginx:2');
    plane.converge();
    expect(sizes(plane)).toBe('3');
    expect(conditionsOf(plane.get(deployments, 'web'))).toContain('Progressing Unknown DeploymentPaused');
    change(plane, 'web', { paused: false });
    plane.converge();
    expect(sizes(plane)).toBe('0 3');
    expect(conditionsOf(plane.get(deployments, 'web'))).toContain('Progressing True NewReplicaSetAvailable');
  });

  test('scaling in the middle of a rollout scales every ReplicaSet', () => {
    const plane = make();
    plane.create(
      deployments,
      deployment('web', {
        replicas: 10,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } },
      }),
    );
    plane.converge();
    setImage(plane, 'web', 'nginx:2');
    plane.settle();
    expect(sizes(plane)).toBe('8 5');
    change(plane, 'web', { paused: true, replicas: 15 });
    plane.settle();
    expect(sizes(plane)).toBe('11 7');
    expect(plane.secondLook()).toEqual([]);
  });

  test('a change of size alone makes no revision', () => {
    const plane = make();
    plane.create(deployments, deployment('web'));
    plane.converge();
    change(plane, 'web', { replicas: 5 });
    plane.converge();
    expect([sizes(plane), revision(plane.get(deployments, 'web'))]).toEqual(['5', '1']);
    expect(plane.eventsOf('web').at(-1)).toMatch(/^ScalingReplicaSet: Scaled up replica set web-\w+ from 3 to 5$/);
  });

  test('minReadySeconds delays availability', () => {
    const plane = make();
    plane.create(deployments, deployment('web', { minReadySeconds: 30 }));
    plane.settle();
    plane.runPods();
    plane.settle();
    expect(plane.get(deployments, 'web').status).toMatchObject({ readyReplicas: 3, unavailableReplicas: 3 });
    plane.run(29_000);
    expect(plane.get(deployments, 'web').status?.availableReplicas).toBeUndefined();
    plane.run(1_500);
    expect(plane.get(deployments, 'web').status).toMatchObject({ readyReplicas: 3, availableReplicas: 3 });
  });
});

describe('belonging', () => {
  test('a ReplicaSet left behind is adopted by a Deployment of the same template', () => {
    const plane = make();
    plane.create(deployments, deployment('web'));
    plane.converge();
    plane.delete(deployments, plane.get(deployments, 'web'), 'Orphan');
    plane.converge();
    expect(plane.all(replicaSets)[0]?.metadata.ownerReferences).toBeUndefined();
    plane.create(deployments, deployment('web'));
    plane.converge();
    expect(plane.all(replicaSets).map((set) => set.metadata.ownerReferences?.[0]?.name)).toEqual(['web']);
    expect(plane.all(pods)).toHaveLength(3);
    expect(plane.secondLook()).toEqual([]);
  });

  test('a deleted ReplicaSet comes back under its name', () => {
    const plane = make();
    plane.create(deployments, deployment('web'));
    plane.converge();
    const [before] = plane.all(replicaSets);
    plane.delete(replicaSets, before as ReplicaSet);
    plane.converge();
    const [after] = plane.all(replicaSets);
    expect(after?.metadata.name).toBe(before?.metadata.name);
    expect(after?.metadata.uid).not.toBe(before?.metadata.uid);
    expect(plane.all(pods)).toHaveLength(3);
  });

  test('a taken name leads to another hash', () => {
    const plane = make();
    plane.create(deployments, deployment('web'));
    plane.converge();
    const taken = plane.all(replicaSets)[0]?.metadata.name ?? '';
    plane.delete(deployments, plane.get(deployments, 'web'));
    plane.converge();
    const foreign = deployment(taken);
    plane.create(replicaSets, {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: taken, namespace: 'default' },
      spec: { replicas: 0, selector: foreign.spec.selector, template: foreign.spec.template },
    });
    plane.create(deployments, deployment('web'));
    plane.run(1_000);
    plane.converge();
    expect(plane.get(deployments, 'web').status?.collisionCount).toBe(1);
    expect(plane.all(replicaSets)).toHaveLength(2);
    expect(plane.all(pods)).toHaveLength(3);
  });

  test('a deleted Deployment takes its ReplicaSets and Pods with it', () => {
    const plane = make();
    plane.create(deployments, deployment('web'));
    plane.converge();
    plane.delete(deployments, plane.get(deployments, 'web'));
    plane.converge();
    expect([plane.all(replicaSets), plane.all(pods)]).toEqual([[], []]);
  });
});
