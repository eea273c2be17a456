import * as fc from 'fast-check';
import type { ApiRequest } from '../../protocol/wire.ts';
import { nodeOf } from '../bootstrap.ts';
import type { Sim, SimOptions } from '../sim.ts';

/** One thing that a person does, or time that passes. Names are drawn from few, so that actions meet. */
export type Action =
  | { readonly do: 'deploy'; readonly name: string; readonly replicas: number; readonly image: string }
  | { readonly do: 'scale'; readonly name: string; readonly replicas: number }
  | { readonly do: 'image'; readonly name: string; readonly image: string }
  | { readonly do: 'delete'; readonly name: string }
  | { readonly do: 'expose'; readonly name: string; readonly type: string }
  | { readonly do: 'unexpose'; readonly name: string }
  | { readonly do: 'kill'; readonly pick: number; readonly grace: number | undefined }
  | { readonly do: 'relabel'; readonly pick: number; readonly value: string }
  | { readonly do: 'cordon'; readonly node: number; readonly on: boolean }
  | { readonly do: 'unplug'; readonly node: number }
  | { readonly do: 'plug'; readonly node: number }
  | { readonly do: 'send'; readonly request: ApiRequest }
  | { readonly do: 'wait'; readonly ms: number };

const names = ['web', 'api', 'db'];
const name = fc.constantFrom(...names);
const image = fc.constantFrom('nginx:1.27', 'nginx:1.28', 'redis');

export const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constant('deploy' as const), name, replicas: fc.nat(6), image }),
  fc.record({ do: fc.constant('scale' as const), name, replicas: fc.nat(9) }),
  fc.record({ do: fc.constant('image' as const), name, image }),
  fc.record({ do: fc.constant('delete' as const), name }),
  fc.record({
    do: fc.constant('expose' as const),
    name,
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'),
  }),
  fc.record({ do: fc.constant('unexpose' as const), name }),
  fc.record({ do: fc.constant('kill' as const), pick: fc.nat(20), grace: fc.constantFrom(undefined, 0, 5) }),
  fc.record({ do: fc.constant('relabel' as const), pick: fc.nat(20), value: fc.constantFrom('web', 'api', 'loose') }),
  fc.record({ do: fc.constant('cordon' as const), node: fc.nat(2), on: fc.boolean() }),
  fc.record({ do: fc.constant('unplug' as const), node: fc.nat(3) }),
  fc.record({ do: fc.constant('plug' as const), node: fc.nat(3) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 9000 }) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 300 }) }),
);

/** A session that begins with something to act on. `size: 'max'`, or most sessions would be a few actions short. */
export const session: fc.Arbitrary<readonly Action[]> = fc
  .array(action, { minLength: 5, maxLength: 30, size: 'max' })
  .map((actions) => [...OPENING, ...actions]);

const OPENING: readonly Action[] = [
  { do: 'deploy', name: 'web', replicas: 4, image: 'nginx:1.27' },
  { do: 'expose', name: 'web', type: 'NodePort' },
  { do: 'wait', ms: 6000 },
];

export const OPTIONS: SimOptions = {
  seed: 5,
  timing: 'classroom',
  startMs: Date.UTC(2026, 0, 5, 9, 0, 0),
  nodes: ['a', 'b', 'c'].map((zone, i) => ({
    name: `node-${i + 1}`,
    cpu: '4',
    memory: '8Gi',
    pods: 20,
    zone: `zone-${zone}`,
  })),
  strict: true,
};

/** Does one action. `pass` lets time go by, so that a test can watch every event. */
export function act(sim: Sim, what: Action, pass: (sim: Sim, ms: number) => void): void {
  if (what.do === 'wait') return pass(sim, what.ms);
  const request = requestOf(sim, what);
  if (request !== undefined) sim.handle(request);
}

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const SERVICES = '/api/v1/namespaces/default/services';
const PODS = '/api/v1/namespaces/default/pods';
const MERGE = { 'content-type': 'application/merge-patch+json' };
const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' };

function requestOf(sim: Sim, what: Exclude<Action, { do: 'wait' }>): ApiRequest | undefined {
  switch (what.do) {
    case 'send':
      return what.request;
    case 'deploy':
      return post(DEPLOYMENTS, deployment(what.name, what.replicas, what.image));
    case 'scale':
      return patch(`${DEPLOYMENTS}/${what.name}/scale`, MERGE, { spec: { replicas: what.replicas } });
    case 'image':
      return patch(`${DEPLOYMENTS}/${what.name}`, STRATEGIC, {
        spec: { template: { spec: { containers: [{ name: 'app', image: what.image }] } } },
      });
    case 'delete':
      return { method: 'DELETE', url: `${DEPLOYMENTS}/${what.name}` };
    case 'expose':
      return post(SERVICES, service(what.name, what.type));
    case 'unexpose':
      return { method: 'DELETE', url: `${SERVICES}/${what.name}` };
    case 'kill': {
      const pod = nthPod(sim, what.pick);
      const options = what.grace === undefined ? {} : { gracePeriodSeconds: what.grace };
      return pod === undefined ? undefined : { method: 'DELETE', url: `${PODS}/${pod}`, body: JSON.stringify(options) };
    }
    case 'relabel': {
      const pod = nthPod(sim, what.pick);
      return pod === undefined
        ? undefined
        : patch(`${PODS}/${pod}`, MERGE, { metadata: { labels: { app: what.value } } });
    }
    case 'unplug':
      return { method: 'DELETE', url: `/api/v1/nodes/node-${what.node + 1}` };
    case 'plug':
      return post(
        '/api/v1/nodes',
        nodeOf({ name: `node-${what.node + 1}`, cpu: '4', memory: '8Gi', pods: 20 }, what.node),
      );
    case 'cordon':
      return patch(`/api/v1/nodes/node-${what.node + 1}`, MERGE, { spec: { unschedulable: what.on || null } });
  }
}

function nthPod(sim: Sim, pick: number): string | undefined {
  const found = [...sim.store.collection('core/pods').objects.values()].map((pod) => pod.metadata.name ?? '').sort();
  return found.length === 0 ? undefined : found[pick % found.length];
}

function post(url: string, body: unknown): ApiRequest {
  return { method: 'POST', url, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function patch(url: string, headers: Readonly<Record<string, string>>, body: unknown): ApiRequest {
  return { method: 'PATCH', url, headers, body: JSON.stringify(body) };
}

export function deployment(of: string, replicas: number, from: string): unknown {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: of, labels: { app: of } },
    spec: {
      replicas,
      selector: { matchLabels: { app: of } },
      template: {
        metadata: { labels: { app: of } },
        spec: {
          containers: [
            { name: 'app', image: from, ports: [{ containerPort: 8080 }], resources: { requests: { cpu: '300m' } } },
          ],
        },
      },
    },
  };
}

export function service(of: string, type: string): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: of },
    spec: { type, selector: { app: of }, ports: [{ port: 80, targetPort: 8080 }] },
  };
}
