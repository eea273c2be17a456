import { isSidecar } from '../../../api/kinds/pod/requests.ts';
import { formatTime } from '../../../lib/time.ts';
import { hexId, namesOf } from '../images.ts';
import type { PodLook } from '../pod-look.ts';
import { checksAfterStart } from '../probe-times.ts';
import { resourcesOf } from '../status/container-status.ts';
import { afterContainer, type Stage } from './stage.ts';

/** Containers are created and started one after the other; none waits for another to be ready. */
export const startContainer: Stage = {
  begin: (look, index) => look.world.draw(look.world.timing.containerStartMs, 'kubelet/start', idOf(look, index)),
  finish: (look, index) => {
    const { world, containers, initCount } = look;
    const container = containers[index];
    if (container === undefined) return 'done';
    look.tell(index, 'Created', 'Container created');
    look.tell(index, 'Started', 'Container started');
    look.setStatus(index, {
      state: { running: { startedAt: formatTime(world.nowMs) } },
      ...namesOf(world, container.image),
      containerID: `containerd://${hexId(world, 'kubelet/container', idOf(look, index), 64)}`,
      // Only a startup probe keeps a container that runs from counting as started.
      started: container.startupProbe === undefined,
      ...resourcesOf(container),
    });
    if (index < initCount && !isSidecar(container)) return { stage: 'run', index };
    look.work = {
      ...look.work,
      checks: [...look.work.checks, ...checksAfterStart(world, container, index, idOf(look, index))],
    };
    return afterContainer(look, index);
  },
};

/** Names one run of one container. */
export function idOf(look: PodLook, index: number): string {
  return `${look.uid}/${look.containers[index]?.name ?? ''}/${look.status(index).restartCount}`;
}
