import { describe, expect, test } from 'vitest';
import { containerStatus, podWith } from '../testing/parts.ts';
import { podTableRow } from './columns.ts';
import type { PodStatus } from './pod-status.ts';
import type { Pod } from './pod.ts';
import { printedStatus } from './printed-status.ts';

const NOW_MS = Date.UTC(2026, 0, 1, 0, 10);
const two = {
  containers: [
    { name: 'a', image: 'x' },
    { name: 'b', image: 'y' },
  ],
};
const READY = { type: 'Ready', status: 'True' } as const;

function brief(pod: Pod): string {
  const { ready, total, status, restarts } = printedStatus(pod);
  return `${ready}/${total} ${status} ${restarts}`;
}

describe('a row of kubectl get pods', () => {
  test('has the cells of a running Pod', () => {
    const status: PodStatus = {
      phase: 'Running',
      podIP: '10.244.0.2',
      podIPs: [{ ip: '10.244.0.2' }],
      containerStatuses: [containerStatus('a')],
    };
    const pod = podWith({ nodeName: 'node-1' }, status, { creationTimestamp: '2026-01-01T00:09:57Z' });
    expect(podTableRow(pod, NOW_MS)).toEqual({
      cells: ['p', '1/1', 'Running', '0', '3s', '10.244.0.2', 'node-1', '<none>', '<none>'],
    });
  });

  test('has the cells of a new Pod', () => {
    expect(podTableRow(podWith(two, { phase: 'Pending' }), NOW_MS).cells).toEqual([
      'p',
      '0/2',
      'Pending',
      '0',
      '<unknown>',
      '<none>',
      '<none>',
      '<none>',
      '<none>',
    ]);
  });

  test('marks finished Pods', () => {
    const ended = { state: { terminated: { exitCode: 0, reason: 'Completed' } }, ready: false };
    expect(
      podTableRow(podWith({}, { phase: 'Succeeded', containerStatuses: [containerStatus('a', ended)] }), NOW_MS),
    ).toMatchObject({
      cells: ['p', '0/1', 'Completed', '0', '<unknown>', '<none>', '<none>', '<none>', '<none>'],
      conditions: [{ type: 'Completed', status: 'True', reason: 'Succeeded' }],
    });
    expect(podTableRow(podWith({}, { phase: 'Failed', reason: 'Evicted' }), NOW_MS)).toMatchObject({
      cells: ['p', '0/1', 'Evicted', '0', '<unknown>', '<none>', '<none>', '<none>', '<none>'],
      conditions: [{ type: 'Completed', status: 'True', reason: 'Failed' }],
    });
  });

  test('tells when the last restart was', () => {
    const lastState = { terminated: { exitCode: 1, finishedAt: '2026-01-01T00:09:19Z' } };
    const pod = podWith(
      {},
      { phase: 'Running', containerStatuses: [containerStatus('a', { restartCount: 3, lastState })] },
    );
    expect(podTableRow(pod, NOW_MS).cells[3]).toBe('3 (41s ago)');
  });

  test('counts readiness gates that are open', () => {
    const pod = podWith(
      { readinessGates: [{ conditionType: 'a' }, { conditionType: 'b' }] },
      { conditions: [{ type: 'b', status: 'True' }] },
    );
    expect(podTableRow(pod, NOW_MS).cells[8]).toBe('1/2');
  });
});

