import { describe, expect, test } from 'vitest';
import { jobs } from '../../../api/kinds/job/job.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { forbidden } from '../../../api/machinery/status.ts';
import type { AdmissionPlugin } from '../../apiserver/core.ts';
import { activePods, change, conditions, end, endAll, jobPlane, start } from './testing/job-plane.ts';
import { pod } from '../testing/objects.ts';

const REACHED = [
  'SuccessCriteriaMet=True CompletionsReached: Reached expected number of succeeded pods',
  'Complete=True CompletionsReached: Reached expected number of succeeded pods',
];
const BACKOFF = 'BackoffLimitExceeded: Job has reached the specified backoff limit';
const quota: AdmissionPlugin = {
  name: 'quota',
  resources: new Set(['core/pods']),
  create: () => ({ refused: forbidden({ group: '', resource: 'pods' }, 'x', 'exceeded quota') }),
};

describe('a Job that runs once', () => {
  test('makes a Pod that carries its labels, its owner and the finalizer', () => {
    const plane = jobPlane();
    start(plane, 'once');
    const stored = plane.get(jobs, 'once');
    const uid = stored.metadata.uid ?? '';
    const [made] = plane.all(pods);
    const labels = {
      'batch.kubernetes.io/controller-uid': uid,
      'batch.kubernetes.io/job-name': 'once',
      'controller-uid': uid,
      'job-name': 'once',
    };
    expect(stored.metadata.labels).toEqual(labels);
    expect(stored.spec.selector).toEqual({ matchLabels: { 'batch.kubernetes.io/controller-uid': uid } });
    expect(made?.metadata).toMatchObject({
      generateName: 'once-',
      labels,
      finalizers: ['batch.kubernetes.io/job-tracking'],
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'Job', name: 'once', uid, controller: true, blockOwnerDeletion: true },
      ],
    });
    expect(stored.status).toEqual({
      active: 1,
      ready: 0,
      startTime: '2026-01-05T09:00:00Z',
      terminating: 0,
      uncountedTerminatedPods: {},
    });
  });

  test('counts ready Pods, then completes; the Pod stays and is free of the finalizer', () => {
    const plane = jobPlane();
    start(plane, 'once');
    plane.runPods();
    plane.settle();
    expect(plane.get(jobs, 'once').status).toMatchObject({ active: 1, ready: 1 });
    plane.run(2000);
    endAll(plane);
    const time = '2026-01-05T09:00:02Z';
    const reason = { reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
    const condition = { status: 'True', ...reason, lastProbeTime: time, lastTransitionTime: time };
    expect(plane.get(jobs, 'once').status).toEqual({
      conditions: [
        { type: 'SuccessCriteriaMet', ...condition },
        { type: 'Complete', ...condition },
      ],
      startTime: '2026-01-05T09:00:00Z',
      completionTime: time,
      succeeded: 1,
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
    });
    expect(plane.all(pods).map(({ metadata }) => metadata.finalizers)).toEqual([undefined]);
    const name = plane.all(pods)[0]?.metadata.name ?? '';
    expect(plane.eventsOf('once')).toEqual([`SuccessfulCreate: Created pod: ${name}`, 'Completed: Job completed']);
    expect(plane.secondLook()).toEqual([]);
  });
});

describe('parallelism and completions', () => {
  test('keep two at work until five have succeeded, and start no more than are missing', () => {
    const plane = jobPlane();
    start(plane, 'many', { completions: 5, parallelism: 2 });
    const seen = [activePods(plane).length];
    for (let i = 0; i < 5; i++) {
      end(plane, activePods(plane)[0]);
      seen.push(activePods(plane).length);
    }
    expect(seen).toEqual([2, 2, 2, 2, 1, 0]);
    expect(plane.all(pods)).toHaveLength(5);
    expect(plane.get(jobs, 'many').status?.succeeded).toBe(5);
    expect(conditions(plane, 'many')).toEqual(REACHED);
  });

  test('without completions one success ends the Job when the others have ended, too', () => {
    const plane = jobPlane();
    start(plane, 'queue', { parallelism: 3 });
    expect(activePods(plane)).toHaveLength(3);
    end(plane, activePods(plane)[0]);
    expect(activePods(plane)).toHaveLength(2);
    expect(conditions(plane, 'queue')).toEqual([]);
    endAll(plane);
    expect(conditions(plane, 'queue')).toEqual(REACHED);
  });

  test('less parallelism deletes Pods without counting them as failed', () => {
    const plane = jobPlane();
    start(plane, 'many', { completions: 5, parallelism: 3 });
    plane.runPods();
    change(plane, 'many', { parallelism: 1 });
    expect(plane.get(jobs, 'many').status).toMatchObject({ active: 1, ready: 1, terminating: 2 });
    plane.endPods();
    plane.settle();
    expect(plane.all(pods)).toHaveLength(1);
    expect(plane.get(jobs, 'many').status).toMatchObject({ active: 1, terminating: 0 });
    expect(plane.get(jobs, 'many').status?.failed).toBeUndefined();
  });

  test('no completions wanted: complete at once', () => {
    const plane = jobPlane();
    start(plane, 'none', { completions: 0 });
    expect(plane.all(pods)).toHaveLength(0);
    expect(conditions(plane, 'none')).toEqual(REACHED);
  });
});

