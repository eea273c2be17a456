import { hasPower } from '../../node-side/node-power.ts';
import type { TableRef, World } from '../../world.ts';

/** Machines that went off and have not come back yet. */
const OFF: TableRef<true> = { name: 'kubelet/machines-off' };

/** Remembers that a machine is off, if it is. */
export function noticePower(world: World, name: string): void {
  if (!hasPower(world, name)) world.table(OFF).set(name, true);
}

/** Has the machine been off since somebody asked last? */
export function hasRebooted(world: World, name: string): boolean {
  return world.table(OFF).delete(name);
}
