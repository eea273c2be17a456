import { describe, expect, test } from 'vitest';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { replicaSets } from '../../../api/kinds/replica-set/replica-set.ts';
import { forbidden } from '../../../api/machinery/status.ts';
import type { AdmissionPlugin } from '../../apiserver/core.ts';
import { PodTallies } from '../shared/pod-tally.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { pod, replicaSet } from '../testing/objects.ts';
import { replicaSetController } from './index.ts';

const make = (): ControlPlane => new ControlPlane([replicaSetController], { nodes: ['node-1', 'node-2'] });

const active = (plane: ControlPlane): readonly Pod[] =>
  plane.all(pods).filter((each) => each.metadata.deletionTimestamp === undefined);

function scale(plane: ControlPlane, name: string, replicas: number): void {
  const stored = plane.get(replicaSets, name);
  plane.update(replicaSets, { ...stored, spec: { ...stored.spec, replicas } });
}

describe('a ReplicaSet', () => {
  test('makes Pods of its template that belong to it', () => {
    const plane = make();
    plane.create(replicaSets, replicaSet('web'));
    plane.settle();
    const [first] = plane.all(pods);
    const owner = plane.get(replicaSets, 'web');
    expect(plane.all(pods)).toHaveLength(3);
    expect(first?.metadata).toMatchObject({ generateName: 'web-', labels: { app: 'web' } });
    expect(first?.metadata.ownerReferences).toEqual([
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'web',
        uid: owner.metadata.uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ]);
    expect(plane.eventsOf('web')).toEqual(
      plane.all(pods).map((each) => `SuccessfulCreate: Created pod: ${each.metadata.name ?? ''}`),
    );
    expect(owner.status).toEqual({
      replicas: 3,
      fullyLabeledReplicas: 3,
      terminatingReplicas: 0,
      observedGeneration: 1,
    });
  });

  test('counts ready, available and terminating Pods', () => {
    const plane = make();
    plane.create(replicaSets, replicaSet('web'));
    plane.settle();
    const [slow, gone] = plane.all(pods);
    plane.runPods((each) => each.metadata.name !== slow?.metadata.name);
    plane.delete(pods, gone as Pod);
    plane.settle();
    expect(plane.get(replicaSets, 'web').status).toEqual({
      replicas: 3,
      fullyLabeledReplicas: 3,
      readyReplicas: 1,
      availableReplicas: 1,
      terminatingReplicas: 1,
      observedGeneration: 1,
    });
    expect(active(plane)).toHaveLength(3);
    expect(plane.secondLook()).toEqual([]);
  });

  test('replaces a Pod that failed and leaves the failed one where it is', () => {
    const plane = make();
    plane.create(replicaSets, replicaSet('web'));
    plane.converge();
    const [first] = plane.all(pods);
    plane.updateStatus(pods, { ...(first as Pod), status: { phase: 'Failed', reason: 'Evicted' } });
    plane.settle();
    expect(plane.all(pods)).toHaveLength(4);
    expect(plane.get(replicaSets, 'web').status?.replicas).toBe(3);
  });

  test('creates 500 Pods in one look and the rest in the next ones', () => {
    const plane = make();
    plane.create(replicaSets, replicaSet('web', { replicas: 1200 }));
    plane.settle();
    expect(plane.all(pods)).toHaveLength(1200);
    expect(plane.get(replicaSets, 'web').status?.replicas).toBe(1200);
    scale(plane, 'web', 0);
    plane.settle();
    expect(active(plane)).toEqual([]);
  });

  test('takes the Pods that are not ready first when it shrinks', () => {
    const plane = make();
    plane.create(replicaSets, replicaSet('web', { replicas: 4 }));
    plane.settle();
    const sick = plane.all(pods)[2]?.metadata.name;
    plane.runPods((each) => each.metadata.name !== sick);
    scale(plane, 'web', 3);
    plane.settle();
    expect(
      plane
        .all(pods)
        .filter((each) => each.metadata.deletionTimestamp !== undefined)
        .map((each) => each.metadata.name),
    ).toEqual([sick]);
    expect(plane.eventsOf('web').at(-1)).toBe(`SuccessfulDelete: Deleted pod: ${sick ?? ''}`);
  });
});

