import { describe, expect, test } from 'vitest';
import type { TopologySpreadConstraint } from '../../../api/kinds/pod/affinity.ts';
import type { Node } from '../../../api/kinds/node/node.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { PodSpec } from '../../../api/kinds/pod/pod-spec.ts';
import cases from '../testing/topology-spread.json' with { type: 'json' };
import { makeCycle, makeNode, makePod, makeTable } from '../testing/make.ts';
import { podTopologySpread, podTopologySpreadFilter } from './pod-topology-spread.ts';

const ROOM = { cpu: '4', memory: '8Gi' };
const HARD = 'DoNotSchedule';
const SOFT = 'ScheduleAnyway';

function constraint(key: string, more: Partial<TopologySpreadConstraint> = {}): TopologySpreadConstraint {
  const labelSelector = { matchLabels: { app: 'web' } };
  return { maxSkew: 1, topologyKey: key, whenUnsatisfiable: HARD, labelSelector, ...more };
}

/** `ok`, `no` (an eviction may help) or `never` for each node. */
function verdicts(pod: Pod, nodes: readonly Node[], existing: readonly Pod[]): Record<string, string> {
  const table = makeTable(nodes, existing);
  const filter = podTopologySpreadFilter.filter(makeCycle(pod, table, existing));
  const verdict = (slot: number): string => {
    const refusal = filter?.(slot);
    return refusal === undefined ? 'ok' : refusal.unresolvable ? 'never' : 'no';
  };
  return Object.fromEntries(table.list().map(({ name, slot }) => [name, verdict(slot)]));
}

function zoned(name: string, zone: string, part: Partial<Node['spec']> = {}, labels = {}): Node {
  return makeNode(name, ROOM, part, { zone, ...labels });
}

function on(nodeName: string, name: string): Pod {
  return makePod(name, [{}], { nodeName }, { app: 'web' });
}

function web(constraints: readonly TopologySpreadConstraint[], part: Partial<PodSpec> = {}): Pod {
  return makePod('new', [{}], { topologySpreadConstraints: constraints, ...part }, { app: 'web' });
}

describe('hard constraints', () => {
  test.each(cases.cases.map((each) => [each.name, each] as const))('%s', (_name, { pod, nodes, existing, want }) => {
    const constraints = pod.constraints.map(({ key, maxSkew, minDomains, selectorExists }) => ({
      maxSkew,
      topologyKey: key,
      whenUnsatisfiable: HARD,
      labelSelector: { matchExpressions: [{ key: selectorExists, operator: 'Exists' }] },
      ...(minDomains === null ? {} : { minDomains }),
    }));
    const others = existing.map((other, i): Pod => {
      const { namespace = 'default', deleting } = other as { namespace?: string; deleting?: boolean };
      const made = makePod(`old-${i}`, [{}], { nodeName: other.node }, other.labels);
      const deleted = deleting === true ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {};
      return { ...made, metadata: { ...made.metadata, namespace, ...deleted } };
    });
    const all = nodes.map(({ name, labels }): Node => {
      const made = makeNode(name, ROOM);
      return { ...made, metadata: { name, labels } };
    });
    const given = makePod('new', [{}], { topologySpreadConstraints: constraints }, pod.labels);
    expect(verdicts(given, all, others)).toEqual(want);
  });

  test('nodes that the pod cannot go to do not count, unless the policy says so', () => {
    const nodes = [zoned('a', '1', {}, { disk: 'ssd' }), zoned('b', '2', {}, { disk: 'ssd' }), zoned('c', '3')];
    const others = [on('a', 'w1'), on('b', 'w2')];
    const picky = { nodeSelector: { disk: 'ssd' } };
    expect(verdicts(web([constraint('zone')], picky), nodes, others)).toMatchObject({ a: 'ok', b: 'ok' });
    const counted = web([constraint('zone', { nodeAffinityPolicy: 'Ignore' })], picky);
    expect(verdicts(counted, nodes, others)).toMatchObject({ a: 'no', b: 'no' });
  });

  test('tainted nodes count, unless the policy says otherwise', () => {
    const taints = [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' as const }];
    const nodes = [zoned('a', '1'), zoned('b', '2', { taints })];
    const others = [on('a', 'w1')];
    expect(verdicts(web([constraint('zone')]), nodes, others)).toMatchObject({ a: 'no' });
    expect(verdicts(web([constraint('zone', { nodeTaintsPolicy: 'Honor' })]), nodes, others)).toMatchObject({
      a: 'ok',
    });
  });

  test('matchLabelKeys count the pods of the same revision only', () => {
    const nodes = [zoned('a', '1'), zoned('b', '2')];
    const old = makePod('old', [{}], { nodeName: 'a' }, { app: 'web', rev: '1' });
    const pod = (rev: string): Pod => {
      const constraints = [constraint('zone', { matchLabelKeys: ['rev'] })];
      return makePod('new', [{}], { topologySpreadConstraints: constraints }, { app: 'web', rev });
    };
    expect(verdicts(pod('1'), nodes, [old])).toEqual({ a: 'no', b: 'ok' });
    expect(verdicts(pod('2'), nodes, [old])).toEqual({ a: 'ok', b: 'ok' });
  });
});

describe('soft constraints', () => {
  function scores(pod: Pod, nodes: readonly Node[], existing: readonly Pod[]): Record<string, number> | undefined {
    const table = makeTable(nodes, existing);
    const slots = table.slots();
    const found = podTopologySpread.score(makeCycle(pod, table, existing), slots);
    if (found === undefined) return undefined;
    const into = Float64Array.from(slots, (slot) => found.value(slot));
    found.finish(into, slots.length, slots.length);
    return Object.fromEntries([...slots].map((slot, i) => [table.at(slot).name, into[i] ?? 0]));
  }
  const nodes = [zoned('a', '1'), zoned('b', '1'), zoned('x', '2'), makeNode('bare', ROOM)];
  const others = [on('a', 'w1'), on('a', 'w2'), on('b', 'w3'), on('x', 'w4')];

  test('an emptier zone is better, and a node without a zone gets nothing', () => {
    const pod = web([constraint('zone', { whenUnsatisfiable: SOFT })]);
    // Sums are ln(2 + 2) times 3 and 1, rounded to 4 and 1.
    expect(scores(pod, nodes, others)).toEqual({ a: 25, b: 25, x: 100, bare: 0 });
  });

  test('an emptier node is better', () => {
    const pod = web([constraint('kubernetes.io/hostname', { whenUnsatisfiable: SOFT })]);
    // Sums are ln(4 + 2) times 2, 1, 1 and 0, rounded to 4, 2, 2 and 0.
    expect(scores(pod, nodes, others)).toEqual({ a: 0, b: 50, x: 50, bare: 100 });
  });

  test('hard constraints alone give no scores, and take the place of the default ones', () => {
    expect(scores(web([constraint('zone')]), nodes, others)).toBeUndefined();
  });
});
