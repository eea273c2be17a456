import { describe, expect, test } from 'vitest';
import type { Taint } from '../../../api/kinds/node/node.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { Toleration } from '../../../api/kinds/pod/affinity.ts';
import type { LocalScorePlugin, ScorePlugin } from '../cycle.ts';
import type { NodeTable } from '../node-table.ts';
import { podRequests } from '../pod-requests.ts';
import cases from '../testing/scheduler.json' with { type: 'json' };
import { makeCycle, makeNode, makePod, makeTable } from '../testing/make.ts';
import { tolerates } from '../../../api/kinds/pod/tolerations.ts';
import { balancedAllocation } from './balanced-allocation.ts';
import { imageLocality } from './image-locality.ts';
import { nodeAffinityScore } from './node-affinity.ts';
import { leastAllocated } from './node-resources-fit.ts';
import { taintTolerationScore } from './taint-toleration.ts';

interface Amounts {
  readonly cpu?: number;
  readonly memory?: number;
}

interface Case {
  readonly name: string;
  readonly pod: readonly Amounts[];
  readonly nodes: readonly { readonly name: string; readonly alloc: Amounts }[];
  readonly existing: readonly { readonly node: string; readonly requests: readonly Amounts[] }[];
  readonly want: Readonly<Record<string, number | undefined>>;
}

function text({ cpu, memory }: Amounts): Record<string, string | undefined> {
  return { cpu: cpu === undefined ? undefined : `${cpu}m`, memory: memory === undefined ? undefined : String(memory) };
}

function scoresOf(plugin: LocalScorePlugin, given: Case): Record<string, number> {
  const table = makeTable(
    given.nodes.map(({ name, alloc }) => makeNode(name, text(alloc))),
    given.existing.map(({ node, requests }, i) => makePod(`old-${i}`, requests.map(text), { nodeName: node })),
  );
  const infos = table.list();
  const requests = podRequests(makePod('new', given.pod.map(text)));
  return Object.fromEntries(infos.map((info) => [info.name, plugin.score(info, requests)]));
}

function scored(plugin: ScorePlugin, pod: Pod, table: NodeTable): readonly number[] {
  const slots = table.slots();
  const found = plugin.score(makeCycle(pod, table), slots);
  const scores = Float64Array.from(slots, (slot) => found?.value(slot) ?? 0);
  found?.finish(scores, slots.length, slots.length);
  return [...scores];
}

describe('scores, against upstream tables', () => {
  const evenWeights = (
    cases.leastAllocated.cases as readonly (Case & { readonly weights: Record<string, number> })[]
  ).filter(({ weights }) => Object.values(weights).every((weight) => weight === 1));
  test.each(evenWeights)('LeastAllocated: $name', (given) => {
    expect(scoresOf(leastAllocated, given)).toEqual(given.want);
  });

  test.each(cases.balancedAllocation.cases as readonly Case[])('BalancedAllocation: $name', (given) => {
    expect(scoresOf(balancedAllocation, given)).toEqual(given.want);
  });

  test.each(cases.tolerations.cases.filter(({ gate }) => !gate))('$name', ({ toleration, taint, want }) => {
    expect(tolerates(toleration as Toleration, taint as Taint)).toBe(want);
  });
});

describe('scores of labels, taints and images', () => {
  test('fewer PreferNoSchedule taints are better', () => {
    const soft = (key: string): Taint => ({ key, effect: 'PreferNoSchedule' });
    const table = makeTable([
      makeNode('none', {}),
      makeNode('one', {}, { taints: [soft('a')] }),
      makeNode('two', {}, { taints: [soft('a'), soft('b')] }),
    ]);
    const pod = makePod('p', [{}]);
    expect(scored(taintTolerationScore, pod, table)).toEqual([100, 50, 0]);
    const tolerant = makePod('p', [{}], { tolerations: [{ key: 'a', operator: 'Exists' }] });
    expect(scored(taintTolerationScore, tolerant, table)).toEqual([100, 100, 0]);
  });

  test('preferred node affinity adds up the weights that match', () => {
    const preferred = [
      { weight: 30, preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] } },
      { weight: 10, preference: { matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['7'] }] } },
    ];
    const affinity = { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } };
    const table = makeTable([
      makeNode('a', {}, {}, { disk: 'ssd', cores: '8' }),
      makeNode('b', {}, {}, { cores: '8' }),
      makeNode('c', {}, {}, { cores: '4' }),
    ]);
    expect(scored(nodeAffinityScore, makePod('p', [{}], { affinity }), table)).toEqual([100, 25, 0]);
  });

  test('an image counts by its size and by the share of nodes that have it', () => {
    const sizeBytes = 500 * 1024 * 1024;
    const have = {
      ...makeNode('have', {}),
      status: { allocatable: {}, images: [{ names: ['nginx:1.29'], sizeBytes }] },
    };
    const table = makeTable([have, makeNode('other', {})]);
    expect(scored(imageLocality, makePod('p', [{}]), table)).toEqual([23, 0]);
  });
});
