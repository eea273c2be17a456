import { describe, expect, test } from 'vitest';
import { jobs, type JobSpec } from '../../../api/kinds/job/job.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { ControlPlane } from '../testing/control-plane.ts';
import {
  countCommon,
  firstFreeIndexes,
  formatIndexes,
  hasIndex,
  intervalsOf,
  mergeIndexes,
  readIndexes,
} from './intervals.ts';
import { activePods, change, conditions, end, jobPlane, start } from './testing/job-plane.ts';

const INDEX = 'batch.kubernetes.io/job-completion-index';
const FAILURES = 'batch.kubernetes.io/job-index-failure-count';

function indexed(plane: ControlPlane, name: string, spec: Partial<JobSpec>): void {
  start(plane, name, { completionMode: 'Indexed', ...spec });
}

function podOf(plane: ControlPlane, index: number): Pod | undefined {
  return activePods(plane).find(({ metadata }) => metadata.annotations?.[INDEX] === String(index));
}

const activeIndexes = (plane: ControlPlane): readonly string[] =>
  activePods(plane)
    .map(({ metadata }) => metadata.annotations?.[INDEX] ?? '')
    .sort();

describe('an Indexed Job', () => {
  test('tells each Pod its index: name, label, annotation, host name and environment', () => {
    const plane = jobPlane();
    indexed(plane, 'parts', { completions: 3, parallelism: 2 });
    const second = podOf(plane, 1);
    expect(activeIndexes(plane)).toEqual(['0', '1']);
    expect(second?.metadata).toMatchObject({
      generateName: 'parts-1-',
      labels: { [INDEX]: '1', 'job-name': 'parts' },
      annotations: { [INDEX]: '1' },
    });
    expect(second?.spec.hostname).toBe('parts-1');
    expect(second?.spec.containers[0]?.env).toEqual([
      {
        name: 'JOB_COMPLETION_INDEX',
        valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${INDEX}']` } },
      },
    ]);
    expect(podOf(plane, 0)?.spec.containers).toBe(second?.spec.containers);
  });

  test('writes down which indexes are done, and is complete when all are', () => {
    const plane = jobPlane();
    indexed(plane, 'parts', { completions: 5, parallelism: 5 });
    const seen: unknown[] = [];
    for (const index of [3, 1, 2, 0, 4]) {
      end(plane, podOf(plane, index));
      seen.push(plane.get(jobs, 'parts').status?.completedIndexes);
    }
    expect(seen).toEqual(['3', '1,3', '1-3', '0-3', '0-4']);
    expect(plane.get(jobs, 'parts').status?.succeeded).toBe(5);
    expect(conditions(plane, 'parts')).toHaveLength(2);
    expect(plane.secondLook()).toEqual([]);
  });

  test('grows and shrinks with completions and parallelism together', () => {
    const plane = jobPlane();
    indexed(plane, 'parts', { completions: 3, parallelism: 3 });
    end(plane, podOf(plane, 2));
    change(plane, 'parts', { completions: 4, parallelism: 4 });
    expect(activeIndexes(plane)).toEqual(['0', '1', '3']);
    change(plane, 'parts', { completions: 2, parallelism: 2 });
    expect(activeIndexes(plane)).toEqual(['0', '1']);
    expect(plane.get(jobs, 'parts').status).toMatchObject({ active: 2 });
    expect(plane.get(jobs, 'parts').status?.succeeded).toBeUndefined();
  });

  test('replaces a failed index, and removes a second Pod of the same one', () => {
    const plane = jobPlane();
    indexed(plane, 'parts', { completions: 2, parallelism: 2 });
    end(plane, podOf(plane, 1), 1);
    plane.run(10_000);
    expect(activeIndexes(plane)).toEqual(['0', '1']);
    const { metadata, spec } = podOf(plane, 1) as Pod;
    const { uid: _uid, resourceVersion: _rv, ...copied } = metadata;
    plane.create(pods, { apiVersion: 'v1', kind: 'Pod', metadata: { ...copied, name: 'twin' }, spec });
    plane.settle();
    expect(activeIndexes(plane)).toEqual(['0', '1']);
  });
});

