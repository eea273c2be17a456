import { describe, expect, test } from 'vitest';
import { cronJobs, type CronJob, type CronJobSpec } from '../../../api/kinds/cron-job/cron-job.ts';
import { jobs } from '../../../api/kinds/job/job.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { formatTime } from '../../../lib/time.ts';
import { garbageCollector } from '../garbage-collector/index.ts';
import { jobController } from '../job/index.ts';
import { activePods, end } from '../job/testing/job-plane.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { cronJobClock, cronJobController } from './index.ts';
import { rfc1123 } from './rfc1123.ts';

const MINUTE = 60_000;
/** 2026-01-05T09:00:00Z in minutes. */
const START = Date.UTC(2026, 0, 5, 9, 0, 0) / MINUTE;

const make = (): ControlPlane =>
  new ControlPlane([cronJobController, cronJobClock, jobController, garbageCollector], { nodes: ['node-1'] });

function cronJob(name: string, spec: Partial<CronJobSpec> = {}): CronJob {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'busybox' }] } };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: 'default' },
    spec: {
      schedule: '*/5 * * * *',
      jobTemplate: { metadata: { labels: { from: name } }, spec: { template } },
      ...spec,
    },
  };
}

function start(spec: Partial<CronJobSpec> = {}): ControlPlane {
  const plane = make();
  plane.create(cronJobs, cronJob('tick', spec));
  plane.settle();
  return plane;
}

const names = (plane: ControlPlane): readonly (string | undefined)[] =>
  plane.all(jobs).map(({ metadata }) => metadata.name);
const status = (plane: ControlPlane): CronJob['status'] => plane.get(cronJobs, 'tick').status;
const reasons = (plane: ControlPlane): readonly (string | undefined)[] =>
  plane.eventsOf('tick').map((text) => text.split(':')[0]);

function endRunning(plane: ControlPlane, exitCode = 0): void {
  for (const pod of activePods(plane)) end(plane, pod, exitCode);
  plane.settle();
}

