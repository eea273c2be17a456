import { isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { ObjectKey } from '../../../api/machinery/key.ts';
import type { Change } from '../../store/change-log.ts';
import type { Derived } from '../../store/store.ts';
import type { World } from '../../world.ts';

/** Pods that have ended and still stand in the store. */
export class TerminalPods implements Derived {
  readonly resources = [pods.resource];
  readonly keys = new Set<ObjectKey>();

  apply({ resource, key, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (resource !== pods.resource) return;
    if (next !== undefined && isPodTerminal(next as Pod)) this.keys.add(key);
    else this.keys.delete(key);
  }
}

/** The table of a world, made at the first question. */
export function terminalPods(world: World): TerminalPods {
  return world.derived('terminal-pods', () => new TerminalPods());
}
