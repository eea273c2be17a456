import { describe, expect, test } from 'vitest';
import { controllerRevisions } from '../../../api/kinds/controller-revision/controller-revision.ts';
import { persistentVolumeClaims } from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { statefulSets, type StatefulSet, type StatefulSetSpec } from '../../../api/kinds/stateful-set/stateful-set.ts';
import { forbidden } from '../../../api/machinery/status.ts';
import type { AdmissionPlugin } from '../../apiserver/core.ts';
import { garbageCollector } from '../garbage-collector/index.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { template } from '../testing/objects.ts';
import { statefulSetController } from './index.ts';

function statefulSet(name: string, spec: Partial<StatefulSetSpec> = {}): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas: 3,
      serviceName: name,
      selector: { matchLabels: { app: name } },
      template: template(name),
      ...spec,
    },
  };
}

function started(spec: Partial<StatefulSetSpec> = {}): ControlPlane {
  const plane = new ControlPlane([statefulSetController, garbageCollector], { nodes: ['node-1'] });
  plane.create(statefulSets, statefulSet('db', spec));
  return plane;
}

function change(plane: ControlPlane, part: Partial<StatefulSetSpec>): void {
  const stored = plane.get(statefulSets, 'db');
  plane.update(statefulSets, { ...stored, spec: { ...stored.spec, ...part } });
}

const names = (plane: ControlPlane): string =>
  plane
    .all(pods)
    .map(({ metadata }) => `${metadata.name?.slice(3) ?? ''}${metadata.deletionTimestamp === undefined ? '' : '-'}`)
    .join(' ');

const images = (plane: ControlPlane): string =>
  [...plane.all(pods)]
    .sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1))
    .map(({ spec }) => spec.containers[0]?.image.slice(6))
    .join(' ');

/** What stands after each round of settling, running and ending. */
function watch(plane: ControlPlane, look: (plane: ControlPlane) => string = names): string[] {
  const seen: string[] = [];
  for (let before = -1; before !== plane.store.rv;) {
    before = plane.store.rv;
    plane.settle();
    seen.push(look(plane));
    plane.runPods();
    plane.endPods();
  }
  return seen.filter((each, i) => each !== seen[i - 1]);
}

describe('an ordered StatefulSet', () => {
  test('brings its Pods up one after the other', () => {
    const plane = started();
    expect(watch(plane)).toEqual(['0', '0 1', '0 1 2']);
    expect(plane.secondLook()).toEqual([]);
    expect(plane.eventsOf('db')).toEqual(
      [0, 1, 2].map((i) => `SuccessfulCreate: Create Pod db-${i} in StatefulSet db successful`),
    );
  });

  test('gives its Pods names, numbers and addresses', () => {
    const plane = started({ ordinals: { start: 5 }, replicas: 1 });
    plane.converge();
    const [pod] = plane.all(pods);
    const [revision] = plane.all(controllerRevisions);
    const { uid } = plane.get(statefulSets, 'db').metadata;
    expect(pod?.metadata).toMatchObject({
      name: 'db-5',
      generateName: 'db-',
      labels: {
        app: 'db',
        'apps.kubernetes.io/pod-index': '5',
        'controller-revision-hash': revision?.metadata.name,
        'statefulset.kubernetes.io/pod-name': 'db-5',
      },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', uid, controller: true, blockOwnerDeletion: true },
      ],
    });
    expect(pod?.spec).toMatchObject({ hostname: 'db-5', subdomain: 'db' });
    expect(revision).toMatchObject({
      metadata: { name: expect.stringMatching(/^db-[456789bcdf]+$/) as string, ownerReferences: [{ uid }] },
      revision: 1,
      data: { spec: { template: { $patch: 'replace', metadata: { labels: { app: 'db' } } } } },
    });
    const hash = revision?.metadata.name?.slice(3);
    expect(revision?.metadata.labels).toEqual({ app: 'db', 'controller.kubernetes.io/hash': hash });
  });

  test('tells in its status how far it is', () => {
    const plane = started();
    plane.settle();
    const revision = plane.all(controllerRevisions)[0]?.metadata.name;
    const base = { observedGeneration: 1, collisionCount: 0, currentRevision: revision, updateRevision: revision };
    expect(plane.get(statefulSets, 'db').status).toEqual({
      ...base,
      replicas: 1,
      currentReplicas: 1,
      updatedReplicas: 1,
      availableReplicas: 0,
    });
    plane.converge();
    expect(plane.get(statefulSets, 'db').status).toEqual({
      ...base,
      replicas: 3,
      readyReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
      availableReplicas: 3,
    });
  });

  test('scales down from the top, one after the other, and waits for a Pod that is not well', () => {
    const plane = started();
    plane.converge();
    plane.setPod(plane.get(pods, 'db-0'), false);
    change(plane, { replicas: 1 });
    plane.settle();
    expect(names(plane)).toBe('0 1 2');
    plane.setPod(plane.get(pods, 'db-0'), true);
    expect(watch(plane)).toEqual(['0 1 2-', '0 1-', '0']);
    expect(plane.secondLook()).toEqual([]);
    expect(plane.eventsOf('db').slice(3)).toEqual([
      'SuccessfulDelete: Delete Pod db-2 in StatefulSet db successful',
      'SuccessfulDelete: Delete Pod db-1 in StatefulSet db successful',
    ]);
  });

  test('waits with a new Pod until the old one of its name is gone', () => {
    const plane = started();
    plane.converge();
    plane.delete(pods, plane.get(pods, 'db-1'));
    plane.settle();
    expect(names(plane)).toBe('0 1- 2');
    plane.endPods();
    plane.settle();
    expect(names(plane)).toBe('0 2 1');
  });

  test('replaces a Pod that failed', () => {
    const plane = started();
    plane.converge();
    const { uid } = plane.get(pods, 'db-1').metadata;
    const failed: Pod = plane.get(pods, 'db-1');
    plane.updateStatus(pods, { ...failed, status: { ...failed.status, phase: 'Failed', reason: 'Evicted' } });
    plane.converge();
    expect(plane.get(pods, 'db-1').metadata.uid).not.toBe(uid);
    expect(plane.eventsOf('db').slice(3)).toEqual(['SuccessfulDelete: Delete Pod db-1 in StatefulSet db successful']);
  });
});

