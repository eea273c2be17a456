import { describe, expect, it } from 'vitest';
import type { ObjectKey } from '../api/machinery/key.ts';
import { neighbourhood, relationsOf } from './relations.ts';
import { everyState } from './testing/fake-scenes.ts';
import { createGraph } from './graph.ts';
import { deploymentKey, nodeKeyOf, serviceKey } from './testing/rows.ts';
import { groupEnd, nearestStop, stopsOf } from './travel.ts';
import type { Direction, Stop } from './travel.ts';

const graph = createGraph();
graph.apply(everyState().take(true));
const stops = stopsOf(graph.scene);

describe('travel by arrows', () => {
  it('goes to the neighbour that the eye would go to', () => {
    expect(walk(nodeKeyOf('node-1'), ['right', 'right', 'up', 'left', 'left'])).toEqual([
      nodeKeyOf('node-2'),
      nodeKeyOf('node-3'),
      serviceKey('worker'),
      serviceKey('api'),
      serviceKey('web'),
    ]);
  });

  it('reaches everything from anywhere', () => {
    const reached = new Set<string>([stops[0]?.key ?? '']);
    const open = stops.slice(0, 1);
    for (let stop = open.pop(); stop; stop = open.pop()) {
      for (const direction of ['up', 'down', 'left', 'right'] as const) {
        const next = nearestStop(stops, stop.rect, direction);
        if (!next || reached.has(next.key)) continue;
        reached.add(next.key);
        open.push(next);
      }
    }
    expect(stops.map((stop) => stop.key).filter((key) => !reached.has(key))).toEqual([]);
  });

  it('stays where nothing lies ahead', () => {
    const [leftmost] = [...stops].sort((a, b) => a.rect.x - b.rect.x);
    expect(leftmost && nearestStop(stops, leftmost.rect, 'left')).toBeUndefined();
  });

  it('jumps to the ends of a group', () => {
    const pods = [...graph.scene.pods.values()].filter((pod) => pod.node === 'node-1').sort((a, b) => a.slot - b.slot);
    const middle = pods[1]?.key as ObjectKey;
    expect([groupEnd(stops, middle, 'first')?.key, groupEnd(stops, middle, 'last')?.key]).toEqual([
      pods[0]?.key,
      pods.at(-1)?.key,
    ]);
  });
});

describe('relations', () => {
  const pod = [...graph.scene.pods.values()].find((item) => item.services.includes('web') && item.node === 'node-2');
  const podKey = pod?.key as ObjectKey;

  it('lead from a pod to its owner, its Service and its node', () => {
    const { up, left, right } = relationsOf(graph, podKey);
    expect([up.length, left, right]).toEqual([1, [serviceKey('web')], [nodeKeyOf('node-2')]]);
    expect(relationsOf(graph, up[0] as ObjectKey).up).toEqual([deploymentKey('web')]);
  });

  it('lead from a Service to the pods in its slices, and back', () => {
    const { right } = relationsOf(graph, serviceKey('web'));
    expect(right).toHaveLength(4);
    for (const key of right) expect(relationsOf(graph, key).left).toContain(serviceKey('web'));
  });

  it('keep around a Deployment its sets and their pods, around a Service every kube-proxy', () => {
    expect(neighbourhood(graph, deploymentKey('web'))).toContain(podKey);
    expect(neighbourhood(graph, deploymentKey('web'))).not.toContain(serviceKey('web'));
    expect(neighbourhood(graph, serviceKey('api'))).toContain(nodeKeyOf('node-3'));
  });
});

function walk(from: ObjectKey, directions: readonly Direction[]): ObjectKey[] {
  let at = stops.find((stop) => stop.key === from) as Stop;
  return directions.map((direction) => {
    at = nearestStop(stops, at.rect, direction) ?? at;
    return at.key;
  });
}
