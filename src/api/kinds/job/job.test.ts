import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../machinery/object.ts';
import { created, createErrors, UID, updateErrors } from '../testing/check.ts';
import { jobDef } from './def.ts';
import type { Job } from './job.ts';

const NOW_MS = Date.UTC(2026, 0, 1, 0, 10);
const TEMPLATE = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'busybox' }] } };

function job(spec: Readonly<Record<string, unknown>> = {}, name = 'j'): KubeObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'default' },
    spec: { template: TEMPLATE, ...spec },
  };
}

const errors = (spec: Readonly<Record<string, unknown>>): readonly string[] => createErrors(jobDef, job(spec));
const specOf = (object: KubeObject): Job['spec'] => (object as Job).spec;

describe('defaults', () => {
  test('a Job runs one Pod once, and finds it by labels of its own', () => {
    const labels = {
      'batch.kubernetes.io/controller-uid': UID,
      'batch.kubernetes.io/job-name': 'j',
      'controller-uid': UID,
      'job-name': 'j',
    };
    const { template, ...rest } = specOf(created(jobDef, job()));
    expect(rest).toEqual({
      parallelism: 1,
      completions: 1,
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      suspend: false,
      podReplacementPolicy: 'TerminatingOrFailed',
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': UID } },
    });
    expect(template.metadata?.labels).toEqual(labels);
    expect(created(jobDef, job()).metadata.labels).toEqual(labels);
  });

  test('depend on each other', () => {
    const defaulted = (spec: Readonly<Record<string, unknown>>): Job['spec'] => specOf(created(jobDef, job(spec)));
    expect(defaulted({ parallelism: 3 }).completions).toBeUndefined();
    expect(defaulted({ completions: 3 }).parallelism).toBe(1);
    expect(defaulted({ backoffLimitPerIndex: 1 }).backoffLimit).toBe(2_147_483_647);
    const rules = [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }];
    expect(defaulted({ podFailurePolicy: { rules } })).toMatchObject({
      podReplacementPolicy: 'Failed',
      podFailurePolicy: { rules: [{ onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] },
    });
  });

  test('leave a selector alone that was made by hand', () => {
    const selector = { matchLabels: { a: 'b' } };
    const template = { metadata: { labels: { a: 'b' } }, ...TEMPLATE };
    const made = created(jobDef, job({ manualSelector: true, selector, template }));
    expect([specOf(made).selector, specOf(made).template.metadata, made.metadata.labels]).toEqual([
      selector,
      { labels: { a: 'b' } },
      { a: 'b' },
    ]);
  });
});

describe('a Job is refused', () => {
  const indexed = { completionMode: 'Indexed', completions: 3 };
  const rule = (more: Readonly<Record<string, unknown>>, spec = {}): Readonly<Record<string, unknown>> => ({
    ...spec,
    podFailurePolicy: { rules: [{ action: 'FailJob', ...more }] },
  });
  const RULE = 'spec.podFailurePolicy.rules[0]';

  test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    [
      'that restarts always',
      { template: { spec: { containers: [{ name: 'a', image: 'busybox' }] } } },
      ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    ],
    [
      'with numbers below zero',
      { parallelism: -1, backoffLimit: -2 },
      [
        'spec.parallelism: Invalid value: -1: must be greater than or equal to 0',
        'spec.backoffLimit: Invalid value: -2: must be greater than or equal to 0',
      ],
    ],
    [
      'Indexed without completions',
      { completionMode: 'Indexed', parallelism: 1 },
      ['spec.completions: Required value: when completion mode is Indexed'],
    ],
    [
      'with a limit for each index that has none',
      { backoffLimitPerIndex: 1, maxFailedIndexes: 1 },
      [
        'spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode',
        'spec.maxFailedIndexes: Invalid value: 1: requires indexed completion mode',
      ],
    ],
    [
      'with more failed indexes than indexes',
      { ...indexed, maxFailedIndexes: 4 },
      [
        'spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified',
        'spec.maxFailedIndexes: Invalid value: 4: must be less than or equal to completions',
      ],
    ],
    [
      'with an unknown mode',
      { completionMode: 'Random' },
      ['spec.completionMode: Unsupported value: "Random": supported values: "NonIndexed", "Indexed"'],
    ],
    [
      'with a success policy that fits nothing',
      { ...indexed, successPolicy: { rules: [{ succeededIndexes: '0-5' }, { succeededIndexes: '1,0' }, {}] } },
      [
        'spec.successPolicy.rules[0].succeededIndexes: Invalid value: "0-5": error parsing succeededIndexes: too large index: "5"',
        'spec.successPolicy.rules[1].succeededIndexes: Invalid value: "1,0": error parsing succeededIndexes: non-increasing order, previous: 1, current: 0',
        'spec.successPolicy.rules[2]: Required value: at least one of succeededCount or succeededIndexes must be specified',
      ],
    ],
    [
      'with exit codes that cannot match',
      rule({ onExitCodes: { containerName: 'z', operator: 'In', values: [3, 0, 3] } }),
      [
        `${RULE}.onExitCodes.containerName: Invalid value: "z": must be one of the container or initContainer names in the pod template`,
        `${RULE}.onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator`,
        `${RULE}.onExitCodes.values[2]: Duplicate value: 3`,
        `${RULE}.onExitCodes.values: Invalid value: [3,0,3]: must be ordered`,
      ],
    ],
    [
      'with a rule about nothing',
      rule({ action: 'FailIndex' }),
      [
        `${RULE}.action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set`,
        `${RULE}: Invalid value: specifying one of OnExitCodes and OnPodConditions is required`,
      ],
    ],
    [
      'with a policy and restarts in place',
      rule(
        { onPodConditions: [{ type: 'DisruptionTarget' }] },
        {
          podReplacementPolicy: 'TerminatingOrFailed',
          template: { spec: { ...TEMPLATE.spec, restartPolicy: 'OnFailure' } },
        },
      ),
      [
        'spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed"',
        'spec.template.spec.restartPolicy: Invalid value: "OnFailure": only "Never" is supported when podFailurePolicy is specified',
      ],
    ],
    [
      'with a selector of its own that was not announced',
      { selector: { matchLabels: { a: 'b' } } },
      [
        `spec.selector: Invalid value: {"matchLabels":{"batch.kubernetes.io/controller-uid":"${UID}","a":"b"}}: \`selector\` not auto-generated`,
        expect.stringMatching(
          /^spec.template.metadata.labels: Invalid value: .*does not match template `labels`$/,
        ) as string,
      ],
    ],
  ])('%s', (_what, spec, expected) => {
    expect(errors(spec)).toEqual(expected);
  });

  test('with a name that its Pods cannot bear as a host name', () => {
    const long = 'x'.repeat(62);
    expect(createErrors(jobDef, job(indexed, long))).toEqual([
      `metadata.name: Invalid value: "${long}": will not able to create pod with invalid DNS label: ${long}-2`,
    ]);
  });
});

