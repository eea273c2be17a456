import { findCondition } from '../shared/conditions.ts';
import type { Draft } from './draft.ts';
import { hasProgressDeadline, PROGRESSING, TIMED_OUT } from './progress.ts';

const PAUSED = 'DeploymentPaused';

/**
 * Tells in the condition that a pause stops the clock of the deadline, and that resuming starts it anew.
 * Source: sync.go checkPausedConditions.
 */
export function markPaused(draft: Draft): void {
  const { deployment } = draft;
  if (!hasProgressDeadline(deployment)) return;
  const condition = findCondition(draft.conditions, PROGRESSING);
  // A rollout that failed before the pause has failed.
  if (condition?.reason === TIMED_OUT) return;
  const isPaused = deployment.spec.paused === true;
  const saysPaused = condition?.reason === PAUSED;
  if (isPaused && !saysPaused)
    draft.setCondition(draft.condition(PROGRESSING, 'Unknown', PAUSED, 'Deployment is paused'));
  else if (!isPaused && saysPaused)
    draft.setCondition(draft.condition(PROGRESSING, 'Unknown', 'DeploymentResumed', 'Deployment is resumed'));
}
