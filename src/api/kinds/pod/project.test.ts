import { describe, expect, test } from 'vitest';
import type { PodState } from '../../row.ts';
import { containerStatus, podWith } from '../testing/parts.ts';
import type { Pod } from './pod.ts';
import { projectPod } from './project.ts';

const bound = { nodeName: 'node-1' };
const READY = { type: 'Ready', status: 'True' } as const;
const NOT_READY = { type: 'Ready', status: 'False' } as const;
const waiting = (reason: string) =>
  containerStatus('a', { ready: false, state: { waiting: { reason, message: `because of ${reason}` } } });

describe('the state of a Pod on the stage', () => {
  test.each<[PodState, string, Pod]>([
    ['unscheduled', 'without a node', podWith({}, { phase: 'Pending' })],
    ['creating', 'bound, with nothing from the kubelet yet', podWith(bound, { phase: 'Pending' })],
    [
      'creating',
      'whose container is being made',
      podWith(bound, { phase: 'Pending', containerStatuses: [waiting('ContainerCreating')] }),
    ],
    [
      'running',
      'that runs and is not ready',
      podWith(bound, {
        phase: 'Running',
        conditions: [NOT_READY],
        containerStatuses: [containerStatus('a', { ready: false })],
      }),
    ],
    [
      'ready',
      'that is ready',
      podWith(bound, { phase: 'Running', conditions: [READY], containerStatuses: [containerStatus('a')] }),
    ],
    [
      'terminating',
      'that is being deleted',
      podWith(bound, { phase: 'Running', conditions: [READY] }, { deletionTimestamp: '2026-01-01T00:00:30Z' }),
    ],
    ['failed', 'that failed', podWith(bound, { phase: 'Failed' })],
    [
      'failed',
      'in CrashLoopBackOff',
      podWith(bound, { phase: 'Running', containerStatuses: [waiting('CrashLoopBackOff')] }),
    ],
    [
      'failed',
      'in ImagePullBackOff',
      podWith(bound, { phase: 'Pending', containerStatuses: [waiting('ImagePullBackOff')] }),
    ],
    ['failed', 'with ErrImagePull', podWith(bound, { phase: 'Pending', containerStatuses: [waiting('ErrImagePull')] })],
    [
      'failed',
      'with CreateContainerConfigError',
      podWith(bound, { phase: 'Pending', containerStatuses: [waiting('CreateContainerConfigError')] }),
    ],
    [
      'succeeded',
      'that is through',
      podWith(bound, { phase: 'Succeeded' }, { deletionTimestamp: '2026-01-01T00:00:30Z' }),
    ],
    [
      'unknown',
      'whose node is lost',
      podWith(bound, { phase: 'Running', conditions: [{ type: 'Ready', status: 'Unknown' }] }),
    ],
    [
      'unknown',
      'deleted on a lost node',
      podWith(bound, { phase: 'Running', reason: 'NodeLost' }, { deletionTimestamp: '2026-01-01T00:00:30Z' }),
    ],
  ])('is %s for one %s', (state, _what, pod) => {
    expect(projectPod(pod).state).toBe(state);
  });
});

test('a Pod becomes a whole row', () => {
  const pod = podWith(
    { ...bound, containers: [{ name: 'a', image: 'nginx', resources: { requests: { cpu: '250m', memory: '1Ki' } } }] },
    {
      phase: 'Running',
      podIP: '10.244.0.7',
      conditions: [READY],
      containerStatuses: [containerStatus('a', { restartCount: 2 })],
    },
    {
      uid: 'u-1',
      resourceVersion: '42',
      creationTimestamp: '2026-01-01T00:00:00Z',
      deletionTimestamp: '2026-01-01T00:01:00Z',
      deletionGracePeriodSeconds: 30,
      labels: { app: 'web', 'pod-template-hash': '7d8' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-7d8', uid: 'u-0', controller: true }],
    },
  );
  expect(projectPod(pod)).toEqual({
    type: 'pod',
    key: 'core/pods/default/p',
    uid: 'u-1',
    rv: 42,
    namespace: 'default',
    name: 'p',
    createdMs: Date.UTC(2026, 0, 1),
    deletionMs: Date.UTC(2026, 0, 1, 0, 1),
    node: 'node-1',
    ip: '10.244.0.7',
    state: 'terminating',
    status: 'Terminating',
    message: '',
    ownerUid: 'u-0',
    ownerKind: 'ReplicaSet',
    ownerName: 'web-7d8',
    templateHash: '7d8',
    labels: { app: 'web', 'pod-template-hash': '7d8' },
    containers: [{ name: 'a', image: 'nginx', state: 'running', reason: '', ready: true, restarts: 2, init: false }],
    restarts: 2,
    cpuRequestMillis: 250,
    memoryRequestBytes: 1024,
    graceSeconds: 30,
  });
});

test('the row has a sentence for what a Pod waits for', () => {
  const unschedulable = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message: '0/3 nodes are available: 3 Insufficient cpu.',
  } as const;
  expect(projectPod(podWith({}, { phase: 'Pending', conditions: [unschedulable] })).message).toBe(
    '0/3 nodes are available: 3 Insufficient cpu.',
  );
  expect(projectPod(podWith(bound, { phase: 'Pending', containerStatuses: [waiting('ErrImagePull')] })).message).toBe(
    'because of ErrImagePull',
  );
  expect(
    projectPod(podWith(bound, { phase: 'Failed', message: 'The node was low on resource: memory. ' })).message,
  ).toBe('The node was low on resource: memory. ');
});