describe('an update', () => {
  const stored = created(jobDef, job({ completions: 3 }));
  const change = (spec: Readonly<Record<string, unknown>>, old = stored): readonly string[] =>
    updateErrors(jobDef, { ...old, spec: { ...specOf(old), ...spec } }, old);

  test('may change parallelism, suspend, limit, deadline and ttl', () => {
    expect(
      change({ parallelism: 5, suspend: true, backoffLimit: 1, activeDeadlineSeconds: 9, ttlSecondsAfterFinished: 1 }),
    ).toEqual([]);
  });

  test('may not change completions, mode or policies', () => {
    expect(change({ completions: 4 })).toEqual(['spec.completions: Invalid value: 4: field is immutable']);
    expect(change({ completionMode: 'Indexed' })).toEqual([
      'spec.completionMode: Invalid value: "Indexed": field is immutable',
    ]);
  });

  test('of an Indexed Job may change completions together with parallelism', () => {
    const indexed = created(jobDef, job({ completions: 3, parallelism: 3, completionMode: 'Indexed' }));
    expect(change({ completions: 4, parallelism: 4 }, indexed)).toEqual([]);
    expect(change({ completions: 4 }, indexed)).toEqual([
      'spec.completions: Invalid value: 4: can only be modified in tandem with spec.parallelism',
    ]);
  });

  test('may move and size the Pods of a Job that is suspended, and nothing else of its template', () => {
    const { template } = specOf(stored);
    const placed = { ...template, spec: { ...template.spec, nodeSelector: { zone: 'a' } } };
    const [container] = template.spec.containers;
    const sized = { ...container, resources: { requests: { cpu: '1' } } };
    const bigger = { ...template, spec: { ...template.spec, containers: [sized] } };
    const other = { ...template, spec: { ...template.spec, containers: [{ ...container, image: 'nginx' }] } };
    const IMMUTABLE = /^spec.template(.spec)?: Invalid value: .*: field is immutable$/;
    expect(change({ template: placed })).toEqual([expect.stringMatching(IMMUTABLE)]);
    const waiting: KubeObject = {
      ...stored,
      spec: { ...specOf(stored), suspend: true },
      status: { conditions: [{ type: 'Suspended', status: 'True' }] },
    };
    expect(change({ template: placed }, waiting)).toEqual([]);
    expect(change({ template: bigger }, waiting)).toEqual([]);
    expect(change({ template: other }, waiting)).toEqual([expect.stringMatching(IMMUTABLE)]);
  });
});

describe('a Job is printed', () => {
  const cells = (spec: Readonly<Record<string, unknown>>, status: Job['status'] = {}): readonly unknown[] => {
    const stored = created(jobDef, job(spec));
    const metadata = { ...stored.metadata, creationTimestamp: '2026-01-01T00:09:00Z' };
    return jobDef.tableRow({ ...stored, metadata, status }, NOW_MS).cells.slice(1, 7);
  };
  const condition = (type: string): Job['status'] => ({ conditions: [{ type, status: 'True' }] });

  test('with its status, its completions and how long it took', () => {
    const times = { startTime: '2026-01-01T00:09:00Z', completionTime: '2026-01-01T00:09:02Z' };
    expect(cells({}, { ...condition('Complete'), ...times, succeeded: 1 })).toEqual([
      'Complete',
      '1/1',
      '2s',
      '60s',
      'a',
      'busybox',
    ]);
    expect(cells({ parallelism: 3 }, { startTime: times.startTime }).slice(0, 3)).toEqual([
      'Running',
      '0/1 of 3',
      '60s',
    ]);
    expect(cells({ parallelism: 1 }).slice(0, 3)).toEqual(['Running', '0/1', '']);
    const words = ['Failed', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet'];
    expect(words.map((type) => cells({}, condition(type))[0])).toEqual(words);
  });

  test('and drawn', () => {
    const stored = { ...created(jobDef, job({ completions: 5 })), status: { active: 2, ready: 1, succeeded: 3 } };
    expect(jobDef.project?.(stored)).toMatchObject({
      kind: 'Job',
      desired: 5,
      current: 2,
      ready: 3,
      available: 3,
      paused: false,
      strategy: 'NonIndexed',
      progress: 'Running',
    });
  });
});