describe('a rolling update', () => {
  const setImage = (plane: ControlPlane, image: string): void => change(plane, { template: template('db', image) });

  test('goes from the highest Pod down to the lowest', () => {
    const plane = started();
    plane.converge();
    const [before] = plane.all(controllerRevisions);
    setImage(plane, 'nginx:2');
    expect(watch(plane, images)).toEqual(['1.29 1.29 1.29', '1.29 1.29 2', '1.29 2 2', '2 2 2']);
    const { status } = plane.get(statefulSets, 'db');
    expect(status?.currentRevision).toBe(status?.updateRevision);
    expect(status?.currentRevision).not.toBe(before?.metadata.name);
    expect(plane.all(controllerRevisions).map(({ revision }) => revision)).toEqual([1, 2]);
    expect(plane.secondLook()).toEqual([]);
  });

  test('stops at the partition, and both revisions are told', () => {
    const plane = started({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } });
    plane.converge();
    setImage(plane, 'nginx:2');
    plane.converge();
    expect(images(plane)).toBe('1.29 1.29 2');
    const { status } = plane.get(statefulSets, 'db');
    const [first, second] = plane.all(controllerRevisions).map(({ metadata }) => metadata.name);
    expect(status).toMatchObject({
      currentReplicas: 2,
      updatedReplicas: 1,
      currentRevision: first,
      updateRevision: second,
    });
    plane.delete(pods, plane.get(pods, 'db-0'));
    plane.converge();
    expect(images(plane)).toBe('1.29 1.29 2');
    change(plane, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } });
    plane.converge();
    expect(images(plane)).toBe('2 2 2');
    expect(plane.secondLook()).toEqual([]);
  });

  test('that breaks is not healed by the old template alone', () => {
    const plane = started();
    plane.converge();
    setImage(plane, 'nginx:0');
    for (let i = 0; i < 4; i++) {
      plane.settle();
      plane.endPods();
      plane.runPods(() => false);
    }
    setImage(plane, 'nginx:1.29');
    plane.settle();
    expect([images(plane), names(plane)]).toEqual(['1.29 1.29 0', '0 1 2']);
    expect(plane.all(controllerRevisions).map(({ revision }) => revision)).toEqual([3, 2]);
    plane.delete(pods, plane.get(pods, 'db-2'));
    plane.converge();
    expect(images(plane)).toBe('1.29 1.29 1.29');
    expect(plane.secondLook()).toEqual([]);
  });

  test('leaves the Pods to their owner when the strategy is OnDelete', () => {
    const plane = started({ updateStrategy: { type: 'OnDelete' } });
    plane.converge();
    setImage(plane, 'nginx:2');
    plane.converge();
    expect(images(plane)).toBe('1.29 1.29 1.29');
    plane.delete(pods, plane.get(pods, 'db-0'));
    plane.converge();
    expect(images(plane)).toBe('2 1.29 1.29');
    expect(plane.get(statefulSets, 'db').status).toMatchObject({ currentReplicas: 2, updatedReplicas: 1 });
  });

  test('keeps as many revisions as it is told to', () => {
    const plane = started({ revisionHistoryLimit: 1 });
    for (const image of ['nginx:2', 'nginx:3', 'nginx:4']) {
      plane.converge();
      setImage(plane, image);
    }
    plane.converge();
    expect(plane.all(controllerRevisions).map(({ revision }) => revision)).toEqual([3, 4]);
    expect(plane.secondLook()).toEqual([]);
  });

  test('waits as long as minReadySeconds ask for', () => {
    const plane = started({ minReadySeconds: 10, replicas: 2 });
    plane.settle();
    plane.runPods();
    plane.settle();
    expect([names(plane), plane.get(statefulSets, 'db').status?.availableReplicas]).toEqual(['0', 0]);
    plane.run(9_500);
    expect(names(plane)).toBe('0');
    plane.run(1_000);
    expect([names(plane), plane.get(statefulSets, 'db').status?.availableReplicas]).toEqual(['0 1', 1]);
    plane.runPods();
    plane.run(11_000);
    expect(plane.get(statefulSets, 'db').status?.availableReplicas).toBe(2);
    expect(plane.secondLook()).toEqual([]);
  });
});

