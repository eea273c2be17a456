import { describe, expect, test } from 'vitest';
import type { Event } from '../../../api/kinds/event/event.ts';
import type { StatefulSet } from '../../../api/kinds/stateful-set/stateful-set.ts';
import { Cluster } from '../../testing/cluster.ts';
import { atRest } from '../../testing/invariants.ts';

const SETS = '/apis/apps/v1/namespaces/default/statefulsets';
const PODS = '/api/v1/namespaces/default/pods';
const CLAIMS = '/api/v1/namespaces/default/persistentvolumeclaims';
const REVISIONS = '/apis/apps/v1/namespaces/default/controllerrevisions';

/** The manifest of the recorded scenario; without its claims, which a test of volumes covers. */
const DB = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db' },
  spec: {
    serviceName: 'db',
    replicas: 3,
    selector: { matchLabels: { app: 'db' } },
    template: {
      metadata: { labels: { app: 'db' } },
      spec: { containers: [{ name: 'pg', image: 'postgres:17', ports: [{ containerPort: 5432 }] }] },
    },
  },
};

function started(): Cluster {
  const cluster = new Cluster();
  expect(cluster.post(SETS, DB).status).toBe(201);
  cluster.run();
  return cluster;
}

const podTable = (cluster: Cluster): string[] => cluster.table(PODS);

/** Message and count of the events about the set. */
const told = (cluster: Cluster): string[] =>
  (cluster.items('/api/v1/namespaces/default/events') as Event[])
    .filter(({ involvedObject }) => involvedObject.kind === 'StatefulSet')
    .map(({ type, reason, message, count }) => `${type ?? ''} ${reason ?? ''} x${count ?? 0} ${message ?? ''}`);

describe('the recorded scenario of a StatefulSet', () => {
  test('goes as it did on a real control plane', () => {
    const cluster = started();
    expect(cluster.table(SETS)).toEqual(['db 3/3']);
    expect(podTable(cluster)).toEqual(['db-0 1/1 Running 0', 'db-1 1/1 Running 0', 'db-2 1/1 Running 0']);
    cluster.ask('DELETE', `${PODS}/db-1`);
    cluster.run();
    expect([...podTable(cluster)].sort()).toEqual(['db-0 1/1 Running 0', 'db-1 1/1 Running 0', 'db-2 1/1 Running 0']);
    for (const [replicas, left] of [
      [1, 1],
      [2, 2],
    ] as const) {
      cluster.patch(`${SETS}/db/scale`, { spec: { replicas } }, 'merge-patch');
      cluster.run();
      expect(podTable(cluster)).toHaveLength(left);
    }
    cluster.patch(`${SETS}/db`, {
      spec: { template: { spec: { containers: [{ name: 'pg', image: 'postgres:18' }] } } },
    });
    cluster.run();
    expect(cluster.table(SETS)).toEqual(['db 2/2']);
    expect([...told(cluster)].sort()).toEqual(
      [
        'Normal SuccessfulCreate x2 Create Pod db-0 in StatefulSet db successful',
        'Normal SuccessfulCreate x1 Create Pod db-2 in StatefulSet db successful',
        'Normal SuccessfulCreate x4 Create Pod db-1 in StatefulSet db successful',
        'Normal SuccessfulDelete x1 Delete Pod db-0 in StatefulSet db successful',
        'Normal SuccessfulDelete x1 Delete Pod db-2 in StatefulSet db successful',
        'Normal SuccessfulDelete x2 Delete Pod db-1 in StatefulSet db successful',
      ].sort(),
    );
    expect(cluster.said(cluster.patch(`${SETS}/db`, { spec: { serviceName: 'x' } }))).toBe(
      `422: StatefulSet.apps "db" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden`,
    );
    expect([cluster.sim.isSettled(), atRest(cluster.sim)]).toEqual([true, []]);
    cluster.ask('DELETE', `${SETS}/db`);
    cluster.run();
    expect([podTable(cluster), cluster.table(REVISIONS)]).toEqual([[], []]);
  });

  test('a revision is a patch that brings the old template back, as rollout undo sends it', () => {
    const cluster = started();
    const before = (cluster.get(`${SETS}/db`) as StatefulSet).spec.template;
    cluster.patch(`${SETS}/db`, {
      spec: {
        template: {
          metadata: { annotations: { note: 'x' } },
          spec: { containers: [{ name: 'pg', image: 'postgres:18' }] },
        },
      },
    });
    cluster.run();
    const [first] = cluster.items(REVISIONS);
    expect(cluster.table(REVISIONS, ['Age', 'Name'])).toEqual(['statefulset.apps/db 1', 'statefulset.apps/db 2']);
    expect(cluster.patch(`${SETS}/db`, first?.['data']).status).toBe(200);
    cluster.run();
    expect((cluster.get(`${SETS}/db`) as StatefulSet).spec.template).toEqual(before);
    expect(cluster.table(REVISIONS, ['Age', 'Name'])).toEqual(['statefulset.apps/db 3', 'statefulset.apps/db 2']);
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('claims stay when Pods and the set go', () => {
    const cluster = new Cluster();
    const claim = {
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    cluster.post(SETS, { ...DB, spec: { ...DB.spec, podManagementPolicy: 'Parallel', volumeClaimTemplates: [claim] } });
    cluster.run();
    const claims = (): string[] => cluster.items(CLAIMS).map(({ metadata }) => metadata.name ?? '');
    expect(claims()).toEqual(['data-db-0', 'data-db-1', 'data-db-2']);
    cluster.ask('DELETE', `${SETS}/db`);
    cluster.run();
    expect([podTable(cluster), claims()]).toEqual([[], ['data-db-0', 'data-db-1', 'data-db-2']]);
  });
});