describe('a limit for each index', () => {
  const spec = { completions: 2, parallelism: 2, backoffLimitPerIndex: 1 };

  test('each index waits for itself and keeps its count on the Pod', () => {
    const plane = jobPlane();
    indexed(plane, 'parts', spec);
    expect(podOf(plane, 0)?.metadata.annotations?.[FAILURES]).toBe('0');
    end(plane, podOf(plane, 0), 1);
    expect(plane.all(pods)[0]?.metadata.finalizers).toHaveLength(1);
    plane.run(10_000);
    expect(podOf(plane, 0)?.metadata.annotations?.[FAILURES]).toBe('1');
    expect(plane.all(pods)[0]?.metadata.finalizers).toBeUndefined();
    end(plane, podOf(plane, 0), 1);
    expect(plane.get(jobs, 'parts').status).toMatchObject({ failedIndexes: '0', failed: 2, active: 1 });
    plane.run(600_000);
    expect(activeIndexes(plane)).toEqual(['1']);
    end(plane, podOf(plane, 1));
    expect(conditions(plane, 'parts')).toEqual([
      'FailureTarget=True FailedIndexes: Job has failed indexes',
      'Failed=True FailedIndexes: Job has failed indexes',
    ]);
    expect(plane.get(jobs, 'parts').status).toMatchObject({ completedIndexes: '1', failedIndexes: '0' });
    expect(plane.secondLook()).toEqual([]);
  });

  test('maxFailedIndexes ends the Job early', () => {
    const plane = jobPlane();
    indexed(plane, 'parts', { ...spec, completions: 4, backoffLimitPerIndex: 0, maxFailedIndexes: 0 });
    end(plane, podOf(plane, 0), 1);
    expect(conditions(plane, 'parts').at(-1)).toBe(
      'Failed=True MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes',
    );
    expect(plane.all(pods)).toHaveLength(1);
  });

  test('the action FailIndex gives an index up at once', () => {
    const plane = jobPlane();
    const onExitCodes = { operator: 'In', values: [42] };
    indexed(plane, 'parts', { ...spec, podFailurePolicy: { rules: [{ action: 'FailIndex', onExitCodes }] } });
    end(plane, podOf(plane, 0), 42);
    plane.run(60_000);
    expect(activeIndexes(plane)).toEqual(['1']);
    expect(plane.get(jobs, 'parts').status?.failedIndexes).toBe('0');
  });
});

describe('policies', () => {
  test('FailJob fails the Job and says which rule', () => {
    const plane = jobPlane();
    const onExitCodes = { containerName: 'a', operator: 'In', values: [42] };
    start(plane, 'strict', { parallelism: 2, podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes }] } });
    plane.runPods();
    const failing = activePods(plane)[0];
    end(plane, failing, 42);
    const why = `PodFailurePolicy: Container a for pod default/${failing?.metadata.name ?? ''} failed with exit code 42 matching FailJob rule at index 0`;
    expect(conditions(plane, 'strict')).toEqual([`FailureTarget=True ${why}`]);
    plane.endPods();
    plane.settle();
    expect(conditions(plane, 'strict')).toEqual([`FailureTarget=True ${why}`, `Failed=True ${why}`]);
    expect(plane.eventsOf('strict').at(-1)).toBe(why);
  });

  test('Ignore does not count: a Pod that its node pushed out is replaced without end', () => {
    const plane = jobPlane();
    const rules = [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }];
    start(plane, 'patient', { backoffLimit: 0, podFailurePolicy: { rules } });
    const pushed = activePods(plane)[0] as Pod;
    plane.updateStatus(pods, {
      ...pushed,
      status: { phase: 'Failed', conditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    });
    plane.run(10_000);
    expect(activePods(plane)).toHaveLength(1);
    expect(plane.get(jobs, 'patient').status?.failed).toBeUndefined();
    end(plane, activePods(plane)[0], 1);
    expect(conditions(plane, 'patient').at(-1)).toContain('Failed=True BackoffLimitExceeded');
  });

  test('a success policy ends the Job when the leader is done', () => {
    const plane = jobPlane();
    const successPolicy = { rules: [{ succeededCount: 3 }, { succeededIndexes: '0' }] };
    indexed(plane, 'led', { completions: 3, parallelism: 3, successPolicy });
    plane.runPods();
    end(plane, podOf(plane, 0));
    const why = 'SuccessPolicy: Matched rules at index 1';
    expect(conditions(plane, 'led')).toEqual([`SuccessCriteriaMet=True ${why}`]);
    plane.endPods();
    plane.settle();
    expect(conditions(plane, 'led')).toEqual([`SuccessCriteriaMet=True ${why}`, `Complete=True ${why}`]);
    expect(plane.get(jobs, 'led').status).toMatchObject({ succeeded: 1, completedIndexes: '0' });
    expect(plane.get(jobs, 'led').status?.failed).toBeUndefined();
  });
});

test('intervals are read, merged, asked and written', () => {
  const runs = readIndexes('1,3-5,9-20', 12);
  expect(runs).toEqual([
    [1, 1],
    [3, 5],
    [9, 11],
  ]);
  expect(formatIndexes(mergeIndexes(runs, intervalsOf([8, 2, 0, 7])))).toBe('0-5,7-11');
  expect(formatIndexes(intervalsOf([4, 5]))).toBe('4,5');
  expect([0, 1, 4, 6, 11, 12].map((index) => hasIndex(runs, index))).toEqual([false, true, true, false, true, false]);
  expect(firstFreeIndexes(runs, 4, 12)).toEqual([0, 2, 6, 7]);
  expect(firstFreeIndexes(runs, 9, 7)).toEqual([0, 2, 6]);
  expect(countCommon(runs, readIndexes('0-3,5-9', 12))).toBe(4);
  expect([readIndexes('', 3), readIndexes('x,7', 3)]).toEqual([[], []]);
});
