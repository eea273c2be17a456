import { describe, expect, test } from 'vitest';
import { controllerRevisions } from '../../../api/kinds/controller-revision/controller-revision.ts';
import { daemonSets, type DaemonSet, type DaemonSetSpec } from '../../../api/kinds/daemon-set/daemon-set.ts';
import { nodes, type Taint } from '../../../api/kinds/node/node.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { PodTemplateSpec } from '../../../api/kinds/pod/pod-spec.ts';
import { garbageCollector } from '../garbage-collector/index.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { pod as bare, template } from '../testing/objects.ts';
import { daemonSetController } from './index.ts';
import { targetNode } from './pod-object.ts';

const NODES = ['node-1', 'node-2', 'node-3'];

function daemonSet(spec: Partial<DaemonSetSpec> = {}): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'default' },
    spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent'), ...spec },
  };
}

function started(spec: Partial<DaemonSetSpec> = {}, names: readonly string[] = NODES): ControlPlane {
  const plane = new ControlPlane([daemonSetController, garbageCollector], { nodes: names });
  plane.create(daemonSets, daemonSet(spec));
  plane.settle();
  return plane;
}

/** Plays scheduler and kubelets: daemon Pods run on the node that they ask for. */
function run(plane: ControlPlane, isReady: (pod: Pod) => boolean = () => true): void {
  for (const each of plane.all(pods)) {
    if (each.metadata.deletionTimestamp !== undefined || each.status?.phase !== 'Pending') continue;
    plane.world.actor = 'test';
    const bound = each.spec.nodeName === undefined ? plane.world.bind(each, targetNode(each) ?? '') : undefined;
    plane.setPod(bound?.ok === true ? (bound.object as Pod) : each, isReady(each));
  }
  plane.settle();
}

function running(spec: Partial<DaemonSetSpec> = {}, names: readonly string[] = NODES): ControlPlane {
  const plane = started(spec, names);
  run(plane);
  return plane;
}

function change(plane: ControlPlane, part: Partial<DaemonSetSpec>): void {
  const stored = plane.get(daemonSets, 'agent');
  plane.update(daemonSets, { ...stored, spec: { ...stored.spec, ...part } });
  plane.settle();
}

function taint(plane: ControlPlane, name: string, ...taints: readonly Taint[]): void {
  const node = plane.get(nodes, name, '');
  plane.update(nodes, { ...node, spec: { ...node.spec, taints } });
  plane.settle();
}

/** Node and image of every Pod, `-` for one under deletion. */
const where = (plane: ControlPlane): string[] =>
  plane
    .all(pods)
    .map((each) => {
      const image = each.spec.containers[0]?.image.slice(6) ?? '';
      return `${targetNode(each)?.slice(5) ?? ''}:${image}${each.metadata.deletionTimestamp === undefined ? '' : '-'}`;
    })
    .sort();

const status = (plane: ControlPlane): DaemonSet['status'] => plane.get(daemonSets, 'agent').status;
const podOn = (plane: ControlPlane, node: string): Pod =>
  plane.all(pods).find((each) => targetNode(each) === node) as Pod;
const NO_SCHEDULE: Taint = { key: 'gpu', effect: 'NoSchedule' };

