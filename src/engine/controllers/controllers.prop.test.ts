import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ApiRequest } from '../../protocol/wire.ts';
import { Sim } from '../sim.ts';
import { fullText } from '../testing/digest.ts';
import { atRest } from '../testing/invariants.ts';
import { act, action, OPTIONS, type Action } from '../testing/session.ts';

const SEED = 20260107;
/** Longer than a progress deadline. */
const REST_MS = 900_000;

/** What people do to workloads beside what every session does. */
type Meddling =
  | { readonly meddle: 'delete'; readonly name: string; readonly policy: string }
  | { readonly meddle: 'scale-set'; readonly pick: number; readonly replicas: number }
  | { readonly meddle: 'delete-set'; readonly pick: number; readonly policy: string }
  | { readonly meddle: 'select'; readonly name: string; readonly app: string }
  | { readonly meddle: 'taint'; readonly node: number; readonly on: boolean }
  | { readonly meddle: 'spec'; readonly name: string; readonly spec: Readonly<Record<string, unknown>> }
  | { readonly meddle: 'delete-slice'; readonly pick: number };

const names = ['web', 'api', 'db'];
const name = fc.constantFrom(...names);
const policy = fc.constantFrom('Orphan', 'Foreground', 'Background');
const pick = fc.nat(5);
const spec = fc.constantFrom<Readonly<Record<string, unknown>>>(
  { paused: true },
  { paused: false },
  { strategy: { type: 'Recreate', rollingUpdate: null } },
  { strategy: { type: 'RollingUpdate' } },
  { minReadySeconds: 15 },
  { minReadySeconds: 0 },
  { revisionHistoryLimit: 0 },
  { revisionHistoryLimit: 2 },
);

const meddling: fc.Arbitrary<Meddling> = fc.oneof(
  fc.record({ meddle: fc.constant('delete' as const), name, policy }),
  fc.record({ meddle: fc.constant('scale-set' as const), pick, replicas: fc.nat(6) }),
  fc.record({ meddle: fc.constant('delete-set' as const), pick, policy }),
  fc.record({ meddle: fc.constant('select' as const), name, app: name }),
  fc.record({ meddle: fc.constant('taint' as const), node: fc.nat(2), on: fc.boolean() }),
  fc.record({ meddle: fc.constant('spec' as const), name, spec }),
  fc.record({ meddle: fc.constant('delete-slice' as const), pick }),
);

const sessions = fc.array(fc.oneof(action, meddling), { minLength: 10, maxLength: 35, size: 'max' });

/** Every session begins with three Deployments behind three Services, so that there is something to meddle with. */
const OPENING: readonly Action[] = [
  ...names.map((each, index): Action => ({ do: 'deploy', name: each, replicas: index + 2, image: 'redis' })),
  ...names.map((each, index): Action => ({
    do: 'expose',
    name: each,
    type: ['ClusterIP', 'NodePort', 'LoadBalancer'][index] ?? '',
  })),
  { do: 'wait', ms: 4000 },
];

function play(sim: Sim, what: Action | Meddling): void {
  if ('do' in what) return act(sim, what, (each, ms) => each.runFor(ms));
  const request = requestOf(sim, what);
  if (request !== undefined) sim.handle(request);
}

function requestOf(sim: Sim, what: Meddling): ApiRequest | undefined {
  const apps = '/apis/apps/v1/namespaces/default';
  switch (what.meddle) {
    case 'delete':
      return remove(`${apps}/deployments/${what.name}`, what.policy);
    case 'spec':
      return merge(`${apps}/deployments/${what.name}`, what.spec);
    case 'scale-set':
      return at(sim, 'apps/replicasets', what.pick, (set) =>
        merge(`${apps}/replicasets/${set}`, { replicas: what.replicas }),
      );
    case 'delete-set':
      return at(sim, 'apps/replicasets', what.pick, (set) => remove(`${apps}/replicasets/${set}`, what.policy));
    case 'select':
      return merge(`/api/v1/namespaces/default/services/${what.name}`, { selector: { app: what.app } });
    case 'taint':
      return merge(`/api/v1/nodes/node-${what.node + 1}`, {
        taints: what.on ? [{ key: 'broken', effect: 'NoExecute' }] : [],
      });
    case 'delete-slice':
      return at(sim, 'discovery.k8s.io/endpointslices', what.pick, (slice) =>
        slice === 'kubernetes'
          ? undefined
          : remove(`/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/${slice}`, 'Background'),
      );
  }
}

function at(
  sim: Sim,
  resource: string,
  index: number,
  make: (name: string) => ApiRequest | undefined,
): ApiRequest | undefined {
  const found = [...sim.store.collection(resource).objects.values()]
    .map(({ metadata }) => metadata.name ?? '')
    .sort((a, b) => (a < b ? -1 : 1));
  return found.length === 0 ? undefined : make(found[index % found.length] ?? '');
}

function remove(url: string, propagationPolicy: string): ApiRequest {
  return {
    method: 'DELETE',
    url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ propagationPolicy }),
  };
}

function merge(url: string, part: unknown): ApiRequest {
  return {
    method: 'PATCH',
    url,
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({ spec: part }),
  };
}

test(`whatever is done to workloads, the cluster comes to rest in order, and a restored one goes on alike (seed ${SEED})`, () => {
  fc.assert(
    fc.property(
      sessions,
      fc.constantFrom('real' as const, 'classroom' as const, 'instant' as const),
      (actions, timing) => {
        const sim = new Sim({ ...OPTIONS, timing });
        for (const what of [...OPENING, ...actions]) play(sim, what);
        const restored = Sim.restore(sim.checkpoint());
        const untilMs = sim.nowMs + REST_MS;
        while (!sim.isSettled() && sim.nowMs < untilMs && sim.step());
        expect([sim.isSettled(), atRest(sim)]).toEqual([true, []]);
        restored.runUntil(sim.nowMs);
        sim.runUntil(sim.nowMs);
        expect(fullText(restored)).toBe(fullText(sim));
      },
    ),
    { seed: SEED, numRuns: 40 },
  );
});
