/** Travel by arrow keys: from one thing to the nearest in a direction, judged by where things stand on the stage. */
import type { ObjectKey } from '../api/machinery/key.ts';
import { BOX_HEADER, SERVICE_HEADER } from './geometry.ts';
import type { Rect, StageScene } from './scene.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

export interface Stop {
  readonly key: ObjectKey;
  readonly rect: Rect;
  /** Things of one group lie together: the pods of a node, the cards of the rail. */
  readonly group: string;
}

/** How much worse a step aside is than the same step ahead. */
const ASIDE = 2.5;
/** What lies further aside than this many times ahead is not in that direction at all. */
const CONE = 1.5;

/** Everything that can have the focus, in reading order of the outline. */
export function stopsOf(scene: StageScene): Stop[] {
  const stops: Stop[] = [];
  for (const card of scene.workloads.values()) {
    stops.push({ key: card.key, rect: { ...card.rect, h: 64 }, group: 'workloads' });
    for (const set of card.sets) stops.push({ key: set.key, rect: set.rect, group: 'workloads' });
  }
  for (const service of scene.services.values()) {
    stops.push({ key: service.key, rect: { ...service.rect, h: SERVICE_HEADER }, group: 'services' });
  }
  for (const box of scene.nodes.values())
    stops.push({ key: box.key, rect: { ...box.rect, h: BOX_HEADER }, group: 'nodes' });
  for (const pod of scene.pods.values()) stops.push({ key: pod.key, rect: pod.rect, group: `pods ${pod.node}` });
  return stops;
}

/** The nearest stop in a direction; undefined when there is nothing that way. */
export function nearestStop(stops: readonly Stop[], from: Rect, direction: Direction): Stop | undefined {
  let best: Stop | undefined;
  let bestCost = Infinity;
  for (const stop of stops) {
    const cost = costOf(from, stop.rect, direction);
    if (cost >= bestCost) continue;
    best = stop;
    bestCost = cost;
  }
  return best;
}

/** First or last stop of the group that `key` belongs to. */
export function groupEnd(stops: readonly Stop[], key: ObjectKey, end: 'first' | 'last'): Stop | undefined {
  const group = stops.find((stop) => stop.key === key)?.group;
  const same = stops.filter((stop) => stop.group === group);
  same.sort((a, b) => a.rect.y - b.rect.y || a.rect.x - b.rect.x);
  return end === 'first' ? same[0] : same.at(-1);
}

function costOf(from: Rect, to: Rect, direction: Direction): number {
  const vertical = direction === 'up' || direction === 'down';
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  const a = vertical
    ? { at: from.y, size: from.h, aside: from.x, width: from.w }
    : { at: from.x, size: from.w, aside: from.y, width: from.h };
  const b = vertical
    ? { at: to.y, size: to.h, aside: to.x, width: to.w }
    : { at: to.x, size: to.w, aside: to.y, width: to.h };
  const ahead = sign * (b.at + b.size / 2 - (a.at + a.size / 2));
  const nearEdge = sign > 0 ? b.at - (a.at + a.size) : a.at - (b.at + b.size);
  if (ahead <= 0 || nearEdge < -Math.min(a.size, b.size) / 2) return Infinity;
  const gapAside = Math.max(0, b.aside - (a.aside + a.width), a.aside - (b.aside + b.width));
  if (gapAside > CONE * ahead) return Infinity;
  const centres = Math.abs(b.aside + b.width / 2 - (a.aside + a.width / 2));
  return Math.max(0, nearEdge) + ASIDE * gapAside + 0.2 * centres;
}
