import { describe, expect, test } from 'vitest';
import { created, createErrors, updateErrors } from '../testing/check.ts';
import { deploymentWith } from '../testing/parts.ts';
import { replicaSetDef } from '../replica-set/def.ts';
import type { ReplicaSet } from '../replica-set/replica-set.ts';
import { deploymentDef } from './def.ts';
import type { Deployment } from './deployment.ts';

const NOW_MS = Date.UTC(2026, 0, 1, 0, 10);

test('a Deployment gets the defaults that a real API server showed', () => {
  const web: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default', labels: { app: 'web' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'app', image: 'nginx:1.27', ports: [{ containerPort: 80 }] }] },
      },
    },
  };
  expect(created(deploymentDef, web).spec).toEqual({
    progressDeadlineSeconds: 600,
    replicas: 2,
    revisionHistoryLimit: 10,
    selector: { matchLabels: { app: 'web' } },
    strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' }, type: 'RollingUpdate' },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [
          {
            image: 'nginx:1.27',
            imagePullPolicy: 'IfNotPresent',
            name: 'app',
            ports: [{ containerPort: 80, protocol: 'TCP' }],
            resources: {},
            terminationMessagePath: '/dev/termination-log',
            terminationMessagePolicy: 'File',
          },
        ],
        dnsPolicy: 'ClusterFirst',
        restartPolicy: 'Always',
        schedulerName: 'default-scheduler',
        securityContext: {},
        terminationGracePeriodSeconds: 30,
      },
    },
  });
});

