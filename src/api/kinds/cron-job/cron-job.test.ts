import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../machinery/object.ts';
import { created, createErrors } from '../testing/check.ts';
import type { CronJob } from './cron-job.ts';
import { cronJobDef } from './def.ts';

const NOW_MS = Date.UTC(2026, 0, 1, 0, 10);
const TEMPLATE = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'busybox' }] } };

function cronJob(spec: Readonly<Record<string, unknown>> = {}, name = 'c'): KubeObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: 'default', creationTimestamp: '2026-01-01T00:09:59Z' },
    spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: TEMPLATE } }, ...spec },
  };
}

test('a CronJob gets upstream defaults; its template gets only those of its Pods', () => {
  const { jobTemplate, ...rest } = (created(cronJobDef, cronJob()) as CronJob).spec;
  expect(rest).toEqual({
    schedule: '0 3 * * *',
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  });
  expect(Object.keys(jobTemplate.spec)).toEqual(['template']);
  expect(jobTemplate.spec.template.spec.dnsPolicy).toBe('ClusterFirst');
});

describe('a CronJob is refused', () => {
  test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['without a schedule', { schedule: '' }, ['spec.schedule: Required value']],
    [
      'with one that is none',
      { schedule: 'never' },
      ['spec.schedule: Invalid value: "never": expected exactly 5 fields, found 1: [never]'],
    ],
    [
      'with a zone in its schedule',
      { schedule: 'TZ=UTC 0 3 * * *' },
      [
        'spec.schedule: Invalid value: "TZ=UTC 0 3 * * *": expected exactly 5 fields, found 6: [TZ=UTC 0 3 * * *]',
        'spec.schedule: Invalid value: "TZ=UTC 0 3 * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
      ],
    ],
    [
      'with a zone that is not known',
      { timeZone: 'Europe/Berlin' },
      ['spec.timeZone: Invalid value: "Europe/Berlin": unknown time zone Europe/Berlin'],
    ],
    [
      'with the zone of nowhere',
      { timeZone: 'Local' },
      [
        'spec.timeZone: Invalid value: "Local": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
      ],
    ],
    [
      'with an unknown policy, limits below zero and a selector',
      {
        concurrencyPolicy: 'Maybe',
        startingDeadlineSeconds: -1,
        failedJobsHistoryLimit: -1,
        jobTemplate: { spec: { template: TEMPLATE, manualSelector: true, selector: {} } },
      },
      [
        'spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0',
        'spec.concurrencyPolicy: Unsupported value: "Maybe": supported values: "Allow", "Forbid", "Replace"',
        'spec.jobTemplate.spec.selector: Invalid value: {}: `selector` will be auto-generated',
        'spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"',
        'spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
      ],
    ],
    [
      'with Pods that restart always',
      { jobTemplate: { spec: { template: { spec: { containers: TEMPLATE.spec.containers } } } } },
      ['spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    ],
  ])('%s', (_what, spec, expected) => {
    expect(createErrors(cronJobDef, cronJob(spec))).toEqual(expected);
  });

  test('with a name too long for the names of its Jobs', () => {
    const name = 'x'.repeat(53);
    expect(createErrors(cronJobDef, cronJob({}, name))).toEqual([
      `metadata.name: Invalid value: "${name}": must be no more than 52 characters`,
    ]);
  });
});

test('a CronJob is printed and drawn', () => {
  const stored = created(cronJobDef, cronJob());
  expect(cronJobDef.tableRow(stored, NOW_MS).cells).toEqual([
    'c',
    '0 3 * * *',
    '<none>',
    'False',
    0,
    '<none>',
    '1s',
    'a',
    'busybox',
    '<none>',
  ]);
  const running = { ...stored, status: { active: [{ name: 'c-1' }], lastScheduleTime: '2026-01-01T00:05:00Z' } };
  expect(cronJobDef.tableRow(running, NOW_MS).cells.slice(4, 6)).toEqual([1, '5m']);
  expect(cronJobDef.project?.(running)).toMatchObject({ kind: 'CronJob', current: 1, progress: '0 3 * * *' });
});
