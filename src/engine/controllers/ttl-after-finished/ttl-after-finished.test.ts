import { expect, test } from 'vitest';
import { jobs } from '../../../api/kinds/job/job.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { garbageCollector } from '../garbage-collector/index.ts';
import { jobController } from '../job/index.ts';
import { activePods, change, endAll, job, start } from '../job/testing/job-plane.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { ttlAfterFinishedController } from './index.ts';

const make = (): ControlPlane => new ControlPlane([jobController, ttlAfterFinishedController, garbageCollector]);

test('a Job that ended goes with its Pods when its time is over, and not before', () => {
  const plane = make();
  start(plane, 'brief', { ttlSecondsAfterFinished: 30 });
  plane.run(60_000);
  endAll(plane);
  plane.run(29_999);
  expect([plane.all(jobs).length, plane.all(pods).length]).toEqual([1, 1]);
  plane.run(1);
  expect([plane.all(jobs).length, plane.all(pods).length]).toEqual([0, 0]);
});

test('a Job that failed goes, too; 0 seconds is at once; without the field it is kept', () => {
  const plane = make();
  start(plane, 'bad', { backoffLimit: 0, ttlSecondsAfterFinished: 0 });
  plane.create(jobs, job('kept'));
  plane.settle();
  expect(activePods(plane)).toHaveLength(2);
  endAll(plane, 1);
  plane.run(10_000);
  expect(plane.all(jobs).map(({ metadata }) => metadata.name)).toEqual(['kept']);
});

test('the time counts from the end, also when the field comes later', () => {
  const plane = make();
  start(plane, 'late');
  endAll(plane);
  plane.run(50_000);
  change(plane, 'late', { ttlSecondsAfterFinished: 60 });
  expect(plane.all(jobs)).toHaveLength(1);
  plane.run(10_000);
  expect(plane.all(jobs)).toHaveLength(0);
});
