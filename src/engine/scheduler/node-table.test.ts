import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodes, type Node } from '../../api/kinds/node/node.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import { selectorFromMap } from '../../api/machinery/labels.ts';
import { keyIn } from '../../api/resource-ref.ts';
import { NodeTable } from './node-table.ts';
import { spreadGroup } from './pod-counts.ts';
import { makeNode, makePod } from './testing/make.ts';

const NAMES = ['n0', 'n1', 'n2'];
const KEEPS_WEB_AWAY = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'topology.kubernetes.io/zone' },
    ],
  },
};
const SELECTOR = selectorFromMap({ app: 'web' });

type Step =
  | { readonly do: 'node'; readonly at: number; readonly zone: number | undefined }
  | {
      readonly do: 'pod';
      readonly at: number;
      readonly node: number;
      readonly app: string;
      readonly phase: 'Running' | 'Failed';
      readonly deleting: boolean;
    }
  | { readonly do: 'drop'; readonly at: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('node' as const), at: fc.nat(2), zone: fc.option(fc.nat(1), { nil: undefined }) }),
  fc.record({
    do: fc.constant('pod' as const),
    at: fc.nat(7),
    node: fc.nat(3),
    app: fc.constantFrom('web', 'db'),
    phase: fc.constantFrom('Running' as const, 'Failed' as const),
    deleting: fc.boolean(),
  }),
  fc.record({ do: fc.constant('drop' as const), at: fc.nat(7) }),
);

function objectOf(given: Step): Node | Pod | undefined {
  if (given.do === 'drop') return undefined;
  if (given.do === 'node') {
    const zone = given.zone === undefined ? undefined : { 'topology.kubernetes.io/zone': `z${given.zone}` };
    return zone && makeNode(NAMES[given.at] ?? '', { cpu: '4', memory: '8Gi' }, {}, zone);
  }
  const nodeName = NAMES[given.node];
  const part = {
    ...(nodeName !== undefined && { nodeName }),
    ...(given.app === 'db' && { affinity: KEEPS_WEB_AWAY, priority: given.at }),
  };
  const pod = makePod(`p${given.at}`, [{ cpu: '100m' }], part, { app: given.app });
  const metadata = given.deleting ? { ...pod.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } : pod.metadata;
  return { ...pod, metadata, status: { phase: given.phase } };
}

/** What a table says, in a form that does not depend on how it came to be. */
function facts(table: NodeTable, boundPods: Iterable<Pod>): unknown {
  const counter = table.counter(spreadGroup('default', SELECTOR), () => boundPods);
  const zones = table.topology('topology.kubernetes.io/zone');
  const list = table.list();
  const incoming = makePod('incoming', [], {}, { app: 'web' });
  return {
    lowest: table.lowestPriority(),
    kept: Object.fromEntries(
      table.held
        .matching(incoming, () => undefined)
        .map(({ id, counter: holders }) => [id, [holders.total, holders.byDomain(zones).total]]),
    ),
    nodes: list.map((info) => [
      info.name,
      info.labels['topology.kubernetes.io/zone'],
      info.podCount,
      info.usedCpuMillis,
      info.scoredMemoryBytes,
      counter.bySlot(table.slotCount)[info.slot],
    ]),
    zones: list.map((info) =>
      zones.ids[info.slot] === 0 ? 0 : counter.byDomain(zones).counts[zones.ids[info.slot] ?? 0],
    ),
  };
}

describe('the table of nodes', () => {
  test('kept up to date by changes, it equals one made anew from the objects (seed 7)', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const store = new Map<string, { resource: string; object: Node | Pod }>();
        const live = new NodeTable();
        facts(live, []);
        for (const given of steps) {
          const resource = given.do === 'node' ? nodes.resource : pods.resource;
          const key =
            given.do === 'node' ? keyIn(nodes, '', NAMES[given.at] ?? '') : keyIn(pods, 'default', `p${given.at}`);
          const prev = store.get(key)?.object;
          const next = objectOf(given);
          if (prev === undefined && next === undefined) continue;
          live.apply({
            resource,
            key,
            ...(prev === undefined ? {} : { prev }),
            ...(next === undefined ? {} : { next }),
          });
          if (next === undefined) store.delete(key);
          else store.set(key, { resource, object: next });
          facts(live, []);
        }
        const fresh = new NodeTable();
        for (const [key, { resource, object }] of store) fresh.apply({ resource, key: key as never, next: object });
        const bound = [...store.values()].flatMap(({ resource, object }) =>
          resource === pods.resource ? [object as Pod] : [],
        );
        const active = bound.filter((pod) => pod.spec.nodeName !== undefined && pod.status?.phase === 'Running');
        const want = facts(fresh, active);
        expect(facts(live, active)).toEqual(want);
        for (const by of [-1, 1] as const)
          for (const pod of active) live.pretend(pod, live.infoOf(pod.spec.nodeName ?? ''), by);
        expect(facts(live, active)).toEqual(want);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
