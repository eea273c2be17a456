import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../machinery/object.ts';
import { created, createErrors, updated, updateErrors } from '../testing/check.ts';
import { statefulSetDef } from './def.ts';
import type { StatefulSet } from './stateful-set.ts';

const NOW_MS = Date.UTC(2026, 0, 1, 0, 10);
const labels = { app: 'db' };
const container = { name: 'pg', image: 'postgres:17' };
const claim = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};

function setWith(spec: Readonly<Record<string, unknown>>, name = 'db'): KubeObject {
  const template = { metadata: { labels }, spec: { containers: [container] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace: 'default' },
    spec: { serviceName: 'db', selector: { matchLabels: labels }, template, ...spec },
  };
}

test('a StatefulSet gets the defaults of the API server, its claim templates included', () => {
  const set = created(statefulSetDef, setWith({ volumeClaimTemplates: [claim] }));
  expect(set.status).toEqual({ replicas: 0, availableReplicas: 0 });
  expect(set.spec).toMatchObject({
    podManagementPolicy: 'OrderedReady',
    replicas: 1,
    revisionHistoryLimit: 10,
    serviceName: 'db',
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    volumeClaimTemplates: [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data' },
        spec: { ...claim.spec, volumeMode: 'Filesystem' },
        status: { phase: 'Pending' },
      },
    ],
    template: { spec: { restartPolicy: 'Always', terminationGracePeriodSeconds: 30 } },
  });
  expect(statefulSetDef.defaults?.(set)).toBe(set);
});

test('maxUnavailable is dropped, as its gate is off', () => {
  const rolling = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2 } };
  const set = created(statefulSetDef, setWith({ updateStrategy: rolling }));
  expect((set as StatefulSet).spec.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { partition: 0 } });
  expect(updated(statefulSetDef, setWith({ updateStrategy: rolling }), set).spec).toEqual(set.spec);
});

describe('a StatefulSet is refused in upstream’s words', () => {
  const template = { metadata: { labels }, spec: { containers: [container] } };
  test.each<[string, KubeObject, readonly string[]]>([
    [
      'a policy that nobody knows',
      setWith({ podManagementPolicy: 'Fast' }),
      [`spec.podManagementPolicy: Invalid value: "Fast": must be 'OrderedReady' or 'Parallel'`],
    ],
    [
      'a partition below 0, and fewer than no replicas',
      setWith({ replicas: -1, updateStrategy: { rollingUpdate: { partition: -1 } } }),
      [
        'spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0',
        'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
      ],
    ],
    [
      'OnDelete with a rolling update',
      setWith({ updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } } }),
      [
        `spec.updateStrategy.rollingUpdate: Invalid value: {"Partition":1,"MaxUnavailable":null}: only allowed for updateStrategy 'RollingUpdate'`,
      ],
    ],
    [
      'an unknown strategy',
      setWith({ updateStrategy: { type: 'Blue' } }),
      [
        `spec.updateStrategy: Invalid value: {"Type":"Blue","RollingUpdate":null}: must be 'RollingUpdate' or 'OnDelete'`,
      ],
    ],
    [
      'a retention that nobody knows',
      setWith({ persistentVolumeClaimRetentionPolicy: { whenScaled: 'Burn' } }),
      [
        'spec.persistentVolumeClaimRetentionPolicy.whenScaled: Unsupported value: "Burn": supported values: "Retain", "Delete"',
      ],
    ],
    [
      'a selector for others',
      setWith({ selector: { matchLabels: { app: 'x' } } }),
      ['spec.template.metadata.labels: Invalid value: {"app":"db"}: `selector` does not match template `labels`'],
    ],
    [
      'an empty selector',
      setWith({ selector: {} }),
      ['spec.selector: Invalid value: {}: empty selector is invalid for statefulset'],
    ],
    [
      'Pods that end',
      setWith({
        template: { ...template, spec: { ...template.spec, restartPolicy: 'Never', activeDeadlineSeconds: 5 } },
      }),
      [
        'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
        'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in StatefulSet is not Supported',
      ],
    ],
    [
      'a mount that no volume and no claim stands for',
      setWith({
        volumeClaimTemplates: [claim],
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                ...container,
                volumeMounts: [
                  { name: 'data', mountPath: '/data' },
                  { name: 'logs', mountPath: '/logs' },
                ],
              },
            ],
          },
        },
      }),
      ['spec.template.spec.containers[0].volumeMounts[1].name: Not found: "logs"'],
    ],
    [
      'a name that no host can have',
      setWith({}, 'db.main'),
      ['metadata.name: Invalid value: "db.main": must not contain dots'],
    ],
  ])('with %s', (_what, set, errors) => {
    expect(createErrors(statefulSetDef, set)).toEqual(errors);
  });

  test('when more changes than may change', () => {
    const old = created(statefulSetDef, setWith({ volumeClaimTemplates: [claim] }));
    const forbidden =
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
    const change = (spec: object): readonly string[] =>
      updateErrors(statefulSetDef, { ...old, spec: { ...(old.spec as object), ...spec } }, old);
    expect(change({ serviceName: 'x' })).toEqual([forbidden]);
    expect(change({ podManagementPolicy: 'Parallel' })).toEqual([forbidden]);
    expect(change({ volumeClaimTemplates: [] })).toEqual([forbidden]);
    expect(
      change({
        replicas: 5,
        ordinals: { start: 1 },
        template: { metadata: { labels }, spec: { containers: [{ ...container, image: 'postgres:18' }] } },
        updateStrategy: { type: 'OnDelete' },
        revisionHistoryLimit: 2,
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
        minReadySeconds: 5,
      }),
    ).toEqual([]);
  });
});

test('status figures must fit each other', () => {
  const old = created(statefulSetDef, setWith({}));
  const errors = statefulSetDef.validateStatusUpdate?.(
    { ...old, status: { replicas: 1, readyReplicas: 2, availableReplicas: 3 } },
    { ...old, status: { replicas: 1, availableReplicas: 0, collisionCount: 1 } },
  );
  expect(errors?.map(({ field, body }) => `${field}: ${body}`)).toEqual([
    'status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas',
    'status.availableReplicas: Invalid value: 3: cannot be greater than status.replicas',
    'status.availableReplicas: Invalid value: 3: cannot be greater than status.readyReplicas',
    'status.collisionCount: Invalid value: 0: cannot be decremented',
  ]);
});

test('a StatefulSet is printed and drawn with its numbers', () => {
  const base = created(statefulSetDef, setWith({ replicas: 4 }));
  const set = {
    ...base,
    metadata: { ...base.metadata, creationTimestamp: '2026-01-01T00:09:46Z' },
    status: { replicas: 3, readyReplicas: 2, updatedReplicas: 1, availableReplicas: 2, updateRevision: 'db-7d8' },
  };
  expect(statefulSetDef.tableRow(set, NOW_MS)).toEqual({ cells: ['db', '2/4', '14s', 'pg', 'postgres:17'] });
  expect(statefulSetDef.project?.(set)).toMatchObject({
    key: 'apps/statefulsets/default/db',
    kind: 'StatefulSet',
    desired: 4,
    current: 3,
    ready: 2,
    updated: 1,
    available: 2,
    templateHash: 'db-7d8',
    images: ['postgres:17'],
    strategy: 'RollingUpdate',
  });
  expect(statefulSetDef.scale?.selector(set)).toBe('app=db');
  expect(statefulSetDef.scale?.withReplicas(set, 7).spec).toEqual({ ...(set.spec as object), replicas: 7 });
});