describe('a DaemonSet', () => {
  test('makes a Pod for every node, meant for it alone', () => {
    const plane = started();
    expect(where(plane)).toEqual(['1:1.29', '2:1.29', '3:1.29']);
    const pod = podOn(plane, 'node-2');
    const [revision] = plane.all(controllerRevisions);
    const hash = revision?.metadata.labels?.['controller-revision-hash'] ?? '';
    expect(revision?.metadata.name).toBe(`agent-${hash}`);
    expect(pod.metadata).toMatchObject({
      generateName: 'agent-',
      labels: { app: 'agent', 'controller-revision-hash': hash, 'pod-template-generation': '1' },
      ownerReferences: [{ kind: 'DaemonSet', name: 'agent', controller: true, blockOwnerDeletion: true }],
    });
    expect(pod.spec.affinity).toEqual({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-2'] }] }],
        },
      },
    });
    expect(pod.spec.tolerations).toEqual(
      [
        ['not-ready', 'NoExecute'],
        ['unreachable', 'NoExecute'],
        ['disk-pressure', 'NoSchedule'],
        ['memory-pressure', 'NoSchedule'],
        ['pid-pressure', 'NoSchedule'],
        ['unschedulable', 'NoSchedule'],
      ].map(([key, effect]) => ({ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect })),
    );
    expect([...plane.eventsOf('agent')].sort()).toEqual(
      plane
        .all(pods)
        .map(({ metadata }) => `SuccessfulCreate: Created pod: ${metadata.name ?? ''}`)
        .sort(),
    );
  });

  test('tells in its status what its Pods are', () => {
    const plane = started();
    const base = { currentNumberScheduled: 3, desiredNumberScheduled: 3, numberMisscheduled: 0, observedGeneration: 1 };
    expect(status(plane)).toEqual({ ...base, numberReady: 0, numberUnavailable: 3, updatedNumberScheduled: 3 });
    run(plane);
    expect(status(plane)).toEqual({ ...base, numberReady: 3, numberAvailable: 3, updatedNumberScheduled: 3 });
    expect(plane.secondLook()).toEqual([]);
  });

  test('follows nodes that come, and leaves Pods of nodes that go to others', () => {
    const plane = running();
    plane.addNode('node-4');
    plane.settle();
    expect(where(plane)).toEqual(['1:1.29', '2:1.29', '3:1.29', '4:1.29']);
    plane.delete(nodes, plane.get(nodes, 'node-4', ''));
    plane.delete(nodes, plane.get(nodes, 'node-1', ''));
    plane.settle();
    expect(where(plane)).toEqual(['1:1.29', '2:1.29', '3:1.29']);
    expect(status(plane)).toMatchObject({ desiredNumberScheduled: 2, currentNumberScheduled: 2 });
    expect(plane.secondLook()).toEqual([]);
  });

  test('goes where its node selector and its affinity lead, at once', () => {
    const plane = running();
    const node = plane.get(nodes, 'node-2', '');
    plane.update(nodes, { ...node, metadata: { ...node.metadata, labels: { tier: 'edge' } } });
    const { spec, ...rest } = template('agent');
    change(plane, { template: { ...rest, spec: { ...spec, nodeSelector: { tier: 'edge' } } } });
    for (let i = 0; i < 3; i++) {
      plane.endPods();
      plane.settle();
      run(plane);
    }
    expect(where(plane)).toEqual(['2:1.29']);
    expect(status(plane)).toMatchObject({ desiredNumberScheduled: 1, currentNumberScheduled: 1, numberAvailable: 1 });
    const labelled = plane.get(nodes, 'node-2', '');
    plane.update(nodes, { ...labelled, metadata: { ...labelled.metadata, labels: {} } });
    plane.settle();
    expect(where(plane)).toEqual(['2:1.29-']);
  });

  test('keeps its Pod behind a NoSchedule taint, counts it as misplaced, and loses it to NoExecute', () => {
    const plane = running();
    taint(plane, 'node-2', { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' });
    expect(where(plane)).toHaveLength(3);
    expect(status(plane)).toMatchObject({
      desiredNumberScheduled: 2,
      currentNumberScheduled: 2,
      numberReady: 2,
      numberMisscheduled: 1,
    });
    taint(plane, 'node-2', { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' });
    expect(status(plane)).toMatchObject({ desiredNumberScheduled: 3, numberMisscheduled: 0 });
    taint(plane, 'node-2', { key: 'gpu', effect: 'NoExecute' });
    expect(where(plane)).toEqual(['1:1.29', '2:1.29-', '3:1.29']);
    plane.endPods();
    taint(plane, 'node-2', NO_SCHEDULE);
    expect(where(plane)).toEqual(['1:1.29', '3:1.29']);
    taint(plane, 'node-2', { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' });
    expect(where(plane)).toEqual(['1:1.29', '2:1.29', '3:1.29']);
    expect(plane.secondLook()).toEqual([]);
  });

  test('deletes a failed Pod at once, and the next one of the node later', () => {
    const plane = running();
    const fail = (): void => {
      const pod = podOn(plane, 'node-1');
      plane.updateStatus(pods, { ...pod, status: { ...pod.status, phase: 'Failed', reason: 'Evicted' } });
      plane.settle();
    };
    const [first, told] = [podOn(plane, 'node-1').metadata.name ?? '', plane.eventsOf('agent').length];
    fail();
    const second = podOn(plane, 'node-1').metadata.name ?? '';
    expect(second).not.toBe(first);
    expect(plane.eventsOf('agent').slice(told)).toEqual([
      `FailedDaemonPod: Found failed daemon pod default/${first} on node node-1, will try to kill it`,
      `SuccessfulDelete: Deleted pod: ${first}`,
      `SuccessfulCreate: Created pod: ${second}`,
    ]);
    fail();
    expect(podOn(plane, 'node-1').metadata.name).toBe(second);
    plane.run(900);
    expect(podOn(plane, 'node-1').metadata.name).toBe(second);
    plane.run(200);
    expect(podOn(plane, 'node-1').metadata.name).not.toBe(second);
    const third = podOn(plane, 'node-1');
    plane.updateStatus(pods, { ...third, status: { ...third.status, phase: 'Succeeded' } });
    plane.settle();
    expect(plane.eventsOf('agent')).toContain(
      `SucceededDaemonPod: Found succeeded daemon pod default/${third.metadata.name ?? ''} on node node-1, will try to delete it`,
    );
  });

  test('adopts a Pod that matches, lets one go that does not, and keeps one a node', () => {
    const plane = running();
    plane.create(pods, bare('stray', { app: 'agent' }, { spec: { ...bare('stray').spec, nodeName: 'node-1' } }));
    plane.settle();
    expect(plane.get(pods, 'stray').metadata.deletionTimestamp).toBeDefined();
    plane.endPods();
    const pod = podOn(plane, 'node-2');
    plane.update(pods, { ...pod, metadata: { ...pod.metadata, labels: { app: 'other' } } });
    plane.settle();
    expect(plane.get(pods, pod.metadata.name ?? '').metadata.ownerReferences).toBeUndefined();
    expect(where(plane)).toEqual(['1:1.29', '2:1.29', '2:1.29', '3:1.29']);
    expect(plane.secondLook()).toEqual([]);
  });

  test('counts a Pod as available after minReadySeconds', () => {
    const plane = running({ minReadySeconds: 20 });
    expect(status(plane)).toMatchObject({ numberReady: 3, numberUnavailable: 3 });
    plane.run(19_000);
    expect(status(plane)?.numberAvailable).toBeUndefined();
    plane.run(1_500);
    expect(status(plane)).toMatchObject({ numberAvailable: 3 });
    expect(plane.secondLook()).toEqual([]);
  });
});

describe('an update', () => {
  const next = (image = 'nginx:2'): PodTemplateSpec => template('agent', image);

  /** What stands after each round, until nothing changes any more. */
  function watch(plane: ControlPlane): string[] {
    const seen: string[] = [];
    for (let before = -1; before !== plane.store.rv;) {
      before = plane.store.rv;
      plane.settle();
      seen.push(where(plane).join(' '));
      plane.endPods();
      plane.settle();
      run(plane);
    }
    return seen.filter((each, i) => each !== seen[i - 1]);
  }

  test('takes one node at a time by default', () => {
    const plane = running();
    change(plane, { template: next() });
    expect(watch(plane)).toEqual(['1:1.29- 2:1.29 3:1.29', '1:2 2:1.29- 3:1.29', '1:2 2:2 3:1.29-', '1:2 2:2 3:2']);
    expect(status(plane)).toMatchObject({ updatedNumberScheduled: 3, numberAvailable: 3, observedGeneration: 2 });
    expect(plane.get(daemonSets, 'agent').metadata.annotations).toEqual({
      'deprecated.daemonset.template.generation': '2',
    });
    expect(plane.all(controllerRevisions).map(({ revision }) => revision)).toEqual([1, 2]);
    expect(plane.secondLook()).toEqual([]);
  });

  test('takes as many as maxUnavailable allows, percentages rounded up', () => {
    const plane = running({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '40%' } } });
    change(plane, { template: next() });
    expect(where(plane)).toEqual(['1:1.29-', '2:1.29-', '3:1.29']);
  });

  test('replaces Pods that are not available without asking', () => {
    const plane = running();
    plane.setPod(podOn(plane, 'node-3'), false);
    change(plane, { template: next() });
    expect(where(plane)).toEqual(['1:1.29', '2:1.29', '3:1.29-']);
  });

  test('that fails stops after maxUnavailable, and goes back by the old template', () => {
    const plane = running();
    change(plane, { template: next('nginx:0') });
    plane.endPods();
    plane.settle();
    run(plane, () => false);
    expect(where(plane)).toEqual(['1:0', '2:1.29', '3:1.29']);
    change(plane, { template: next('nginx:1.29') });
    expect(watch(plane).at(-1)).toBe('1:1.29 2:1.29 3:1.29');
    expect(plane.all(controllerRevisions).map(({ revision }) => revision)).toEqual([3, 2]);
    expect(plane.secondLook()).toEqual([]);
  });

  test('with maxSurge puts the new Pod beside the old one first', () => {
    const plane = running({
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    });
    change(plane, { template: next() });
    expect(watch(plane)).toEqual([
      '1:1.29 1:2 2:1.29 3:1.29',
      '1:1.29- 1:2 2:1.29 2:2 3:1.29',
      '1:2 2:1.29- 2:2 3:1.29 3:2',
      '1:2 2:2 3:1.29- 3:2',
      '1:2 2:2 3:2',
    ]);
    expect(plane.secondLook()).toEqual([]);
  });

  test('OnDelete waits for people', () => {
    const plane = running({ updateStrategy: { type: 'OnDelete' } });
    change(plane, { template: next() });
    expect(where(plane)).toEqual(['1:1.29', '2:1.29', '3:1.29']);
    expect(status(plane)?.updatedNumberScheduled).toBeUndefined();
    plane.delete(pods, podOn(plane, 'node-2'), undefined, 0);
    plane.settle();
    expect(where(plane)).toEqual(['1:1.29', '2:2', '3:1.29']);
  });

  test('keeps as many revisions as it is told to', () => {
    const plane = running({ revisionHistoryLimit: 1 });
    for (const image of ['nginx:2', 'nginx:3', 'nginx:4']) {
      change(plane, { template: next(image) });
      watch(plane);
    }
    expect(plane.all(controllerRevisions).map(({ revision }) => revision)).toEqual([3, 4]);
  });
});

test('bursts of 250 Pods reach every one of 600 nodes', () => {
  const plane = started(
    {},
    Array.from({ length: 600 }, (_, i) => `n-${i}`),
  );
  expect(plane.all(pods)).toHaveLength(600);
  expect(new Set(plane.all(pods).map(targetNode)).size).toBe(600);
});