describe('belonging by labels', () => {
  test('a Pod whose labels are changed is let go and replaced', () => {
    const plane = make();
    plane.create(replicaSets, replicaSet('web'));
    plane.converge();
    const [first] = plane.all(pods);
    const loose = plane.update(pods, {
      ...(first as Pod),
      metadata: { ...first?.metadata, labels: { app: 'quarantine' } },
    });
    plane.settle();
    expect(plane.get(pods, loose.metadata.name ?? '').metadata.ownerReferences).toBeUndefined();
    expect(plane.all(pods)).toHaveLength(4);
    expect(plane.get(replicaSets, 'web').status).toMatchObject({ replicas: 3, readyReplicas: 2 });
    expect(plane.secondLook()).toEqual([]);
  });

  test('a Pod that matches and belongs to nobody is adopted, and counts', () => {
    const plane = make();
    plane.create(pods, pod('mine', { app: 'web' }));
    plane.create(replicaSets, replicaSet('web', { replicas: 1 }));
    plane.settle();
    expect(plane.all(pods).map((each) => each.metadata.ownerReferences?.[0]?.name)).toEqual(['web']);
    plane.create(pods, pod('surplus', { app: 'web' }));
    plane.settle();
    expect(active(plane)).toHaveLength(1);
  });

  test('a Pod of another owner is left alone', () => {
    const plane = make();
    const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'job', uid: 'u', controller: true };
    plane.create(
      pods,
      pod(
        'theirs',
        { app: 'web' },
        { metadata: { name: 'theirs', namespace: 'default', labels: { app: 'web' }, ownerReferences: [owner] } },
      ),
    );
    plane.create(replicaSets, replicaSet('web', { replicas: 1 }));
    plane.settle();
    expect(plane.all(pods)).toHaveLength(2);
  });
});

describe('refusals', () => {
  /** Lets a number of Pods pass. */
  function quota(allowed: number): AdmissionPlugin {
    let left = allowed;
    return {
      name: 'TestQuota',
      resources: new Set([pods.resource]),
      create: (_core, _def, object) =>
        left-- > 0
          ? object
          : {
              refused: forbidden({ group: '', resource: 'pods' }, object.metadata.generateName ?? '', 'exceeded quota'),
            },
    };
  }

  test('show in a condition and in events, and few calls are wasted', () => {
    const plane = new ControlPlane([replicaSetController], { admission: [quota(2)] });
    plane.create(replicaSets, replicaSet('web', { replicas: 10 }));
    plane.settle();
    expect(plane.all(pods)).toHaveLength(2);
    const message = 'pods "web-" is forbidden: exceeded quota';
    expect(plane.get(replicaSets, 'web').status?.conditions).toMatchObject([
      { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message },
    ]);
    expect(plane.eventsOf('web')).toContain(`FailedCreate: Error creating: ${message}`);
  });

  test('are forgotten when the Pods come at last', () => {
    const plane = new ControlPlane([replicaSetController], { admission: [quota(0)] });
    plane.create(replicaSets, replicaSet('web', { replicas: 2 }));
    plane.settle();
    scale(plane, 'web', 0);
    plane.settle();
    expect(plane.get(replicaSets, 'web').status?.conditions).toBeUndefined();
  });
});

test('the counts kept with every change equal a count from scratch', () => {
  const plane = make();
  plane.create(replicaSets, replicaSet('web', { replicas: 20 }));
  plane.create(pods, pod('loose', { app: 'web' }));
  plane.settle();
  plane.runPods((each) => (each.metadata.name ?? '').charCodeAt(5) % 3 > 0);
  scale(plane, 'web', 15);
  plane.settle();
  const uid = plane.get(replicaSets, 'web').metadata.uid ?? '';
  const kept = plane.world.derived('pod-tallies', () => new PodTallies(() => []));
  const fresh = plane.store.derive(new PodTallies((owner) => plane.world.indexed(pods, 'owner', owner)));
  expect(kept.of(uid)).toEqual(fresh.of(uid));
  expect(fresh.of(uid).active).toBe(15);
});