describe('the columns READY, STATUS and RESTARTS', () => {
  const running = containerStatus('a');

  test.each<[string, Pod]>([
    [
      '1/2 CrashLoopBackOff 4',
      podWith(two, {
        phase: 'Running',
        containerStatuses: [
          running,
          containerStatus('b', { ready: false, restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } } }),
        ],
      }),
    ],
    [
      '0/1 ExitCode:3 0',
      podWith(
        {},
        {
          phase: 'Failed',
          containerStatuses: [containerStatus('a', { ready: false, state: { terminated: { exitCode: 3 } } })],
        },
      ),
    ],
    [
      '0/1 Signal:9 0',
      podWith(
        {},
        {
          phase: 'Failed',
          containerStatuses: [
            containerStatus('a', { ready: false, state: { terminated: { exitCode: 137, signal: 9 } } }),
          ],
        },
      ),
    ],
    [
      '0/1 OOMKilled 0',
      podWith(
        {},
        {
          phase: 'Running',
          containerStatuses: [
            containerStatus('a', { ready: false, state: { terminated: { exitCode: 137, reason: 'OOMKilled' } } }),
          ],
        },
      ),
    ],
    [
      '1/2 NotReady 0',
      podWith(two, {
        phase: 'Running',
        containerStatuses: [
          containerStatus('a', { ready: false, state: { terminated: { exitCode: 0, reason: 'Completed' } } }),
          containerStatus('b'),
        ],
      }),
    ],
    [
      '1/2 Running 0',
      podWith(two, {
        phase: 'Running',
        conditions: [READY],
        containerStatuses: [
          containerStatus('a', { ready: false, state: { terminated: { exitCode: 0, reason: 'Completed' } } }),
          containerStatus('b'),
        ],
      }),
    ],
    [
      '0/1 SchedulingGated 0',
      podWith(
        {},
        { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
      ),
    ],
    ['0/1 Terminating 0', podWith({}, { phase: 'Running' }, { deletionTimestamp: '2026-01-01T00:00:00Z' })],
    [
      '0/1 Unknown 0',
      podWith({}, { phase: 'Running', reason: 'NodeLost' }, { deletionTimestamp: '2026-01-01T00:00:00Z' }),
    ],
    ['0/1 Succeeded 0', podWith({}, { phase: 'Succeeded' }, { deletionTimestamp: '2026-01-01T00:00:00Z' })],
  ])('read %s', (text, pod) => {
    expect(brief(pod)).toBe(text);
  });

  test('follow the init containers until they are through', () => {
    const spec = {
      initContainers: [
        { name: 'i', image: 'x' },
        { name: 'j', image: 'x' },
      ],
    };
    const waiting = containerStatus('a', { ready: false, state: { waiting: { reason: 'PodInitializing' } } });
    const done = containerStatus('i', { state: { terminated: { exitCode: 0, reason: 'Completed' } } });
    const read = (...init: ReturnType<typeof containerStatus>[]): string =>
      brief(podWith(spec, { phase: 'Pending', initContainerStatuses: init, containerStatuses: [waiting] }));
    expect(read(containerStatus('i', { ready: false }))).toBe('0/1 Init:0/2 0');
    expect(read(done, containerStatus('j', { ready: false }))).toBe('0/1 Init:1/2 0');
    expect(read(containerStatus('i', { ready: false, state: { waiting: { reason: 'ErrImagePull' } } }))).toBe(
      '0/1 Init:ErrImagePull 0',
    );
    expect(
      read(
        containerStatus('i', {
          ready: false,
          restartCount: 2,
          state: { terminated: { exitCode: 1, reason: 'Error' } },
        }),
      ),
    ).toBe('0/1 Init:Error 2');
    expect(read(containerStatus('i', { ready: false, state: { terminated: { exitCode: 2 } } }))).toBe(
      '0/1 Init:ExitCode:2 0',
    );
    expect(read(done, { ...done, name: 'j' })).toBe('0/1 PodInitializing 0');
  });

  test('count a sidecar among the containers, and its restarts only of the init list', () => {
    const spec = {
      initContainers: [
        { name: 'i', image: 'x' },
        { name: 'side', image: 'x', restartPolicy: 'Always' },
      ],
    };
    const done = containerStatus('i', { restartCount: 5, state: { terminated: { exitCode: 0 } } });
    const status: PodStatus = {
      phase: 'Running',
      initContainerStatuses: [done, containerStatus('side', { restartCount: 1 })],
      containerStatuses: [running],
    };
    expect(brief(podWith(spec, status))).toBe('2/2 Running 1');
  });
});