describe('a parallel StatefulSet', () => {
  test('waits for nobody when it grows and shrinks, but updates one by one', () => {
    const plane = started({ podManagementPolicy: 'Parallel' });
    expect(watch(plane)).toEqual(['0 1 2']);
    change(plane, { replicas: 5 });
    plane.converge();
    change(plane, { replicas: 2 });
    plane.settle();
    expect(names(plane)).toBe('0 1 2- 3- 4-');
    plane.converge();
    change(plane, { template: template('db', 'nginx:2') });
    expect(watch(plane, images)).toEqual(['1.29 1.29', '1.29 2', '2 2']);
    expect(plane.secondLook()).toEqual([]);
  });

  test('fills every gap at once', () => {
    const plane = started({ podManagementPolicy: 'Parallel', replicas: 5 });
    plane.converge();
    for (const name of ['db-0', 'db-3']) plane.delete(pods, plane.get(pods, name), undefined, 0);
    plane.settle();
    expect(names(plane)).toBe('1 2 4 0 3');
  });
});

describe('claims', () => {
  const volumeClaimTemplates = [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', labels: { tier: 'disk' } },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
  ];
  const claims = (plane: ControlPlane): string[] =>
    plane
      .all(persistentVolumeClaims)
      .map(({ metadata }) =>
        [metadata.name, ...(metadata.ownerReferences ?? []).map(({ kind, name }) => `${kind}/${name}`)].join(' '),
      );

  test('are made before their Pods and outlive them', () => {
    const plane = started({ volumeClaimTemplates });
    plane.converge();
    expect(plane.eventsOf('db').slice(0, 2)).toEqual([
      'SuccessfulCreate: Create Claim data-db-0 Pod db-0 in StatefulSet db success',
      'SuccessfulCreate: Create Pod db-0 in StatefulSet db successful',
    ]);
    expect(plane.get(pods, 'db-2').spec.volumes?.[0]).toEqual({
      name: 'data',
      persistentVolumeClaim: { claimName: 'data-db-2' },
    });
    expect(plane.get(persistentVolumeClaims, 'data-db-1')).toMatchObject({
      metadata: { labels: { tier: 'disk', app: 'db' } },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, volumeMode: 'Filesystem' },
    });
    change(plane, { replicas: 1 });
    plane.converge();
    plane.delete(statefulSets, plane.get(statefulSets, 'db'), 'Background');
    plane.converge();
    expect([plane.all(pods), plane.all(controllerRevisions), claims(plane)]).toEqual([
      [],
      [],
      ['data-db-0', 'data-db-1', 'data-db-2'],
    ]);
  });

  test('go with their Pods or their set when the retention policy says so', () => {
    const policy = { whenDeleted: 'Delete', whenScaled: 'Delete' };
    const plane = started({ volumeClaimTemplates, persistentVolumeClaimRetentionPolicy: policy });
    plane.converge();
    expect(claims(plane)).toEqual([0, 1, 2].map((i) => `data-db-${i} StatefulSet/db`));
    change(plane, { replicas: 1 });
    plane.settle();
    expect(claims(plane).slice(1)).toEqual(['data-db-1 Pod/db-1', 'data-db-2 Pod/db-2']);
    change(plane, { replicas: 2 });
    plane.settle();
    expect(claims(plane).slice(1)).toEqual(['data-db-1 StatefulSet/db', 'data-db-2 Pod/db-2']);
    plane.converge();
    expect(claims(plane)).toEqual([0, 1].map((i) => `data-db-${i} StatefulSet/db`));
    expect(plane.secondLook()).toEqual([]);
    plane.delete(statefulSets, plane.get(statefulSets, 'db'), 'Background');
    plane.converge();
    expect(claims(plane)).toEqual([]);
  });

  test('change their owners with the policy', () => {
    const plane = started({ volumeClaimTemplates });
    plane.converge();
    change(plane, { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' } });
    plane.converge();
    expect(claims(plane)).toEqual([0, 1, 2].map((i) => `data-db-${i} StatefulSet/db`));
    expect(plane.eventsOf('db').at(-1)).toBe('SuccessfulUpdate: Update Pod db-2 in StatefulSet db successful');
    change(plane, { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' } });
    plane.converge();
    expect(claims(plane)).toEqual(['data-db-0', 'data-db-1', 'data-db-2']);
    expect(plane.secondLook()).toEqual([]);
  });

  test('that cannot be made keep the Pod away, with upstream events', () => {
    const quota: AdmissionPlugin = {
      name: 'Quota',
      resources: new Set([persistentVolumeClaims.resource]),
      create: () => ({ refused: forbidden({ group: '', resource: 'persistentvolumeclaims' }, 'data-db-0', 'no more') }),
    };
    const plane = new ControlPlane([statefulSetController], { admission: [quota] });
    plane.create(statefulSets, statefulSet('db', { volumeClaimTemplates }));
    plane.settle();
    const why = 'persistentvolumeclaims "data-db-0" is forbidden: no more';
    expect(plane.all(pods)).toEqual([]);
    expect(plane.eventsOf('db')).toEqual([
      `FailedCreate: Create Claim data-db-0 for Pod db-0 in StatefulSet db failed error: ${why}`,
      `FailedCreate: Create Pod db-0 in StatefulSet db failed error: failed to create PVC data-db-0: ${why}`,
    ]);
  });
});

describe('ownership', () => {
  test('a Pod that loses its labels is let go and blocks its name', () => {
    const plane = started();
    plane.converge();
    const pod = plane.get(pods, 'db-2');
    plane.update(pods, { ...pod, metadata: { ...pod.metadata, labels: { app: 'other' } } });
    plane.settle();
    expect(plane.get(pods, 'db-2').metadata.ownerReferences).toBeUndefined();
    expect(plane.get(statefulSets, 'db').status?.replicas).toBe(2);
    plane.delete(pods, plane.get(pods, 'db-2'), undefined, 0);
    plane.run(60_000);
    expect(plane.get(pods, 'db-2').metadata.ownerReferences).toHaveLength(1);
  });

  test('a Pod is let go although something else happened to it before the controller looked', () => {
    const plane = started({ replicas: 1 });
    plane.converge();
    const pod = plane.get(pods, 'db-0');
    const relabelled = plane.update(pods, { ...pod, metadata: { ...pod.metadata, labels: { app: 'other' } } });
    plane.setPod(relabelled, false);
    plane.settle();
    expect(plane.get(pods, 'db-0').metadata.ownerReferences).toBeUndefined();
  });

  test('a Pod that loses the labels of its identity gets them back', () => {
    const plane = started();
    plane.converge();
    const pod = plane.get(pods, 'db-1');
    const { 'apps.kubernetes.io/pod-index': _index, ...labels } = pod.metadata.labels ?? {};
    plane.update(pods, { ...pod, metadata: { ...pod.metadata, labels } });
    plane.settle();
    expect(plane.get(pods, 'db-1').metadata.labels).toEqual(pod.metadata.labels);
    expect(plane.eventsOf('db').at(-1)).toBe('SuccessfulUpdate: Update Pod db-1 in StatefulSet db successful');
  });

  test('a set deleted as an orphan leaves Pods and revisions to its successor', () => {
    const plane = started();
    plane.converge();
    const uids = plane.all(pods).map(({ metadata }) => metadata.uid);
    plane.delete(statefulSets, plane.get(statefulSets, 'db'), 'Orphan');
    plane.converge();
    expect(plane.all(pods).every(({ metadata }) => metadata.ownerReferences === undefined)).toBe(true);
    plane.create(statefulSets, statefulSet('db'));
    plane.converge();
    expect(plane.all(pods).map(({ metadata }) => metadata.uid)).toEqual(uids);
    expect(plane.all(controllerRevisions)).toHaveLength(1);
    expect(plane.get(statefulSets, 'db').status).toMatchObject({ readyReplicas: 3, updatedReplicas: 3 });
    expect(plane.secondLook()).toEqual([]);
  });
});
