/**
 * What a machine is short of, and which pods must go for it. Shortage comes from faults (NODE_FAULTS), from the
 * annotation `sim.kubarium.dev/pressure` of the Node (`disk`, `pid`, `memory`, separated by commas), and from memory
 * that scripted programs use. node-pressure.ts says what there is, eviction.ts acts on it.
 */
import type { Node } from '../../../api/kinds/node/node.ts';
import { NODE_FAULTS } from '../../node-side/node-power.ts';
import type { TableRef, World } from '../../world.ts';

export const PRESSURE = 'sim.kubarium.dev/pressure';

export type Pressure = 'MemoryPressure' | 'DiskPressure' | 'PIDPressure';

/** In the order in which a node's conditions have them. */
export const PRESSURES: readonly Pressure[] = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];
const WORDS: Readonly<Record<Pressure, string>> = {
  MemoryPressure: 'memory',
  DiskPressure: 'disk',
  PIDPressure: 'pid',
};

/** Until when a machine is short of memory because of what its pods use: a shortage outlasts its cause. */
export const SHORT_OF_MEMORY: TableRef<number> = { name: 'kubelet/short-of-memory' };

/** What a machine is short of. */
export function pressureOf(world: World, node: Node): readonly Pressure[] {
  const name = node.metadata.name ?? '';
  const fault = world.table(NODE_FAULTS).get(name)?.pressure;
  const words = node.metadata.annotations?.[PRESSURE];
  const shortUntilMs = world.table(SHORT_OF_MEMORY).get(name);
  if (fault === undefined && words === undefined && shortUntilMs === undefined) return NONE;
  const asked = new Set((words ?? '').split(/[\s,]+/));
  return PRESSURES.filter((pressure) => {
    if (fault?.includes(pressure) === true || asked.has(WORDS[pressure])) return true;
    return pressure === 'MemoryPressure' && shortUntilMs !== undefined && shortUntilMs > world.nowMs;
  });
}

const NONE: readonly Pressure[] = [];
