import type { KubeObject } from '../../../api/machinery/object.ts';
import type { TableRef, World } from '../../world.ts';
import { COMPONENT, RESYNC, RESYNC_MS } from './name.ts';

/** What is told about an object again at each resync. */
interface Told {
  readonly uid: string;
  readonly message: string;
  readonly atMs: number;
}

/** Claims and volumes that are not done with, by key. */
export const PENDING: TableRef<Told> = { name: 'persistentvolume/pending' };

/** Remembers to look at the object again with the next resync. */
export function keepPending(world: World, key: string, object: KubeObject): void {
  const table = world.table(PENDING);
  const uid = object.metadata.uid ?? '';
  if (table.get(key)?.uid !== uid) table.set(key, { uid, message: '', atMs: 0 });
  world.enqueue(RESYNC, 'pending', RESYNC_MS - (world.nowMs % RESYNC_MS));
}

/** There is nothing left to do for the object. */
export function isDone(world: World, key: string): void {
  world.table(PENDING).delete(key);
}

/** An event about something that goes on: told when it begins, and once again with each resync. */
export function tellAgain(
  world: World,
  key: string,
  about: KubeObject,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  keepPending(world, key, about);
  const table = world.table(PENDING);
  const told = table.get(key);
  if (told?.message === message && beatOf(told.atMs) === beatOf(world.nowMs)) return;
  table.set(key, { uid: about.metadata.uid ?? '', message, atMs: world.nowMs });
  world.note({ about, type, reason, message, component: COMPONENT });
}

function beatOf(ms: number): number {
  return Math.floor(ms / RESYNC_MS);
}
