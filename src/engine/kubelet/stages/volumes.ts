import { mountVolumes } from '../volumes/mount-volumes.ts';
import type { Stage } from './stage.ts';

/** Nothing of a pod starts before its volumes are mounted. */
export const volumes: Stage = {
  begin: () => 0,
  finish: (look, index) => {
    const { world, node, pod, work } = look;
    const wait = mountVolumes(world, node, pod, world.nowMs - work.sinceMs);
    if (wait === undefined) return { stage: 'sandbox', index };
    if (wait.event !== undefined) look.tellPod(wait.event.reason, wait.event.message, 'Warning');
    return { retryAfterMs: wait.retryAfterMs };
  },
};
