/**
 * The life of containers beyond their start: which one comes next, how long it must wait after it failed, how it ends
 * and how it is killed. Each function reads a look and leaves what is due in the look's work.
 */
import { formatDuration } from '../../../lib/duration.ts';
import type { PodLook } from '../pod-look.ts';
import type { Wait } from '../pod-work.ts';
import { leftOfBackOff, nextBackOff } from './back-off.ts';
import { exitCodeOf, isInitialized, isRunning, restartsAfter, isThrough } from './restart-policy.ts';

/**
 * Which container the kubelet brings up next, -1 for none: init containers in order, each when those before it are
 * through; then sidecars that have died and main containers. Source: kuberuntime_manager.go computePodActions.
 */
export function nextToStart(look: PodLook): number {
  const initialized = isInitialized(look);
  for (let i = 0; i < look.initCount; i++) {
    if (initialized && !look.isSidecar(i)) continue;
    if (isRunning(look.status(i))) {
      if (!initialized && !isThrough(look, i)) return -1;
    } else if (!isThrough(look, i) || look.isSidecar(i)) {
      if (mayStart(look, i)) return i;
      if (!initialized) return -1;
    }
  }
  for (let i = look.initCount; i < look.statuses.length; i++) {
    if (!isRunning(look.status(i)) && mayStart(look, i)) return i;
  }
  return -1;
}

/** Called when a container is taken up again: its next wait will be longer. */
export function countStart(look: PodLook, index: number): void {
  const { wait, ...run } = look.run(index);
  if (wait === undefined) return;
  const { nowMs } = look.world;
  const isRepeat = wait.for === 'sync' || wait.for === 'back-off';
  look.setRun(index, isRepeat ? { ...run, backOff: nextBackOff(run.backOff, wait.endedMs ?? nowMs, nowMs) } : run);
}

function mayStart(look: PodLook, index: number): boolean {
  const { wait } = look.run(index);
  if (wait !== undefined && wait.untilMs > look.world.nowMs) return false;
  const code = exitCodeOf(look.status(index));
  if (code !== undefined && wait?.forced !== true && !restartsAfter(look, index, code)) return false;
  if (wait === undefined) return true;
  if (wait.for === 'sync') return !holdsBack(look, index, wait);
  return wait.for === 'pull-sync' ? !holdsPull(look, index) : true;
}

/** The kubelet sees that a container ended: is it too early to start it again? */
function holdsBack(look: PodLook, index: number, wait: Wait): boolean {
  const { nowMs } = look.world;
  const run = look.run(index);
  const status = look.status(index);
  const endedMs = wait.endedMs ?? nowMs;
  const leftMs = leftOfBackOff(run.backOff, endedMs, nowMs);
  if (leftMs === 0 || run.backOff === undefined) return false;
  const { name, namespace } = look.pod.metadata;
  const pod = `${name ?? ''}_${namespace ?? ''}(${look.uid})`;
  look.tell(index, 'BackOff', `Back-off restarting failed container ${status.name} in pod ${pod}`, 'Warning');
  const message = `back-off ${formatDuration(run.backOff.delayMs)} restarting failed container=${status.name} pod=${pod}`;
  look.setStatus(index, {
    state: { waiting: { reason: 'CrashLoopBackOff', message } },
    ...(status.state?.terminated === undefined ? {} : { lastState: status.state }),
  });
  look.setRun(index, { ...run, wait: { for: 'back-off', untilMs: nowMs + leftMs, endedMs } });
  return true;
}

/** The kubelet sees that a pull failed: from now on it waits. */
function holdsPull(look: PodLook, index: number): boolean {
  const run = look.run(index);
  const { image } = look.container(index);
  const { delayMs = 0, error = '' } = run.pulls ?? {};
  look.tell(index, 'BackOff', `Back-off pulling image "${image}"`);
  look.tell(index, 'Failed', 'Error: ImagePullBackOff', 'Warning');
  const message = `Back-off pulling image "${image}": ErrImagePull: ${error}`;
  look.setStatus(index, { state: { waiting: { reason: 'ImagePullBackOff', message } } });
  look.setRun(index, { ...run, wait: { for: 'pull', untilMs: look.world.nowMs + delayMs } });
  return true;
}
