import { isSidecar } from '../../api/kinds/pod/requests.ts';
import { pods } from '../../api/kinds/pod/pod.ts';
import type { ContainerState } from '../../api/kinds/pod/pod-status.ts';
import { formatTime } from '../../lib/time.ts';
import type { PodLook } from './pod-look.ts';
import type { Stop } from './pod-work.ts';
import { idOf } from './stages/start-container.ts';
import { isRunning, terminated } from './status/container-status.ts';

/** A preStop hook that lasts longer than the grace period leaves the program this long. Source: kuberuntime_container.go. */
const GRACE_MIN_MS = 2_000;
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
 * Stops a pod that is under deletion, step by step: containers end within their grace period, the status says how, and
 * at last the object is removed. Until then readiness stays as it was. Returns the time of the next step.
 * Source: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainersWithSyncResult, pkg/kubelet/pod_workers.go.
 */
export function stopPod(look: PodLook): number {
  const { nowMs } = look.world;
  const stop = look.work.stop ?? beginStop(look);
  const shortened = withShorterGrace(look, stop);
  look.work = { ...look.work, stage: undefined, checks: [], stop: shortened };
  const lastExitMs = shortened.exits.reduce((latest, { atMs }) => Math.max(latest, atMs), 0);
  if (!shortened.exited && lastExitMs > nowMs) return lastExitMs;
  if (!shortened.exited) allExited(look, shortened);
  return look.work.stop?.removeMs ?? nowMs;
}

/** Removes the object: nothing of the pod is left on the node. */
export function removePod({ world, pod, uid }: PodLook): boolean {
  return world.delete(pods, pod, { graceSeconds: 0, uid }).ok;
}

function beginStop(look: PodLook): Stop {
  const graceSeconds = graceOf(look);
  const running = look.statuses.flatMap((status, index) => (isRunning(status) ? [index] : []));
  for (const index of running) look.tell(index, 'Killing', `Stopping container ${look.status(index).name}`);
  // Sidecars serve the others to the end: they are stopped after them.
  const sidecars = running.filter((index) => index < look.initCount && isSidecarAt(look, index));
  const exits = running
    .filter((index) => !sidecars.includes(index))
    .map((index) => exitOf(look, index, look.world.nowMs, graceSeconds));
  const mainsMs = exits.reduce((latest, { atMs }) => Math.max(latest, atMs), look.world.nowMs);
  const leftSeconds = Math.max(0, graceSeconds - (mainsMs - look.world.nowMs) / 1000);
  for (const index of sidecars) exits.push(exitOf(look, index, mainsMs, leftSeconds));
  return { exits, graceSeconds, exited: false, removeMs: Number.POSITIVE_INFINITY };
}

function isSidecarAt({ containers }: PodLook, index: number): boolean {
  const container = containers[index];
  return container !== undefined && isSidecar(container);
}

function exitOf(look: PodLook, index: number, fromMs: number, graceSeconds: number): Stop['exits'][number] {
  const graceMs = graceSeconds * 1000;
  const hookMs = Math.min(graceMs, (look.containers[index]?.lifecycle?.preStop?.sleep?.seconds ?? 0) * 1000);
  const leftMs = Math.max(graceMs - hookMs, graceMs === 0 ? 0 : GRACE_MIN_MS);
  const wantedMs = look.world.draw(look.world.timing.stopMs, 'kubelet/stop', idOf(look, index));
  return { index, atMs: fromMs + hookMs + Math.min(leftMs, wantedMs), exitCode: wantedMs > leftMs ? KILLED : 0 };
}

/** A second delete may ask for less time. */
function withShorterGrace(look: PodLook, stop: Stop): Stop {
  const graceSeconds = graceOf(look);
  if (graceSeconds >= stop.graceSeconds) return stop;
  const deadlineMs = look.world.nowMs + graceSeconds * 1000;
  const exits = stop.exits.map((exit) =>
    exit.atMs <= deadlineMs ? exit : { ...exit, atMs: deadlineMs, exitCode: KILLED },
  );
  return { ...stop, exits, graceSeconds };
}

function graceOf({ pod }: PodLook): number {
  return pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 0;
}

function allExited(look: PodLook, stop: Stop): void {
  const now = formatTime(look.world.nowMs);
  for (const { index, exitCode } of stop.exits) {
    look.setStatus(index, { state: terminated(look.status(index), exitCode, now), ready: false, started: false });
  }
  if (isInitialized(look)) {
    for (let i = look.initCount; i < look.statuses.length; i++) {
      if (look.status(i).state?.terminated === undefined)
        look.setStatus(i, { state: LOST, ready: false, started: false });
    }
  }
  look.hasSandbox = false;
  const removeMs = look.world.nowMs + look.world.draw(look.world.timing.removeMs, 'kubelet/remove', look.uid);
  look.work = { ...look.work, stop: { ...stop, exited: true, removeMs } };
}

function isInitialized({ statuses, initCount }: PodLook): boolean {
  return statuses.slice(0, initCount).every(({ state }) => state?.terminated?.exitCode === 0);
}
