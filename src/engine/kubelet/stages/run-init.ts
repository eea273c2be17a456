import { formatTime } from '../../../lib/time.ts';
import { terminated } from '../status/container-status.ts';
import { afterContainer, type Stage } from './stage.ts';
import { idOf } from './start-container.ts';

/** An init container does its work and ends well; only then the next one begins. */
export const runInit: Stage = {
  begin: (look, index) => look.world.draw(look.world.timing.appStartMs, 'kubelet/init', idOf(look, index)),
  finish: (look, index) => {
    look.setStatus(index, {
      state: terminated(look.status(index), 0, formatTime(look.world.nowMs)),
      ready: true,
      started: false,
    });
    return afterContainer(look, index);
  },
};
