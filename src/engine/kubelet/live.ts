import type { PodLook } from './pod-look.ts';
import type { Next } from './stages/stage.ts';
import { STAGES } from './stages/stages.ts';

/** Moves a pod on as far as its time has come: steps that are due, one after the other, and checks of containers. */
export function live(look: PodLook): void {
  if (Number.isNaN(look.work.dueMs)) begin(look, { stage: 'sandbox', index: -1 });
  while (look.work.stage !== undefined && look.work.dueMs <= look.world.nowMs) finish(look);
  answerChecks(look);
}

/** Time of what is due next; infinite when nothing is. */
export function nextMs({ work }: PodLook): number {
  let atMs = work.stage === undefined ? Number.POSITIVE_INFINITY : work.dueMs;
  for (const check of work.checks) atMs = Math.min(atMs, check.atMs);
  return atMs;
}

function begin(look: PodLook, { stage, index }: Next): void {
  const { nowMs } = look.world;
  look.work = { ...look.work, stage, index, sinceMs: nowMs };
  const takesMs = STAGES[stage].begin(look, index);
  look.work = { ...look.work, dueMs: nowMs + takesMs };
}

function finish(look: PodLook): void {
  const { stage, index } = look.work;
  if (stage === undefined) return;
  const next = STAGES[stage].finish(look, index);
  if (next === 'done') look.work = { ...look.work, stage: undefined };
  else if ('retryAfterMs' in next) look.work = { ...look.work, dueMs: look.world.nowMs + next.retryAfterMs };
  else begin(look, next);
}

function answerChecks(look: PodLook): void {
  const { checks } = look.work;
  const open = checks.filter(({ atMs }) => atMs > look.world.nowMs);
  if (open.length === checks.length) return;
  for (const { index, result, atMs } of checks) {
    if (atMs > look.world.nowMs) continue;
    look.setStatus(index, result === 'ready' ? { ready: true, started: true } : { started: true });
  }
  look.work = { ...look.work, checks: open };
}
