/** Endpoint lines in the mass: one ribbon for each Service and node, with how many lines it stands for. */
import type { ObjectKey } from '../api/machinery/key.ts';
import { HEAD_FOOT, riserTo } from './geometry.ts';
import type { Riser, StageScene } from './scene.ts';

export interface Ribbon {
  readonly service: ObjectKey;
  readonly node: ObjectKey;
  readonly ready: number;
  readonly total: number;
  readonly x0: number;
  /** Under the whole list, and under its head alone, for when no more than that is shown. */
  readonly y0: number;
  readonly headY: number;
  readonly riser: Riser | undefined;
  readonly x1: number;
  readonly y1: number;
  /** Room for its number, before the next ribbon's begins. */
  readonly room: number;
}

/** No line is left out: the totals of all ribbons are the number of lines that lead into a box. */
export function ribbonsOf(scene: StageScene): Ribbon[] {
  const ribbons: Ribbon[] = [];
  const places = [...scene.services.values()].reduce((most, service) => Math.max(most, service.slot + 1), 0);
  for (const [key, lines] of scene.lines) {
    const service = scene.services.get(key);
    if (!service) continue;
    const counts = new Map<string, { ready: number; total: number }>();
    for (const line of lines) {
      const count = counts.get(line.node) ?? { ready: 0, total: 0 };
      count.total++;
      if (line.style === 'ready') count.ready++;
      counts.set(line.node, count);
    }
    for (const [node, count] of counts) {
      const item = scene.nodes.get(node);
      if (!item) continue;
      const box = item.rect;
      const room = box.w / places;
      ribbons.push({
        service: key,
        node: item.key,
        ...count,
        x0: service.rect.x + service.rect.w / 2,
        y0: service.rect.y + service.rect.h,
        headY: service.rect.y + HEAD_FOOT,
        riser: riserTo(box),
        x1: box.x + (service.slot + 0.5) * room,
        y1: box.y,
        room,
      });
    }
  }
  return ribbons;
}
