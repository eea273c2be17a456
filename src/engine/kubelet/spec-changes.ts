import { begin } from './live.ts';
import { killContainer } from './containers/kill.ts';
import { isRunning, restartsAfter } from './containers/restart-policy.ts';
import { namesOf } from './images.ts';
import type { PodLook } from './pod-look.ts';
import { NO_RUNS, type Wait } from './pod-work.ts';
import { formatTime } from '../../lib/time.ts';

/** What the runtime says of a container that was running when its machine went off. */
const LOST_CODE = 255;

/** A container whose image is another one now is killed and started anew; one that waits for its image tries at once. */
export function onNewSpec(look: PodLook): void {
  for (let index = 0; index < look.statuses.length; index++) {
    const { wait, ...run } = look.run(index);
    if (wait?.for === 'config' || wait?.for === 'pull' || wait?.for === 'pull-sync') look.setRun(index, run);
    if (look.isRegularInit(index) || !isRunning(look.status(index))) continue;
    const { name, image } = look.container(index);
    if (namesOf(look.world, image).image === look.status(index).image) continue;
    killContainer(look, index, `Container ${name} definition changed, will be restarted`, undefined, true);
  }
}

/** The machine was off: containers are gone with their sandbox, and what may run again comes up anew. */
export function afterReboot(look: PodLook): void {
  const { rebooted: _done, ...work } = look.work;
  if (look.podIp === '') {
    look.work = work;
    return;
  }
  look.work = { ...work, runs: NO_RUNS };
  const now = formatTime(look.world.nowMs);
  for (let index = 0; index < look.statuses.length; index++) {
    const { state, containerID } = look.status(index);
    if (state?.running === undefined) continue;
    const { startedAt } = state.running;
    const terminated = {
      exitCode: LOST_CODE,
      reason: 'Unknown',
      ...(startedAt === undefined ? {} : { startedAt }),
      finishedAt: now,
      ...(containerID === undefined ? {} : { containerID }),
    };
    look.setStatus(index, { state: { terminated }, ready: false, started: false });
    const wait: Wait = { for: 'config', untilMs: look.world.nowMs };
    if (restartsAfter(look, index, LOST_CODE)) look.setRun(index, { wait });
  }
  look.tellPod('SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.');
  look.hasSandbox = false;
  begin(look, { stage: 'sandbox', index: -1 });
}
