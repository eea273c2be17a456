import { formatTime } from '../../../lib/time.ts';
import { beginRun } from '../containers/begin-run.ts';
import { hookResult } from '../containers/hooks.ts';
import { killContainer } from '../containers/kill.ts';
import { idOf, programAt } from '../containers/program-at.ts';
import { ended } from '../containers/ended.ts';
import { hasRun, runNumber } from '../containers/restart-policy.ts';
import { configProblem } from '../containers/config-problem.ts';
import { hexId, namesOf } from '../images.ts';
import type { PodLook } from '../pod-look.ts';
import { resourcesOf } from '../status/container-status.ts';
import { retryLater, waiting } from './pull-image.ts';
import type { Stage } from './stage.ts';

/** Exit code of what the runtime could not start, and the time that it says it ran from. */
const NOT_STARTED = 128;
const NEVER = '1970-01-01T00:00:00Z';

/** Containers are created and started one after the other; none waits for another to be ready. */
export const startContainer: Stage = {
  begin: (look, index) => look.world.draw(look.world.timing.containerStartMs, 'kubelet/start', idOf(look, index)),
  finish: (look, index) => {
    const problem = configProblem(look, index);
    if (problem !== undefined) {
      look.tell(index, 'Failed', `Error: ${problem}`, 'Warning');
      retryLater(look, index);
      return waiting(look, index, 'CreateContainerConfigError', problem);
    }
    look.tell(index, 'Created', 'Container created');
    const { startError } = programAt(look, index);
    if (startError !== undefined) return notStarted(look, index, startError);
    look.tell(index, 'Started', 'Container started');
    if (look.container(index).lifecycle?.postStart !== undefined) return { stage: 'hook', index };
    nowRuns(look, index);
    beginRun(look, index);
    return 'done';
  },
};

/** A hook after the start: until it is over the container does not count as running. */
export const postStart: Stage = {
  begin: (look, index) => {
    const hook = look.container(index).lifecycle?.postStart;
    return hook === undefined ? 0 : hookResult(look, index, hook, 'postStart').takesMs;
  },
  finish: (look, index) => {
    const hook = look.container(index).lifecycle?.postStart;
    const ok = hook === undefined || hookResult(look, index, hook, 'postStart').ok;
    nowRuns(look, index);
    beginRun(look, index);
    if (!ok) {
      look.tell(index, 'FailedPostStartHook', 'PostStartHook failed', 'Warning');
      killContainer(look, index, 'FailedPostStartHook');
    }
    return 'done';
  },
};

function nowRuns(look: PodLook, index: number): void {
  const container = look.container(index);
  const { state } = look.status(index);
  // The count comes first: it is part of what names this run.
  if (hasRun(look.status(index))) look.setStatus(index, { restartCount: runNumber(look.status(index)) });
  look.setStatus(index, {
    state: { running: { startedAt: formatTime(look.world.nowMs) } },
    ...(state?.terminated === undefined ? {} : { lastState: state }),
    ...namesOf(look.world, container.image),
    containerID: containerId(look, index),
    // Only a startup probe keeps a container that runs from counting as started.
    started: container.startupProbe === undefined,
    ...resourcesOf(container),
  });
}

/** The runtime created the container but could not start its program. */
function notStarted(look: PodLook, index: number, message: string): 'done' {
  look.tell(index, 'Failed', `Error: ${message}`, 'Warning');
  nowRuns(look, index);
  ended(look, index, { atMs: look.world.nowMs, exitCode: NOT_STARTED });
  const terminated = {
    exitCode: NOT_STARTED,
    reason: 'StartError',
    message,
    startedAt: NEVER,
    finishedAt: formatTime(look.world.nowMs),
    containerID: containerId(look, index),
  };
  look.setStatus(index, { state: { terminated } });
  if (look.run(index).wait !== undefined) waiting(look, index, 'RunContainerError', message);
  return 'done';
}

function containerId(look: PodLook, index: number): string {
  return `containerd://${hexId(look.world, 'kubelet/container', idOf(look, index), 64)}`;
}