describe('failed Pods', () => {
  test('are replaced after 10 s, then 20 s, then 40 s; a success begins anew', () => {
    const plane = jobPlane();
    start(plane, 'shaky', { completions: 2 });
    const waits: number[] = [];
    for (const seconds of [10, 20, 40]) {
      endAll(plane, 1);
      plane.run(seconds * 1000 - 1);
      waits.push(activePods(plane).length);
      plane.run(1);
      waits.push(activePods(plane).length);
    }
    expect(waits).toEqual([0, 1, 0, 1, 0, 1]);
    endAll(plane);
    expect(activePods(plane)).toHaveLength(1);
    endAll(plane, 1);
    plane.run(10_000);
    expect(activePods(plane)).toHaveLength(1);
    expect(plane.get(jobs, 'shaky').status).toMatchObject({ succeeded: 1, failed: 4 });
  });

  test('wait ten minutes at most', () => {
    const plane = jobPlane();
    start(plane, 'shaky', { backoffLimit: 20 });
    for (const seconds of [10, 20, 40, 80, 160, 320, 600, 600]) {
      endAll(plane, 1);
      plane.run(seconds * 1000 - 1);
      expect(activePods(plane)).toHaveLength(0);
      plane.run(1);
      expect(activePods(plane)).toHaveLength(1);
    }
  });

  test('end the Job when they are more than the limit', () => {
    const plane = jobPlane();
    start(plane, 'bad', { backoffLimit: 1 });
    endAll(plane, 1);
    plane.run(10_000);
    endAll(plane, 1);
    expect(conditions(plane, 'bad')).toEqual([`FailureTarget=True ${BACKOFF}`, `Failed=True ${BACKOFF}`]);
    expect(plane.get(jobs, 'bad').status).toMatchObject({ failed: 2, ready: 0, terminating: 0 });
    expect(plane.get(jobs, 'bad').status?.completionTime).toBeUndefined();
    expect(plane.eventsOf('bad').at(-1)).toBe(BACKOFF);
    expect(plane.all(pods)).toHaveLength(2);
    expect(plane.secondLook()).toEqual([]);
  });

  test('first FailureTarget, then the others are ended, then Failed', () => {
    const plane = jobPlane();
    start(plane, 'bad', { completions: 3, parallelism: 3, backoffLimit: 0 });
    plane.runPods();
    end(plane, activePods(plane)[0], 1);
    expect(conditions(plane, 'bad')).toEqual([`FailureTarget=True ${BACKOFF}`]);
    expect(plane.get(jobs, 'bad').status).toMatchObject({ terminating: 2, failed: 3, ready: 0 });
    plane.endPods();
    plane.settle();
    expect(conditions(plane, 'bad')).toEqual([`FailureTarget=True ${BACKOFF}`, `Failed=True ${BACKOFF}`]);
    expect(plane.get(jobs, 'bad').status).toMatchObject({ terminating: 0, failed: 3 });
  });

  test('restarts in place count with restartPolicy OnFailure', () => {
    const plane = jobPlane();
    start(plane, 'restarting', { backoffLimit: 2 }, 'OnFailure');
    plane.runPods();
    plane.settle();
    const [running] = plane.all(pods);
    const statuses = (restartCount: number) => [
      { name: 'a', ready: true, restartCount, image: 'busybox', imageID: '', state: { running: {} } },
    ];
    for (const restartCount of [1, 2]) {
      const stored = plane.get(pods, running?.metadata.name ?? '');
      expect(conditions(plane, 'restarting')).toEqual([]);
      plane.updateStatus(pods, {
        ...stored,
        status: { ...stored.status, containerStatuses: statuses(restartCount) },
      });
      plane.settle();
    }
    expect(conditions(plane, 'restarting')).toEqual([`FailureTarget=True ${BACKOFF}`]);
    expect(plane.all(pods)[0]?.metadata.deletionTimestamp).toBeDefined();
  });

  test('a deleted Pod counts as failed at once, or only when it has ended', () => {
    for (const [podReplacementPolicy, active] of [
      ['TerminatingOrFailed', 1],
      ['Failed', 0],
    ] as const) {
      const plane = jobPlane();
      start(plane, 'replaced', { podReplacementPolicy });
      plane.runPods();
      plane.settle();
      plane.delete(pods, plane.all(pods)[0] as never);
      plane.settle();
      plane.run(10_000);
      expect(activePods(plane)).toHaveLength(active);
      expect(plane.get(jobs, 'replaced').status).toMatchObject({ terminating: 1 });
      if (podReplacementPolicy === 'TerminatingOrFailed') continue;
      end(plane, plane.all(pods)[0], 137);
      plane.run(10_000);
      expect(activePods(plane)).toHaveLength(1);
    }
  });
});

