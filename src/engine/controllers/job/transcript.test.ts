/** What kubectl did and saw in the recorded scenario "jobs", said to the whole cluster: kubelets run the programs. */
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { Cluster } from '../../testing/cluster.ts';

const JOBS = '/apis/batch/v1/namespaces/default/jobs';
const CRON_JOBS = '/apis/batch/v1/namespaces/default/cronjobs';
const PODS = '/api/v1/namespaces/default/pods';

function job(name: string, spec: Readonly<Record<string, unknown>> = {}, command = ['echo', 'hi']): unknown {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'busybox', command }] } };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: { ...spec, template } };
}

function cronJob(name: string, schedule: string): KubeObject {
  const template = {
    spec: { restartPolicy: 'OnFailure', containers: [{ name, image: 'busybox', command: ['date'] }] },
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name },
    spec: { schedule, jobTemplate: { metadata: { name }, spec: { template } } },
  };
}

const WITHOUT = ['Age', 'Duration', 'Name'];

describe('jobs run to completion', () => {
  test('one Pod once, and five Pods two at a time', () => {
    const cluster = new Cluster({ timing: 'classroom' });
    cluster.post(JOBS, job('once'));
    cluster.post(JOBS, job('many', { completions: 5, parallelism: 2 }));
    cluster.run();
    expect(cluster.table(JOBS, ['Age', 'Duration'])).toEqual(['many Complete 5/5', 'once Complete 1/1']);
    const done = '0/1 Completed 0';
    expect(cluster.table(`${PODS}?labelSelector=job-name%3Donce`, WITHOUT)).toEqual([done]);
    expect(cluster.table(`${PODS}?labelSelector=job-name%3Dmany`, WITHOUT)).toEqual(Array(5).fill(done));
    const told = cluster
      .items('/api/v1/namespaces/default/events')
      .filter((event) => (event['involvedObject'] as { readonly name: string }).name === 'once')
      .map((event) => `${String(event['type'])} ${String(event['reason'])}`);
    expect(told).toEqual(['Normal SuccessfulCreate', 'Normal Completed']);
    expect(cluster.items(PODS).every(({ metadata }) => metadata.finalizers === undefined)).toBe(true);

    const removed = cluster.ask('DELETE', `${JOBS}/many`, { propagationPolicy: 'Background' });
    cluster.run();
    expect([removed.status, cluster.items(`${PODS}?labelSelector=job-name%3Dmany`).length]).toEqual([200, 0]);
  });

  test('a Job made from a CronJob by hand runs by itself', () => {
    const cluster = new Cluster({ timing: 'classroom' });
    cluster.post(CRON_JOBS, cronJob('tick', '0 3 * * *'));
    expect(cluster.table(CRON_JOBS)).toEqual(['tick 0 3 * * * <none> False 0 <none>']);
    const { apiVersion, kind, metadata, spec } = cluster.get(`${CRON_JOBS}/tick`);
    const { name = '', uid = '' } = metadata;
    const annotations = { 'cronjob.kubernetes.io/instantiate': 'manual' };
    cluster.post(JOBS, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'manual', annotations, ownerReferences: [{ apiVersion, kind, name, uid }] },
      spec: (spec as { readonly jobTemplate: { readonly spec: unknown } }).jobTemplate.spec,
    });
    cluster.run();
    expect(cluster.table(JOBS, ['Age', 'Duration'])).toEqual(['manual Complete 1/1']);
    expect(cluster.table(CRON_JOBS)).toEqual(['tick 0 3 * * * <none> False 0 <none>']);
  });

  test('a CronJob starts Jobs, whose Pods end; deleted, it takes all of them along', () => {
    const cluster = new Cluster({ timing: 'classroom' });
    cluster.post(CRON_JOBS, cronJob('tick', '*/2 * * * *'));
    cluster.run(9.5 * 60_000);
    expect(cluster.table(JOBS, WITHOUT)).toEqual(Array(3).fill('Complete 1/1'));
    cluster.ask('DELETE', `${CRON_JOBS}/tick`, { propagationPolicy: 'Background' });
    cluster.run();
    expect([cluster.items(JOBS).length, cluster.items(PODS).length]).toEqual([0, 0]);
  });

  test('a raw delete leaves the Pods, as the API has always done it', () => {
    const cluster = new Cluster({ timing: 'classroom' });
    cluster.post(JOBS, job('once'));
    cluster.run();
    cluster.ask('DELETE', `${JOBS}/once`);
    cluster.run();
    expect([cluster.items(JOBS).length, cluster.items(PODS).length]).toEqual([0, 1]);
  });
});

test('what is wrong is refused in the recorded words', () => {
  const cluster = new Cluster();
  const template = { spec: { containers: [{ name: 'a', image: 'busybox' }] } };
  const wrong = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'wrong' }, spec: { template } };
  expect(cluster.said(cluster.post(JOBS, wrong))).toBe(
    '422: Job.batch "wrong" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
  );
  expect(cluster.said(cluster.post(CRON_JOBS, cronJob('bad', 'never')))).toBe(
    '422: CronJob.batch "bad" is invalid: spec.schedule: Invalid value: "never": expected exactly 5 fields, found 1: [never]',
  );
});
