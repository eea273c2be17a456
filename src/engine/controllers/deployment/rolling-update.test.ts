import { describe, expect, test } from 'vitest';
import { deployments, type Deployment } from '../../../api/kinds/deployment/deployment.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { replicaSets, type ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import { garbageCollector } from '../garbage-collector/index.ts';
import { replicaSetController } from '../replicaset/index.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { deployment, template } from '../testing/objects.ts';
import { deploymentController } from './index.ts';
import { revisionOf } from './revisions.ts';
import { POD_TEMPLATE_HASH } from './template.ts';

const CAUSE = 'kubernetes.io/change-cause';

/** Nobody ever gets an image of this name running. */
const BROKEN = 'nope:1';

/** One Pod after the other starts, as in the recording. */
function converge(plane: ControlPlane): void {
  for (;;) {
    plane.settle();
    plane.endPods();
    plane.settle();
    const next = plane.all(pods).find(({ status }) => status?.phase !== 'Running');
    if (next === undefined) return;
    const bound = plane.world.bind(next, 'node-1');
    plane.setPod(bound.ok ? (bound.object as Pod) : next, next.spec.containers[0]?.image !== BROKEN);
  }
}

const stored = (plane: ControlPlane): Deployment => plane.get(deployments, 'web');

function change(plane: ControlPlane, spec: Partial<Deployment['spec']>, annotations: object = {}): void {
  const { metadata, ...rest } = stored(plane);
  const next = { ...rest, metadata: { ...metadata, annotations: { ...metadata.annotations, ...annotations } } };
  plane.update(deployments, { ...next, spec: { ...next.spec, ...spec } });
  converge(plane);
}

/** `image desired current ready` of each ReplicaSet, newest first. */
const sets = (plane: ControlPlane): string[] =>
  [...plane.all(replicaSets)]
    .reverse()
    .map(({ spec, status }) =>
      [spec.template.spec.containers[0]?.image, spec.replicas, status?.replicas, status?.readyReplicas ?? 0].join(' '),
    );

const history = (plane: ControlPlane): string[] =>
  [...plane.all(replicaSets)]
    .sort((a, b) => revisionOf(a) - revisionOf(b))
    .map((set) => `${revisionOf(set)} ${set.metadata.annotations?.[CAUSE] ?? '<none>'}`);

/** kubectl rollout undo: the template of that revision, without the label that tells ReplicaSets apart. */
function undoTo(plane: ControlPlane, revision: number): void {
  const set = plane.all(replicaSets).find((each) => revisionOf(each) === revision) as ReplicaSet;
  const { [POD_TEMPLATE_HASH]: _hash, ...labels } = set.spec.template.metadata?.labels ?? {};
  change(plane, { template: { ...set.spec.template, metadata: { labels } } });
}

function started(): ControlPlane {
  const plane = new ControlPlane([deploymentController, replicaSetController, garbageCollector], { nodes: ['node-1'] });
  const spec = { replicas: 4, template: template('web', 'nginx:1.27') };
  plane.create(deployments, deployment('web', { ...spec, strategy: rolling, revisionHistoryLimit: 10 }));
  converge(plane);
  return plane;
}

const rolling = { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } };

describe('the recorded rolling update', () => {
  test('replaces Pods in the recorded steps, gets stuck as recorded, and is undone', () => {
    const plane = started();
    change(plane, { template: template('web', 'nginx:1.28') });
    expect(sets(plane)).toEqual(['nginx:1.28 4 4 4', 'nginx:1.27 0 0 0']);
    const [fresh, old] = [...plane.all(replicaSets)].reverse().map(({ metadata }) => metadata.name ?? '');
    expect(plane.eventsOf('web')).toEqual(
      [
        `up replica set ${old} from 0 to 4`,
        `up replica set ${fresh} from 0 to 1`,
        `down replica set ${old} from 4 to 3`,
        `up replica set ${fresh} from 1 to 2`,
        `down replica set ${old} from 3 to 2`,
        `up replica set ${fresh} from 2 to 3`,
        `down replica set ${old} from 2 to 1`,
        `up replica set ${fresh} from 3 to 4`,
        `down replica set ${old} from 1 to 0`,
      ].map((text) => `ScalingReplicaSet: Scaled ${text}`),
    );
    expect(history(plane)).toEqual(['1 <none>', '2 <none>']);
    change(plane, {}, { [CAUSE]: 'to 1.28' });
    expect(history(plane)).toEqual(['1 <none>', '2 to 1.28']);

    change(plane, { template: template('web', BROKEN) });
    expect(sets(plane)).toEqual(['nope:1 2 2 0', 'nginx:1.28 3 3 3', 'nginx:1.27 0 0 0']);
    const { conditions, ...counts } = stored(plane).status ?? {};
    expect(counts).toMatchObject({ replicas: 5, updatedReplicas: 2, availableReplicas: 3, unavailableReplicas: 2 });
    expect(conditions?.map(({ type, status, reason }) => `${type} ${status} ${reason ?? ''}`).sort()).toEqual([
      'Available True MinimumReplicasAvailable',
      'Progressing True ReplicaSetUpdated',
    ]);

    undoTo(plane, 2);
    expect(sets(plane)).toEqual(['nope:1 0 0 0', 'nginx:1.28 4 4 4', 'nginx:1.27 0 0 0']);
    expect(history(plane)).toEqual(['1 <none>', '3 to 1.28', '4 to 1.28']);
    undoTo(plane, 1);
    expect(sets(plane)).toEqual(['nope:1 0 0 0', 'nginx:1.28 0 0 0', 'nginx:1.27 4 4 4']);
    expect(stored(plane).metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('5');
    expect(plane.secondLook()).toEqual([]);
  });

  test('is held by a pause, and goes on after it', () => {
    const plane = started();
    change(plane, { paused: true });
    change(plane, { template: template('web', 'nginx:1.29') });
    expect(sets(plane)).toEqual(['nginx:1.27 4 4 4']);
    const progressing = (): string | undefined =>
      stored(plane).status?.conditions?.find(({ type }) => type === 'Progressing')?.message;
    expect(progressing()).toBe('Deployment is paused');
    change(plane, { paused: false });
    expect(sets(plane)).toEqual(['nginx:1.29 4 4 4', 'nginx:1.27 0 0 0']);
    expect(progressing()).toMatch(/^ReplicaSet "web-[456789bcdf]+" has successfully progressed\.$/);
  });
});

test('the recorded scenario of ownership: orphans, adoption, quarantine', () => {
  const plane = started();
  const names = (): string[] => plane.all(pods).map(({ metadata }) => metadata.name ?? '');
  const before = names();
  plane.delete(deployments, stored(plane), 'Orphan');
  converge(plane);
  expect([names(), plane.all(replicaSets)[0]?.metadata.ownerReferences]).toEqual([before, undefined]);
  const spec = { replicas: 4, template: template('web', 'nginx:1.27'), strategy: rolling };
  plane.create(deployments, deployment('web', spec));
  converge(plane);
  expect([names(), plane.all(replicaSets)[0]?.metadata.ownerReferences?.[0]?.name]).toEqual([before, 'web']);
  for (const pod of plane.all(pods))
    plane.update(pods, {
      ...pod,
      metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, app: 'quarantine' } },
    });
  converge(plane);
  expect(names().slice(0, 4)).toEqual(before);
  expect(names()).toHaveLength(8);
  plane.delete(deployments, stored(plane), 'Background');
  converge(plane);
  expect(names()).toEqual(before);
  expect(plane.all(pods).map(({ metadata }) => metadata.ownerReferences)).toEqual(before.map(() => undefined));
});
