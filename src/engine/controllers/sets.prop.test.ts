import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { daemonSets, type DaemonSet } from '../../api/kinds/daemon-set/daemon-set.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import { REVISION_LABEL, statefulSets, type StatefulSet } from '../../api/kinds/stateful-set/stateful-set.ts';
import { controllerOf, type KubeObject } from '../../api/machinery/object.ts';
import type { TimingName } from '../../protocol/messages.ts';
import type { ApiRequest } from '../../protocol/wire.ts';
import { nodeOf } from '../bootstrap.ts';
import { Sim } from '../sim.ts';
import { fullText } from '../testing/digest.ts';
import { atRest } from '../testing/invariants.ts';
import { OPTIONS } from '../testing/session.ts';
import { daemonBooks, DaemonBooks } from './daemonset/daemon-books.ts';
import type { Role } from './daemonset/seat.ts';
import { revisionsOf } from './shared/history.ts';
import { StatefulPods, statefulPods } from './statefulset/members.ts';

const SEED = 20261121;
const ROLES: readonly Role[] = ['replaceNow', 'replace', 'surgeNow', 'surge', 'drop', 'sunset'];
const APPS = '/apis/apps/v1/namespaces/default';
const JSON_TYPE = { 'content-type': 'application/json' };
const MERGE = { 'content-type': 'application/merge-patch+json' };

const template = (app: string, image: string): unknown => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'main', image }] },
});
const claim = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], storageClassName: '', resources: { requests: { storage: '1Gi' } } },
};

const post = (url: string, body: unknown): ApiRequest => ({
  method: 'POST',
  url,
  headers: JSON_TYPE,
  body: JSON.stringify(body),
});
const patch = (url: string, body: unknown): ApiRequest => ({
  method: 'PATCH',
  url,
  headers: MERGE,
  body: JSON.stringify(body),
});

/** What a person does, as the request that it takes; some ask what is there. */
type Action = (sim: Sim) => ApiRequest | undefined;

const image = fc.constantFrom('nginx:1', 'nginx:2', 'nginx:3');
const node = fc.integer({ min: 1, max: 3 });

function objects<T extends KubeObject>(sim: Sim, resource: string): T[] {
  return [...sim.store.collection(resource).objects.values()] as T[];
}