describe('time and suspension', () => {
  test('a Job that is active for too long fails', () => {
    const plane = jobPlane();
    start(plane, 'slow', { activeDeadlineSeconds: 30 });
    plane.runPods();
    plane.run(29_999);
    expect(conditions(plane, 'slow')).toEqual([]);
    plane.run(1);
    plane.endPods();
    plane.settle();
    const why = 'DeadlineExceeded: Job was active longer than specified deadline';
    expect(conditions(plane, 'slow')).toEqual([`FailureTarget=True ${why}`, `Failed=True ${why}`]);
    expect(plane.all(pods)).toHaveLength(0);
    expect(plane.get(jobs, 'slow').status?.failed).toBe(1);
  });

  test('a suspended Job runs nothing; resumed, it starts its clock anew', () => {
    const plane = jobPlane();
    start(plane, 'later', { suspend: true });
    expect(plane.all(pods)).toHaveLength(0);
    expect(plane.get(jobs, 'later').status?.startTime).toBeUndefined();
    expect(conditions(plane, 'later')).toEqual(['Suspended=True JobSuspended: Job suspended']);
    plane.run(5000);
    change(plane, 'later', { suspend: false });
    expect(conditions(plane, 'later')).toEqual(['Suspended=False JobResumed: Job resumed']);
    expect(plane.get(jobs, 'later').status).toMatchObject({ active: 1, startTime: '2026-01-05T09:00:05Z' });
    change(plane, 'later', { suspend: true });
    expect(plane.all(pods)).toHaveLength(0);
    expect(plane.get(jobs, 'later').status?.failed).toBeUndefined();
    expect(plane.eventsOf('later').map((text) => text.split(':')[0])).toEqual([
      'Suspended',
      'SuccessfulCreate',
      'Resumed',
      'SuccessfulDelete',
    ]);
    expect(plane.secondLook()).toEqual([]);
  });
});

describe('other Pods', () => {
  test('of a Job that is gone are let go', () => {
    const plane = jobPlane();
    start(plane, 'once');
    plane.runPods();
    plane.settle();
    plane.delete(jobs, plane.get(jobs, 'once'), 'Background');
    plane.settle();
    expect(plane.all(pods).map(({ metadata }) => metadata.finalizers)).toEqual([undefined]);
  });

  test('are adopted with the finalizer when a selector made by hand selects them', () => {
    const plane = jobPlane();
    plane.create(
      pods,
      pod('loose', { app: 'x' }, { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'b' }] } }),
    );
    start(plane, 'own', {
      manualSelector: true,
      selector: { matchLabels: { app: 'x' } },
      template: {
        metadata: { labels: { app: 'x' } },
        spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'b' }] },
      },
    });
    expect(plane.all(pods).map(({ metadata }) => [metadata.name, metadata.finalizers])).toEqual([
      ['loose', ['batch.kubernetes.io/job-tracking']],
    ]);
    plane.update(pods, { ...plane.get(pods, 'loose'), metadata: { ...plane.get(pods, 'loose').metadata, labels: {} } });
    plane.settle();
    expect(plane.get(pods, 'loose').metadata.ownerReferences).toBeUndefined();
    expect(plane.get(pods, 'loose').metadata.finalizers).toBeUndefined();
    expect(activePods(plane)).toHaveLength(2);
  });

  test('that cannot be made are tried again', () => {
    const plane = jobPlane({ admission: [quota] });
    start(plane, 'refused');
    expect(plane.eventsOf('refused')[0]).toBe('FailedCreate: Error creating: pods "x" is forbidden: exceeded quota');
    const before = plane.nowMs;
    plane.run(60_000);
    expect(plane.nowMs - before).toBe(60_000);
  });
});