describe('a Deployment is refused in the words of a real API server', () => {
  const mismatch =
    'spec.template.metadata.labels: Invalid value: {"a":"b"}: `selector` does not match template `labels`';

  test.each<[string, Deployment, readonly string[]]>([
    ['a selector for others', deploymentWith({ selector: { matchLabels: { a: 'c' } } }), [mismatch]],
    [
      'fewer than no replicas',
      deploymentWith({ replicas: -3 }),
      ['spec.replicas: Invalid value: -3: must be greater than or equal to 0'],
    ],
    ['no selector', deploymentWith({ selector: undefined }), ['spec.selector: Required value', mismatch]],
    [
      'an empty selector',
      deploymentWith({ selector: {} }),
      ['spec.selector: Invalid value: {}: empty selector is invalid for deployment'],
    ],
    [
      'a selector that cannot be',
      deploymentWith({ selector: { matchExpressions: [{ key: 'a', operator: 'Near' }] } }),
      ['spec.selector.matchExpressions[0].operator: Invalid value: "Near": not a valid selector operator'],
    ],
    [
      'neither surge nor unavailability',
      deploymentWith({ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0'],
    ],
    [
      'more unavailable than all',
      deploymentWith({ strategy: { rollingUpdate: { maxUnavailable: '150%' } } }),
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "150%": must not be greater than 100%'],
    ],
    [
      'a wrong surge',
      deploymentWith({ strategy: { rollingUpdate: { maxSurge: 'few' } } }),
      [
        "spec.strategy.rollingUpdate.maxSurge: Invalid value: \"few\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
      ],
    ],
    [
      'Recreate with a rolling update',
      deploymentWith({ strategy: { type: 'Recreate', rollingUpdate: {} } }),
      ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
    ],
    [
      'an unknown strategy',
      deploymentWith({ strategy: { type: 'Blue' } }),
      [
        'spec.strategy: Unsupported value: {"Type":"Blue","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"',
      ],
    ],
    [
      'a deadline too short',
      deploymentWith({ minReadySeconds: 10, progressDeadlineSeconds: 10 }),
      ['spec.progressDeadlineSeconds: Invalid value: 10: must be greater than minReadySeconds'],
    ],
    [
      'a template that ends',
      deploymentWith({
        template: {
          metadata: { labels: { a: 'b' } },
          spec: { restartPolicy: 'Never', activeDeadlineSeconds: 5, containers: [{ name: 'c', image: 'x' }] },
        },
      }),
      [
        'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
        'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported',
      ],
    ],
    [
      'a template without containers',
      deploymentWith({ template: { metadata: { labels: { a: 'b' } } } }),
      ['spec.template.spec.containers: Required value'],
    ],
  ])('with %s', (_what, deployment, errors) => {
    expect(createErrors(deploymentDef, deployment)).toEqual(errors);
  });

  test('when its selector changes', () => {
    const labels = { app: 'api', tier: 'back' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    const old = created(deploymentDef, deploymentWith({ selector: { matchLabels: labels }, template }));
    const next = { ...old, spec: { ...(old.spec as object), selector: { matchLabels: { ...labels, x: 'y' } } } };
    expect(updateErrors(deploymentDef, next, old)).toEqual([
      'spec.template.metadata.labels: Invalid value: {"app":"api","tier":"back"}: `selector` does not match template `labels`',
      'spec.selector: Invalid value: {"matchLabels":{"app":"api","tier":"back","x":"y"}}: field is immutable',
    ]);
  });

  test('with a label key that has a blank', () => {
    const next = { ...deploymentWith({}), metadata: { name: 'd', namespace: 'default', labels: { 'bad key': '1' } } };
    expect(createErrors(deploymentDef, next)).toEqual([
      "metadata.labels: Invalid value: \"bad key\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ]);
  });
});

describe('scale', () => {
  test('reads and writes the number of replicas', () => {
    const deployment = { ...created(deploymentDef, deploymentWith({ replicas: 4 })), status: { replicas: 3 } };
    const { scale } = deploymentDef;
    expect([scale?.replicas(deployment), scale?.statusReplicas(deployment), scale?.selector(deployment)]).toEqual([
      4,
      3,
      'a=b',
    ]);
    expect(scale?.withReplicas(deployment, 7).spec).toEqual({
      ...(deployment.spec as object),
      replicas: 7,
    });
  });
});

test('a Deployment is printed and drawn with its numbers', () => {
  const status = {
    replicas: 5,
    updatedReplicas: 2,
    readyReplicas: 3,
    availableReplicas: 3,
    conditions: [
      {
        type: 'Progressing',
        status: 'True',
        reason: 'ReplicaSetUpdated',
        message: 'ReplicaSet "web-1" is progressing.',
      },
    ] as const,
  };
  const base = created(deploymentDef, deploymentWith({ replicas: 4 }));
  const deployment = {
    ...base,
    metadata: {
      ...base.metadata,
      creationTimestamp: '2026-01-01T00:09:46Z',
      annotations: { 'deployment.kubernetes.io/revision': '3' },
    },
    status,
  };
  expect(deploymentDef.tableRow(deployment, NOW_MS)).toEqual({ cells: ['d', '3/4', 2, 3, '14s', 'c', 'nginx', 'a=b'] });
  expect(deploymentDef.project?.(deployment)).toEqual({
    type: 'workload',
    key: 'apps/deployments/default/d',
    uid: '',
    rv: 0,
    namespace: 'default',
    name: 'd',
    createdMs: NOW_MS - 14_000,
    kind: 'Deployment',
    ownerUid: '',
    desired: 4,
    current: 5,
    ready: 3,
    updated: 2,
    available: 3,
    revision: 3,
    templateHash: '',
    images: ['nginx'],
    labels: {},
    paused: false,
    scalable: true,
    maxSurge: '25%',
    maxUnavailable: '25%',
    strategy: 'RollingUpdate',
    progress: 'ReplicaSetUpdated',
    message: 'ReplicaSet "web-1" is progressing.',
  });
});

test('a ReplicaSet is checked, printed and drawn likewise', () => {
  const { spec } = deploymentWith({});
  const set: ReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: 'd-7d8',
      namespace: 'default',
      labels: { 'pod-template-hash': '7d8' },
      annotations: { 'deployment.kubernetes.io/revision': '2' },
    },
    spec: { selector: spec.selector, template: spec.template },
  };
  const stored = { ...created(replicaSetDef, set), status: { replicas: 1, readyReplicas: 1 } };
  expect(replicaSetDef.tableRow(stored, NOW_MS).cells).toEqual(['d-7d8', 1, 1, 1, '<unknown>', 'c', 'nginx', 'a=b']);
  expect(replicaSetDef.project?.(stored)).toMatchObject({
    kind: 'ReplicaSet',
    desired: 1,
    current: 1,
    revision: 2,
    templateHash: '7d8',
  });
  expect(createErrors(replicaSetDef, { ...set, spec: { ...set.spec, selector: {} } })).toEqual([
    'spec.selector: Invalid value: {}: empty selector is invalid for deployment',
  ]);
  const changed = { ...stored, spec: { ...(stored.spec as object), selector: { matchLabels: { z: 'z' } } } };
  expect(updateErrors(replicaSetDef, changed, stored)).toContain(
    'spec.selector: Invalid value: {"matchLabels":{"z":"z"}}: field is immutable',
  );
});
