import { pods } from '../../api/kinds/pod/pod.ts';
import type { ContainerState } from '../../api/kinds/pod/pod-status.ts';
import { formatTime } from '../../lib/time.ts';
import { endingAfterKill } from './containers/kill.ts';
import { isInitialized, isRunning } from './containers/restart-policy.ts';
import type { PodLook } from './pod-look.ts';
import { NO_RUNS, type Stop } from './pod-work.ts';
import { NO_STATE, terminated } from './status/container-status.ts';

/** SIGKILL. */
const KILLED = 137;

const LOST: ContainerState = {
  terminated: {
    exitCode: KILLED,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was terminated',
  },
};

/**
 * Stops a pod step by step, because it is under deletion or has come to its end: containers end within the grace
 * period, the status says how, and at last an object under deletion can be removed. Until then readiness stays as it
 * was. Returns the time of the next step.
 * Source: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainersWithSyncResult, pkg/kubelet/pod_workers.go.
 */
export function stopPod(look: PodLook, graceSeconds: number): number {
  const { nowMs } = look.world;
  const stop = look.work.stop ?? beginStop(look, graceSeconds);
  const shortened = withShorterGrace(look, stop, graceSeconds);
  look.work = { ...look.work, stage: undefined, runs: NO_RUNS, stop: shortened };
  const lastExitMs = shortened.exits.reduce((latest, { atMs }) => Math.max(latest, atMs), 0);
  if (!shortened.exited && lastExitMs > nowMs) return lastExitMs;
  if (!shortened.exited) allExited(look, shortened);
  const { removeMs = nowMs } = look.work.stop ?? {};
  // It came to its end before somebody deleted it.
  return removeMs === Number.POSITIVE_INFINITY && look.isDeleting ? nowMs : removeMs;
}

/** Seconds that the pod has to stop. */
export function graceOf({ pod, work }: PodLook): number {
  // After a reboot nothing is left to be stopped.
  if (work.rebooted === true) return 0;
  return pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 0;
}

/** Removes the object: nothing of the pod is left on the node. */
export function removePod({ world, pod, uid }: PodLook): boolean {
  return world.delete(pods, pod, { graceSeconds: 0, uid }).ok;
}

function beginStop(look: PodLook, graceSeconds: number): Stop {
  const running = look.statuses.flatMap((status, index) => (isRunning(status) ? [index] : []));
  for (const index of running) look.tell(index, 'Killing', `Stopping container ${look.status(index).name}`);
  const exits = running
    .filter((index) => !look.isSidecar(index))
    .map((index) => ({ index, ...endingAfterKill(look, index, graceSeconds, 0) }));
  // Sidecars serve the others to the end: they are stopped after them, the last one first.
  let turnMs = exits.reduce((latest, { atMs }) => Math.max(latest, atMs), look.world.nowMs);
  for (const index of running.filter((each) => look.isSidecar(each)).reverse()) {
    const exit = { index, ...endingAfterKill(look, index, graceSeconds, turnMs) };
    exits.push(exit);
    turnMs = Math.max(turnMs, exit.atMs);
  }
  return { exits, graceSeconds, exited: false, removeMs: Number.POSITIVE_INFINITY };
}

/** A second delete may ask for less time. */
function withShorterGrace(look: PodLook, stop: Stop, graceSeconds: number): Stop {
  if (graceSeconds >= stop.graceSeconds) return stop;
  const deadlineMs = look.world.nowMs + graceSeconds * 1000;
  const exits = stop.exits.map((exit) =>
    exit.atMs <= deadlineMs ? exit : { ...exit, atMs: deadlineMs, exitCode: KILLED },
  );
  return { ...stop, exits, graceSeconds };
}

function allExited(look: PodLook, stop: Stop): void {
  const now = formatTime(look.world.nowMs);
  for (const exit of stop.exits) {
    look.setStatus(exit.index, {
      state: terminated(look.status(exit.index), exit, now),
      ready: look.isRegularInit(exit.index) && exit.exitCode === 0,
      started: false,
    });
  }
  if (isInitialized(look)) {
    for (let i = look.initCount; i < look.statuses.length; i++) {
      const { state, lastState } = look.status(i);
      if (state?.terminated !== undefined) continue;
      // A container that was to be started again is shown as it ended.
      const ends = lastState?.terminated === undefined ? { state: LOST } : { state: lastState, lastState: NO_STATE };
      look.setStatus(i, { ...ends, ready: false, started: false });
    }
  }
  look.hasSandbox = false;
  const removeMs = look.isDeleting
    ? look.world.nowMs + look.world.draw(look.world.timing.removeMs, 'kubelet/remove', look.uid)
    : Number.POSITIVE_INFINITY;
  look.work = { ...look.work, stop: { ...stop, exited: true, removeMs } };
}
