import { formatDuration } from '../duration.ts';
import { isPresent, sizeOf, startPull } from '../images.ts';
import type { PodLook } from '../pod-look.ts';
import type { Stage } from './stage.ts';

/** Each pull in progress says in the container's work when it really began: the time before is waiting for others. */
export const pullImage: Stage = {
  begin: (look, index) => {
    const { world, nodeName } = look;
    const { image, policy } = wanted(look, index);
    if (policy !== 'Always' && isPresent(world, nodeName, image)) {
      look.tell(
        index,
        'Pulled',
        `Container image "${image}" already present on machine and can be accessed by the pod`,
      );
      return 0;
    }
    look.tell(index, 'Pulling', `Pulling image "${image}"`);
    const { startMs, endMs } = startPull(world, nodeName, image);
    look.work = { ...look.work, pullStartMs: startMs };
    return endMs - world.nowMs;
  },
  finish: (look, index) => {
    const { world } = look;
    const { sinceMs, pullStartMs, ...work } = look.work;
    if (pullStartMs !== undefined) {
      const { image } = wanted(look, index);
      const pulling = formatDuration(world.nowMs - pullStartMs);
      const waiting = formatDuration(world.nowMs - sinceMs);
      look.tell(
        index,
        'Pulled',
        `Successfully pulled image "${image}" in ${pulling} (${waiting} including waiting). Image size: ${sizeOf(world, image)} bytes.`,
      );
      look.work = { ...work, sinceMs };
    }
    return { stage: 'start', index };
  },
};

function wanted({ containers }: PodLook, index: number): { readonly image: string; readonly policy: string } {
  const { image = '', imagePullPolicy = 'IfNotPresent' } = containers[index] ?? {};
  return { image, policy: imagePullPolicy };
}