describe('a CronJob', () => {
  test('starts a Job at each time of its schedule, named after the minute', () => {
    const plane = start();
    plane.run(5 * MINUTE + 99);
    expect(names(plane)).toEqual([]);
    plane.run(1);
    const [made] = plane.all(jobs);
    expect(made?.metadata).toMatchObject({
      name: `tick-${START + 5}`,
      labels: { from: 'tick' },
      annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-05T09:05:00Z' },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'tick', controller: true }],
    });
    expect(status(plane)).toEqual({
      active: [
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          name: `tick-${START + 5}`,
          namespace: 'default',
          uid: made?.metadata.uid,
          resourceVersion: expect.any(String) as string,
        },
      ],
      lastScheduleTime: '2026-01-05T09:05:00Z',
    });
    endRunning(plane);
    expect(status(plane)).toEqual({
      lastScheduleTime: '2026-01-05T09:05:00Z',
      lastSuccessfulTime: '2026-01-05T09:05:00Z',
    });
    expect(plane.eventsOf('tick')).toEqual([
      `SuccessfulCreate: Created job tick-${START + 5}`,
      `SawCompletedJob: Saw completed job: tick-${START + 5}, condition: Complete`,
    ]);
    expect(plane.secondLook()).toEqual([]);
  });

  test('keeps three successes and one failure', () => {
    const plane = start();
    plane.run(MINUTE);
    for (let i = 1; i <= 7; i++) {
      plane.run(5 * MINUTE);
      endRunning(plane);
    }
    expect(names(plane)).toEqual([25, 30, 35].map((minutes) => `tick-${START + minutes}`));
    const failing = start({ jobTemplate: { spec: { ...cronJob('x').spec.jobTemplate.spec, backoffLimit: 0 } } });
    failing.run(MINUTE);
    for (let i = 1; i <= 3; i++) {
      failing.run(5 * MINUTE);
      endRunning(failing, 1);
    }
    expect(names(failing)).toEqual([`tick-${START + 15}`]);
    expect(failing.eventsOf('tick')).toContain(`SuccessfulDelete: Deleted job tick-${START + 10}`);
    expect(failing.all(pods)).toHaveLength(1);
  });

  test('by default starts beside what still runs, with Forbid it does not, with Replace it takes its place', () => {
    const running = (concurrencyPolicy: string): ControlPlane => {
      const plane = start({ concurrencyPolicy });
      plane.run(11 * MINUTE);
      return plane;
    };
    const [allow, forbid, replace] = ['Allow', 'Forbid', 'Replace'].map(running) as [
      ControlPlane,
      ControlPlane,
      ControlPlane,
    ];
    expect(names(allow)).toEqual([`tick-${START + 5}`, `tick-${START + 10}`]);
    expect(names(forbid)).toEqual([`tick-${START + 5}`]);
    expect(forbid.eventsOf('tick').at(-1)).toBe(
      'JobAlreadyActive: Not starting job because prior execution is running and concurrency policy is Forbid',
    );
    expect(forbid.secondLook()).toEqual([]);
    endRunning(forbid);
    expect(names(forbid)).toEqual([`tick-${START + 5}`, `tick-${START + 10}`]);
    expect(names(replace)).toEqual([`tick-${START + 10}`]);
    expect(status(replace)?.active).toHaveLength(1);
    expect(reasons(replace)).toEqual(['SuccessfulCreate', 'SuccessfulDelete', 'SuccessfulCreate']);
  });

  test('suspended starts nothing; afterwards it makes up for the latest missed time only', () => {
    const plane = start({ suspend: true });
    plane.run(12 * MINUTE);
    expect(names(plane)).toEqual([]);
    const stored = plane.get(cronJobs, 'tick');
    plane.update(cronJobs, { ...stored, spec: { ...stored.spec, suspend: false } });
    plane.settle();
    expect(names(plane)).toEqual([`tick-${START + 10}`]);
  });

  test('does not make up for what its starting deadline excludes', () => {
    const plane = start({ suspend: true, startingDeadlineSeconds: 60 });
    plane.run(12 * MINUTE);
    const stored = plane.get(cronJobs, 'tick');
    plane.update(cronJobs, { ...stored, spec: { ...stored.spec, suspend: false } });
    plane.settle();
    expect(names(plane)).toEqual([]);
    plane.run(4 * MINUTE);
    expect(names(plane)).toEqual([`tick-${START + 15}`]);
  });

  test('tells when it missed more than a hundred times, and starts the latest', () => {
    const plane = start({ suspend: true, schedule: '* * * * *' });
    plane.run(150 * MINUTE + 1000);
    const stored = plane.get(cronJobs, 'tick');
    plane.update(cronJobs, { ...stored, spec: { ...stored.spec, suspend: false } });
    plane.settle();
    expect(names(plane)).toEqual([`tick-${START + 150}`]);
    expect(plane.eventsOf('tick')[0]).toBe(
      'TooManyMissedTimes: too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
    );
  });

  test('with another schedule waits for its next time', () => {
    const plane = start({ schedule: '0 3 * * *' });
    plane.run(31 * MINUTE);
    const stored = plane.get(cronJobs, 'tick');
    plane.update(cronJobs, { ...stored, spec: { ...stored.spec, schedule: '*/10 * * * *' } });
    plane.settle();
    expect(names(plane)).toEqual([]);
    plane.run(10 * MINUTE);
    expect(names(plane)).toEqual([`tick-${START + 40}`]);
  });

  test('reads its schedule in a zone with a fixed offset', () => {
    const plane = start({ schedule: '30 14 * * *', timeZone: 'Etc/GMT-5' });
    plane.run(31 * MINUTE);
    expect(plane.all(jobs)[0]?.metadata).toMatchObject({
      name: `tick-${START + 30}`,
      annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-05T14:30:00+05:00' },
    });
  });

  test('warns of a Job that somebody else made in its name, and takes missing ones off the list', () => {
    const plane = start();
    plane.run(6 * MINUTE);
    const [own] = plane.all(jobs);
    const { uid: _uid, resourceVersion: _rv, ...metadata } = own?.metadata ?? {};
    plane.create(jobs, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { ...metadata, name: 'manual' },
      spec: cronJob('x').spec.jobTemplate.spec,
    });
    plane.settle();
    plane.delete(jobs, plane.get(jobs, `tick-${START + 5}`), 'Background');
    plane.settle();
    expect(plane.eventsOf('tick').slice(1)).toEqual([
      'UnexpectedJob: Saw a job that the controller did not create or forgot: manual',
      `MissingJob: Active job went missing: tick-${START + 5}`,
    ]);
    expect(status(plane)).toEqual({ lastScheduleTime: formatTime((START + 5) * MINUTE) });
    expect(plane.secondLook()).toEqual([]);
  });
});

test('a missed time is told as Go prints it', () => {
  expect(rfc1123(Date.UTC(2026, 1, 28, 23, 59, 7))).toBe('Sat, 28 Feb 2026 23:59:07 +0000');
});
