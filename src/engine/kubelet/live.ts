import { assert } from '../../lib/assert.ts';
import { rest } from './containers/begin-run.ts';
import { endRuns } from './containers/ended.ts';
import { countStart, nextToStart } from './containers/next-start.ts';
import { isFinished } from './containers/restart-policy.ts';
import type { PodLook } from './pod-look.ts';
import { takeProbes } from './probes/probe-times.ts';
import type { Next } from './stages/stage.ts';
import { STAGES } from './stages/stages.ts';

/** More than can happen to one pod at one instant: a loop. */
const MOVES_MAX = 10_000;

/** Moves a pod on as far as its time has come: ends, probes and the steps that bring up one container after the other. */
export function live(look: PodLook): void {
  if (Number.isNaN(look.work.dueMs)) {
    begin(look, { stage: look.pod.spec.volumes === undefined ? 'sandbox' : 'volumes', index: -1 });
  }
  let moves = 0;
  while (endRuns(look) || takeProbes(look) || bringUp(look)) {
    moves++;
    assert(moves < MOVES_MAX, `pod ${look.pod.metadata.name ?? ''} comes to an end in its steps at one instant`);
  }
  for (let i = 0; i < look.work.runs.length; i++) rest(look, i);
}

/** Time of what is due next; infinite when nothing is. */
export function nextMs({ work, world }: PodLook): number {
  let atMs = work.stage === undefined ? Number.POSITIVE_INFINITY : work.dueMs;
  for (const run of work.runs) {
    if (run === undefined) continue;
    const { ends, kill, readyMs, probes, wait } = run;
    if (ends !== undefined) atMs = Math.min(atMs, ends.atMs);
    if (kill !== undefined) atMs = Math.min(atMs, kill.atMs);
    if (readyMs !== undefined) atMs = Math.min(atMs, readyMs);
    // What waits for another container is taken up when that one moves.
    if (wait !== undefined && wait.untilMs > world.nowMs) atMs = Math.min(atMs, wait.untilMs);
    if (probes !== undefined) for (const probe of probes) atMs = Math.min(atMs, probe.atMs);
  }
  return atMs;
}

/** Begins a step of bringing up the pod. */
export function begin(look: PodLook, { stage, index }: Next): void {
  const { nowMs } = look.world;
  const dueMs = nowMs + STAGES[stage].begin(look, index);
  look.work = { ...look.work, stage, index, sinceMs: nowMs, dueMs };
}

/** One container at a time: the next one begins when the one before has been started or has to wait. */
function bringUp(look: PodLook): boolean {
  const { stage, index } = look.work;
  if (stage === undefined) {
    if (isFinished(look)) return false;
    const next = nextToStart(look);
    if (next < 0) return false;
    countStart(look, next);
    begin(look, { stage: 'pull', index: next });
    return true;
  }
  if (look.work.dueMs > look.world.nowMs) return false;
  const next = STAGES[stage].finish(look, index);
  if (next === 'done') look.work = { ...look.work, stage: undefined };
  else if ('retryAfterMs' in next) look.work = { ...look.work, dueMs: look.world.nowMs + next.retryAfterMs };
  else begin(look, next);
  return true;
}
