import { expect, test } from 'vitest';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import {
  replicationControllers,
  type ReplicationController,
  type ReplicationControllerSpec,
} from '../../../api/kinds/replication-controller/replication-controller.ts';
import { replicaSets } from '../../../api/kinds/replica-set/replica-set.ts';
import { replicaSetController } from '../replicaset/index.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { pod, replicaSet, template } from '../testing/objects.ts';
import { replicationControllerController } from './index.ts';

const make = (): ControlPlane => new ControlPlane([replicationControllerController, replicaSetController]);

function controller(name: string, spec: Partial<ReplicationControllerSpec> = {}): ReplicationController {
  return {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name, namespace: 'default' },
    spec: { replicas: 3, template: template(name), ...spec },
  };
}

function scale(plane: ControlPlane, replicas: number): void {
  const stored = plane.get(replicationControllers, 'old');
  plane.update(replicationControllers, { ...stored, spec: { ...stored.spec, replicas } });
  plane.settle();
}

const active = (plane: ControlPlane): readonly Pod[] =>
  plane.all(pods).filter(({ metadata }) => metadata.deletionTimestamp === undefined);

test('a ReplicationController keeps its Pods, counts them and tells of them in its own name', () => {
  const plane = make();
  plane.create(replicationControllers, controller('old'));
  plane.settle();
  plane.runPods();
  plane.settle();
  const stored = plane.get(replicationControllers, 'old');
  expect(stored.spec.selector).toEqual({ app: 'old' });
  expect(stored.status).toEqual({
    replicas: 3,
    fullyLabeledReplicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
    observedGeneration: 1,
  });
  expect(plane.all(pods)[0]?.metadata).toMatchObject({
    generateName: 'old-',
    ownerReferences: [{ apiVersion: 'v1', kind: 'ReplicationController', name: 'old', controller: true }],
  });
  expect(plane.eventsOf('old')).toEqual(
    plane.all(pods).map(({ metadata }) => `SuccessfulCreate: Created pod: ${metadata.name ?? ''}`),
  );
  scale(plane, 1);
  plane.endPods();
  plane.settle();
  expect(plane.all(pods)).toHaveLength(1);
  expect(plane.get(replicationControllers, 'old').status).toMatchObject({ replicas: 1, observedGeneration: 2 });
  expect(plane.secondLook()).toEqual([]);
});

test('it adopts and lets go by labels, and leaves the Pods of a ReplicaSet alone', () => {
  const plane = make();
  plane.create(replicaSets, replicaSet('old', { replicas: 2 }));
  plane.settle();
  plane.create(pods, pod('loose', { app: 'legacy' }));
  plane.create(replicationControllers, controller('old', { replicas: 2, template: template('legacy') }));
  plane.settle();
  const owners = (): readonly string[] =>
    active(plane).map(({ metadata }) => metadata.ownerReferences?.[0]?.kind ?? 'none');
  expect(owners()).toEqual(['ReplicaSet', 'ReplicaSet', 'ReplicationController', 'ReplicationController']);
  const adopted = plane.get(pods, 'loose');
  plane.update(pods, { ...adopted, metadata: { ...adopted.metadata, labels: { app: 'free' } } });
  plane.settle();
  expect(owners()).toEqual(['ReplicaSet', 'ReplicaSet', 'none', 'ReplicationController', 'ReplicationController']);
  expect(plane.secondLook()).toEqual([]);
});

test('with another selector it takes other Pods', () => {
  const plane = make();
  plane.create(replicationControllers, controller('old', { replicas: 1 }));
  plane.settle();
  const stored = plane.get(replicationControllers, 'old');
  const next = { ...stored.spec, selector: { app: 'new' }, template: template('new') };
  plane.update(replicationControllers, { ...stored, spec: next });
  plane.settle();
  expect(
    active(plane).map(({ metadata }) => [metadata.labels?.['app'], metadata.ownerReferences?.length ?? 0]),
  ).toEqual([
    ['old', 0],
    ['new', 1],
  ]);
});
