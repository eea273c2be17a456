import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodes, type Node, type Taint } from '../../api/kinds/node/node.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import type { PodSpec } from '../../api/kinds/pod/pod-spec.ts';
import { keyIn } from '../../api/resource-ref.ts';
import { services } from '../../api/kinds/service/service.ts';
import type { Cycle } from './cycle.ts';
import { findNodes } from './find-nodes.ts';
import { NodeTable } from './node-table.ts';
import { pickNode } from './pick-node.ts';
import { makeCycle, makeNode, makePod } from './testing/make.ts';

const NODES = 12;
const IMAGE = 'registry.example.com/web:1';
const TAINTS: readonly (readonly Taint[])[] = [
  [],
  [{ key: 'old', effect: 'PreferNoSchedule' }],
  [{ key: 'gone', effect: 'NoSchedule' }],
];
const TEMPLATES: readonly PodSpec[] = [
  { containers: [{ name: 'c', image: IMAGE, resources: { requests: { cpu: '300m', memory: '200Mi' } } }] },
  { containers: [{ name: 'c', image: 'i' }], nodeSelector: { disk: 'ssd' } },
  {
    containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 80, hostPort: 80 }] }],
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 5, preference: { matchExpressions: [{ key: 'disk', operator: 'Exists' }] } },
        ],
      },
    },
  },
];

type Step =
  | { readonly do: 'place'; readonly template: number; readonly chance: number }
  | { readonly do: 'end'; readonly at: number }
  | { readonly do: 'relabel'; readonly at: number }
  | {
      readonly do: 'node';
      readonly at: number;
      readonly zone: number;
      readonly taints: number;
      readonly ssd: boolean;
      readonly image: boolean;
      readonly cordon: boolean;
    };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('place' as const),
      template: fc.nat(2),
      chance: fc.integer({ min: 0, max: 99 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), at: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('relabel' as const), at: fc.nat(30) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('node' as const),
      at: fc.nat(NODES - 1),
      zone: fc.nat(2),
      taints: fc.nat(2),
      ssd: fc.boolean(),
      image: fc.boolean(),
      cordon: fc.boolean(),
    }),
  },
);

function nodeOf({ at, zone, taints, ssd, image, cordon }: Extract<Step, { do: 'node' }>): Node {
  const labels = { ...(zone > 0 && { 'topology.kubernetes.io/zone': `z${zone}` }), ...(ssd && { disk: 'ssd' }) };
  const part = { taints: TAINTS[taints] ?? [], ...(cordon && { unschedulable: true }) };
  const node = makeNode(`n${at}`, { cpu: '2', memory: '4Gi' }, part, labels);
  const images = image ? [{ names: [IMAGE], sizeBytes: 400_000_000 }] : [];
  return { ...node, status: { ...node.status, images } };
}

/** A table with its objects, as changes make it. */
class Model {
  readonly table = new NodeTable();
  readonly #nodes = new Map<string, Node>();
  readonly pods = new Map<string, Pod>();
  #count = 0;

  setNode(next: Node): void {
    const name = next.metadata.name ?? '';
    const prev = this.#nodes.get(name);
    this.table.apply({ resource: nodes.resource, key: keyIn(nodes, '', name), ...(prev && { prev }), next });
    this.#nodes.set(name, next);
  }

  setPod(name: string, next: Pod | undefined): void {
    const prev = this.pods.get(name);
    const key = keyIn(pods, 'default', name);
    this.table.apply({ resource: pods.resource, key, ...(prev && { prev }), ...(next && { next }) });
    if (next === undefined) this.pods.delete(name);
    else this.pods.set(name, next);
  }

  /** A new pod of a template, in the world as it is. All templates are behind one Service. */
  cycleFor(template: number): Cycle {
    const spec = TEMPLATES[template] as PodSpec;
    const pod: Pod = { ...makePod(`p${this.#count++}`, [], {}, { app: 'web' }), spec };
    const cycle = makeCycle(pod, this.table, [...this.pods.values()]);
    const service = { metadata: { name: 'web', namespace: 'default' }, spec: { selector: { app: 'web' } } };
    const list = (ref: { resource: string }, namespace?: string): unknown =>
      ref.resource === services.resource ? [service] : cycle.world.list(pods, namespace);
    return { ...cycle, world: { ...cycle.world, list } as unknown as Cycle['world'] };
  }
}

describe('choosing by classes of nodes', () => {
  test('finds what asking every node finds, whatever happens in between (seed 11)', () => {
    let chosen = 0;
    const differing: unknown[] = [];
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
        const model = new Model();
        for (let at = 0; at < NODES; at++)
          model.setNode(nodeOf({ do: 'node', at, zone: at % 3, taints: 0, ssd: true, image: false, cordon: false }));
        let start = 0;
        for (const given of steps) {
          const names = [...model.pods.keys()];
          if (given.do === 'node') model.setNode(nodeOf(given));
          else if (given.do === 'end') model.setPod(names[given.at] ?? '', undefined);
          else if (given.do === 'relabel') {
            const pod = model.pods.get(names[given.at] ?? '');
            const next = pod && { ...pod, metadata: { ...pod.metadata, labels: { app: 'other' } } };
            if (next !== undefined) model.setPod(names[given.at] ?? '', next);
          } else {
            const cycle = model.cycleFor(given.template);
            const chance = given.chance / 100;
            const slow = findNodes(cycle, start);
            const want = pickNode(cycle, slow.slots, chance)?.name;
            const fast = findNodes(cycle, start, chance);
            const have = pickNode(cycle, fast.slots, chance)?.name;
            if (have !== want || fast.examined !== slow.examined) differing.push([given, have, want]);
            if (want === undefined) continue;
            if (slow.slots.length > 1 && fast.slots.length === 1) chosen++;
            start = (start + slow.examined) % NODES;
            const { pod } = cycle;
            model.setPod(pod.metadata.name ?? '', { ...pod, spec: { ...pod.spec, nodeName: want } });
          }
        }
      }),
      { seed: 11, numRuns: 50 },
    );
    expect(differing).toEqual([]);
    expect(chosen).toBeGreaterThan(300);
  });
});
