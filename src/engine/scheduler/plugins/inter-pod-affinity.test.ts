import { describe, expect, test } from 'vitest';
import type { Namespace } from '../../../api/kinds/namespace/namespace.ts';
import type { Affinity, PodAffinityTerm } from '../../../api/kinds/pod/affinity.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { makeCycle, makeNode, makePod, makeTable } from '../testing/make.ts';
import { interPodAffinityFilter, interPodAffinityScore } from './inter-pod-affinity.ts';

const ROOM = { cpu: '4', memory: '8Gi' };
const NODES = [
  makeNode('a', ROOM, {}, { zone: '1' }),
  makeNode('b', ROOM, {}, { zone: '1' }),
  makeNode('x', ROOM, {}, { zone: '2' }),
  makeNode('bare', ROOM),
];
const NEAR = "node(s) didn't match pod affinity rules";
const FAR = "node(s) didn't match pod anti-affinity rules";
const KEPT = "node(s) didn't satisfy existing pods anti-affinity rules";

function term(app: string, more: Partial<PodAffinityTerm> = {}): PodAffinityTerm {
  return { labelSelector: { matchLabels: { app } }, topologyKey: 'zone', ...more };
}

function near(...terms: PodAffinityTerm[]): Affinity {
  return { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
}

function far(...terms: PodAffinityTerm[]): Affinity {
  return { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
}

function pod(app: string, affinity?: Affinity, nodeName?: string, namespace = 'default'): Pod {
  const part = { ...(affinity && { affinity }), ...(nodeName !== undefined && { nodeName }) };
  const made = makePod(`${app}-${nodeName ?? 'new'}`, [{}], part, { app });
  return { ...made, metadata: { ...made.metadata, namespace } };
}

function namespace(name: string, labels: Readonly<Record<string, string>>): Namespace {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

const NAMESPACES = [namespace('default', {}), namespace('team', { tier: 'shared' })];

/** The reason of each node that refuses. */
function refusals(given: Pod, existing: readonly Pod[]): Record<string, string> {
  const table = makeTable(NODES, existing);
  const filter = interPodAffinityFilter.filter(makeCycle(given, table, existing, NAMESPACES));
  return Object.fromEntries(
    table.list().flatMap(({ name, slot }) => {
      const reason = filter?.(slot)?.reasons[0];
      return reason === undefined ? [] : [[name, reason]];
    }),
  );
}

function scores(given: Pod, existing: readonly Pod[]): readonly number[] | undefined {
  const table = makeTable(NODES, existing);
  const slots = table.slots();
  const found = interPodAffinityScore.score(makeCycle(given, table, existing, NAMESPACES), slots);
  if (found === undefined) return undefined;
  const into = Float64Array.from(slots, (slot) => found.value(slot));
  found.finish(into, slots.length, slots.length);
  return [...into];
}

describe('required affinity', () => {
  test('leads to the domains of the pods that it names', () => {
    expect(refusals(pod('web', near(term('db'))), [pod('db', undefined, 'a')])).toEqual({ x: NEAR, bare: NEAR });
  });

  test('the first of its kind goes where the label is, others have to wait', () => {
    expect(refusals(pod('web', near(term('web'))), [])).toEqual({ bare: NEAR });
    expect(refusals(pod('web', near(term('db'))), [])).toEqual({ a: NEAR, b: NEAR, x: NEAR, bare: NEAR });
  });

  test('only pods that match all terms count', () => {
    const both = near(term('db'), {
      topologyKey: 'zone',
      labelSelector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
    });
    expect(Object.keys(refusals(pod('web', both), [pod('db', undefined, 'a')]))).toHaveLength(4);
  });
});

describe('required anti-affinity', () => {
  test('keeps away from the pods that it names', () => {
    expect(refusals(pod('web', far(term('db'))), [pod('db', undefined, 'a')])).toEqual({ a: FAR, b: FAR });
  });

  test('of a bound pod keeps those away that it names, who know nothing of it', () => {
    expect(refusals(pod('web'), [pod('db', far(term('web')), 'a')])).toEqual({ a: KEPT, b: KEPT });
    expect(refusals(pod('cache'), [pod('db', far(term('web')), 'a')])).toEqual({});
  });
});

describe('namespaces of a term', () => {
  const other = pod('db', undefined, 'a', 'team');

  test.each<[string, Partial<PodAffinityTerm>, boolean]>([
    ['none: the own one', {}, false],
    ['named', { namespaces: ['team'] }, true],
    ['by their labels', { namespaceSelector: { matchLabels: { tier: 'shared' } } }, true],
    ['by labels that none has', { namespaceSelector: { matchLabels: { tier: 'x' } } }, false],
    ['all', { namespaceSelector: {} }, true],
  ])('%s', (_what, more, counts) => {
    const want = counts ? ['a', 'b'] : [];
    expect(Object.keys(refusals(pod('web', far(term('db', more))), [other])).sort()).toEqual(want);
    const holder = pod('web', far(term('db', more)), 'a');
    expect(Object.keys(refusals(pod('db', undefined, undefined, 'team'), [holder])).sort()).toEqual(want);
  });
});

describe('preferred terms', () => {
  const prefer = (kind: 'podAffinity' | 'podAntiAffinity', weight: number): Affinity => ({
    [kind]: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm: term('db') }] },
  });

  test('attract and repel by weight and number of pods', () => {
    const existing = [pod('db', undefined, 'a'), pod('db', undefined, 'x'), { ...pod('db', undefined, 'b') }];
    const order = makeTable(NODES)
      .list()
      .map(({ name }) => name);
    const byName = (given: Pod): Record<string, number> =>
      Object.fromEntries((scores(given, existing) ?? []).map((score, i) => [order[i] ?? '', score]));
    expect(byName(pod('web', prefer('podAffinity', 10)))).toEqual({ a: 100, b: 100, x: 50, bare: 0 });
    expect(byName(pod('web', prefer('podAntiAffinity', 10)))).toEqual({ a: 0, b: 0, x: 50, bare: 100 });
  });

  test('of bound pods count as well, as does what they require', () => {
    expect(scores(pod('db'), [pod('web', prefer('podAffinity', 10), 'x')])).toEqual([0, 0, 100, 0]);
    expect(scores(pod('db'), [pod('web', near(term('db')), 'x')])).toEqual([0, 0, 100, 0]);
    expect(scores(pod('db'), [pod('web')])).toBeUndefined();
  });
});