function nthPod(sim: Sim, pick: number): Pod | undefined {
  const all = objects<Pod>(sim, pods.resource).sort((a, b) =>
    (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1,
  );
  return all[pick % Math.max(1, all.length)];
}

function podUrl(pod: Pod): string {
  return `/api/v1/namespaces/default/pods/${pod.metadata.name ?? ''}`;
}

const action: fc.Arbitrary<Action> = fc.oneof(
  fc
    .record({
      replicas: fc.nat(5),
      image,
      policy: fc.constantFrom('OrderedReady', 'Parallel'),
      withClaims: fc.boolean(),
      delay: fc.constantFrom(0, 3),
    })
    .map(
      ({ replicas, image: from, policy, withClaims, delay }): Action =>
        () =>
          post(`${APPS}/statefulsets`, {
            apiVersion: 'apps/v1',
            kind: 'StatefulSet',
            metadata: { name: 'db' },
            spec: {
              replicas,
              minReadySeconds: delay,
              podManagementPolicy: policy,
              selector: { matchLabels: { app: 'db' } },
              template: template('db', from),
              ...(withClaims ? { volumeClaimTemplates: [claim] } : {}),
            },
          }),
    ),
  fc
    .record({
      image,
      limits: fc.constantFrom({ maxUnavailable: 2 }, { maxSurge: 1, maxUnavailable: 0 }),
      delay: fc.constantFrom(0, 3),
    })
    .map(
      ({ image: from, limits, delay }): Action =>
        () =>
          post(`${APPS}/daemonsets`, {
            apiVersion: 'apps/v1',
            kind: 'DaemonSet',
            metadata: { name: 'agent' },
            spec: {
              minReadySeconds: delay,
              selector: { matchLabels: { app: 'agent' } },
              template: template('agent', from),
              updateStrategy: { rollingUpdate: limits },
            },
          }),
    ),
  fc.nat(6).map(
    (replicas): Action =>
      () =>
        patch(`${APPS}/statefulsets/db`, { spec: { replicas } }),
  ),
  fc.nat(2).map(
    (start): Action =>
      () =>
        patch(`${APPS}/statefulsets/db`, { spec: { ordinals: { start } } }),
  ),
  fc.record({ whenDeleted: fc.constantFrom('Retain', 'Delete'), whenScaled: fc.constantFrom('Retain', 'Delete') }).map(
    (policy): Action =>
      () =>
        patch(`${APPS}/statefulsets/db`, { spec: { persistentVolumeClaimRetentionPolicy: policy } }),
  ),
  fc.nat(3).map(
    (partition): Action =>
      () =>
        patch(`${APPS}/statefulsets/db`, { spec: { updateStrategy: { rollingUpdate: { partition } } } }),
  ),
  image.map(
    (from): Action =>
      () =>
        patch(`${APPS}/statefulsets/db`, { spec: { template: template('db', from) } }),
  ),
  image.map(
    (from): Action =>
      () =>
        patch(`${APPS}/daemonsets/agent`, { spec: { template: template('agent', from) } }),
  ),
  fc.constantFrom('statefulsets/db', 'daemonsets/agent').chain((what) =>
    fc.constantFrom('Background', 'Orphan').map((propagationPolicy): Action => () => ({
      method: 'DELETE',
      url: `${APPS}/${what}`,
      body: JSON.stringify({ propagationPolicy }),
    })),
  ),
  fc.record({ pick: fc.nat(20), grace: fc.constantFrom(undefined, 0) }).map(({ pick, grace }): Action => (sim) => {
    const pod = nthPod(sim, pick);
    if (pod === undefined) return undefined;
    return {
      method: 'DELETE',
      url: podUrl(pod),
      body: JSON.stringify(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    };
  }),
  fc
    .record({ pick: fc.nat(20), phase: fc.constantFrom('Failed', 'Succeeded') })
    .map(({ pick, phase }): Action => (sim) => {
      const pod = nthPod(sim, pick);
      return pod === undefined ? undefined : patch(`${podUrl(pod)}/status`, { status: { phase } });
    }),
  fc
    .record({ pick: fc.nat(20), app: fc.constantFrom('db', 'agent', 'loose') })
    .map(({ pick, app }): Action => (sim) => {
      const pod = nthPod(sim, pick);
      return pod === undefined ? undefined : patch(podUrl(pod), { metadata: { labels: { app } } });
    }),
  fc.record({ node, effect: fc.constantFrom('NoSchedule', 'NoExecute', undefined) }).map(
    ({ node: n, effect }): Action =>
      () =>
        patch(`/api/v1/nodes/node-${n}`, { spec: { taints: effect === undefined ? null : [{ key: 'k', effect }] } }),
  ),
  fc.record({ node, unschedulable: fc.boolean() }).map(
    ({ node: n, unschedulable }): Action =>
      () =>
        patch(`/api/v1/nodes/node-${n}`, { spec: { unschedulable: unschedulable || null } }),
  ),
  node.map((n): Action => () => ({ method: 'DELETE', url: `/api/v1/nodes/node-${n}` })),
  node.map(
    (n): Action =>
      () =>
        post('/api/v1/nodes', nodeOf({ name: `node-${n}`, cpu: '4', memory: '8Gi', pods: 20 }, n - 1)),
  ),
  fc.integer({ min: 1, max: 20_000 }).map((ms): Action => (sim) => {
    sim.runFor(ms);
    return undefined;
  }),
  fc.constant((sim: Sim) => {
    sim.runFor(3000);
    return undefined;
  }),
);

const session = fc.array(action, { minLength: 5, maxLength: 30, size: 'max' });

/** The tables that the controllers keep say what a table made anew would say. */
function tablesAreTrue(sim: Sim): void {
  const members = sim.store.derive(new StatefulPods());
  const books = sim.store.derive(new DaemonBooks());
  for (const { metadata } of objects<StatefulSet>(sim, statefulSets.resource)) {
    const [{ unchecked: _a, ...kept }, { unchecked: _b, ...made }] = [
      statefulPods(sim.world).of(metadata.uid ?? ''),
      members.of(metadata.uid ?? ''),
    ];
    expect(kept).toEqual(made);
  }
  for (const set of objects<DaemonSet>(sim, daemonSets.resource)) {
    const uid = set.metadata.uid ?? '';
    const hash = revisionsOf(sim.world, set).at(-1)?.metadata.labels?.[REVISION_LABEL] ?? '';
    const [kept, made] = [daemonBooks(sim.world).of(uid), books.of(uid)].map((book) => {
      book.refresh(sim.world, set, hash);
      return [book.sums, book.nextChangeMs(), [...book.care].sort(), ROLES.map((role) => book.withRole(role))];
    });
    expect(kept).toEqual(made);
  }
}

/** No more than one Pod of a daemon stays on a node, and no ordinal is there twice. */
function nobodyIsDoubled(sim: Sim): string[] {
  const seen = new Set<string>();
  return objects<Pod>(sim, pods.resource).flatMap((pod) => {
    const owner = controllerOf(pod.metadata);
    if (owner?.kind !== daemonSets.kind || pod.metadata.deletionTimestamp !== undefined) return [];
    const id = `${owner.uid} ${pod.spec.nodeName ?? ''}`;
    return seen.has(id) ? [`two daemons ${owner.name} on ${pod.spec.nodeName ?? ''}`] : (seen.add(id), []);
  });
}

function play(sim: Sim, actions: readonly Action[]): Sim {
  for (const each of actions) {
    const request = each(sim);
    if (request !== undefined) sim.handle(request);
  }
  return sim;
}

test(`sets come to rest after a random session, with true tables and nobody doubled (seed ${SEED})`, () => {
  fc.assert(
    fc.property(session, fc.constantFrom<TimingName>('classroom', 'instant', 'real'), (actions, timing) => {
      const sim = play(new Sim({ ...OPTIONS, timing }), actions);
      tablesAreTrue(sim);
      const untilMs = sim.nowMs + 400_000;
      while (!sim.isSettled() && sim.nowMs < untilMs && sim.step());
      expect([
        ...atRest(sim).filter((finding) => !finding.includes('persistentvolume-binder')),
        ...nobodyIsDoubled(sim),
      ]).toEqual([]);
      tablesAreTrue(sim);
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test(`a restored checkpoint goes on as the first run did (seed ${SEED})`, () => {
  fc.assert(
    fc.property(session, session, (first, second) => {
      const straight = play(new Sim(OPTIONS), first);
      const restored = Sim.restore(straight.checkpoint());
      for (const sim of [straight, restored]) play(sim, second).runFor(30_000);
      const [a, b] = [fullText(straight).split('\n'), fullText(restored).split('\n')];
      expect(b.filter((line) => !a.includes(line))).toEqual(a.filter((line) => !b.includes(line)));
    }),
    { seed: SEED, numRuns: 30 },
  );
});
