import type { PodLook } from '../pod-look.ts';
import type { Ending } from '../pod-work.ts';
import { hookResult } from './hooks.ts';
import { behaviourAt, idOf, programAt, startOf } from './program-at.ts';
import { answerToTerm } from '../programs/program.ts';

/** A preStop hook that lasts longer than the grace period leaves the program this long. Source: kuberuntime_container.go. */
const GRACE_MIN_MS = 2_000;
/** SIGKILL. */
const KILLED = 137;

/**
 * When and how a container ends that is told to: its preStop hook first, then (not before `turnMs`) SIGTERM, and SIGKILL
 * when the grace period is over. Source: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer.
 */
export function endingAfterKill(look: PodLook, index: number, graceSeconds: number, turnMs: number): Ending {
  const { world } = look;
  const { nowMs } = world;
  const graceMs = graceSeconds * 1000;
  const { preStop } = look.container(index).lifecycle ?? {};
  let hookMs = 0;
  if (preStop !== undefined && graceMs > 0) {
    const result = hookResult(look, index, preStop, 'preStop');
    hookMs = Math.min(graceMs, result.takesMs);
    if (!result.ok && result.takesMs <= graceMs) look.tell(index, 'FailedPreStopHook', 'PreStopHook failed', 'Warning');
  }
  const termMs = Math.max(nowMs + hookMs, Math.min(turnMs, nowMs + graceMs));
  const leftMs = Math.max(nowMs + graceMs - termMs, graceMs === 0 ? 0 : GRACE_MIN_MS);
  const startMs = startOf(look, index);
  const stopMs =
    behaviourAt(look, index)?.stopAfterMs ?? world.draw(world.timing.stopMs, 'kubelet/stop', idOf(look, index));
  const answer = answerToTerm(programAt(look, index).onTerm, termMs - startMs, stopMs);
  const killed: Ending = { atMs: termMs + leftMs, exitCode: KILLED };
  const obeyed =
    answer === undefined || answer.afterMs > leftMs ? killed : { atMs: termMs + answer.afterMs, exitCode: answer.code };
  const { ends } = look.run(index);
  return ends !== undefined && ends.atMs < obeyed.atMs ? ends : obeyed;
}

/** Kills a container of a pod that lives on: `forced` ones start again whatever their policy says. */
export function killContainer(
  look: PodLook,
  index: number,
  message: string,
  graceSeconds?: number,
  forced = false,
): void {
  const { probes: _probes, readyMs: _ready, ...run } = look.run(index);
  if (run.kill !== undefined) return;
  look.tell(index, 'Killing', message);
  const grace = graceSeconds ?? look.pod.spec.terminationGracePeriodSeconds ?? 0;
  const ending = endingAfterKill(look, index, grace, 0);
  look.setRun(index, { ...run, kill: forced ? { ...ending, forced } : ending });
}
