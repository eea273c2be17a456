import type { PodPhase } from '../../../api/kinds/pod/pod-status.ts';
import { exitCodeOf, hasRun, isInitialized, isRunning, restartsAfter } from '../containers/restart-policy.ts';
import type { PodLook } from '../pod-look.ts';

/** Phase of a pod whose containers restart as their policies say. Source: pkg/kubelet/kubelet_pods.go getPhase. */
export function phaseOf(look: PodLook): PodPhase {
  if (look.verdict !== undefined) return 'Failed';
  const old = look.pod.status?.phase;
  if (old === 'Succeeded' || old === 'Failed') return old;
  if (look.work.stop?.exited === true) return terminalPhase(look);
  if (!isInitialized(look)) return 'Pending';
  let running = 0;
  for (let i = look.initCount; i < look.statuses.length; i++) {
    const status = look.status(i);
    if (isRunning(status)) running++;
    else if (!hasRun(status)) return 'Pending';
  }
  return running > 0 || !allForGood(look) ? 'Running' : terminalPhase(look);
}

/** No container will run again. */
function allForGood(look: PodLook): boolean {
  for (let i = look.initCount; i < look.statuses.length; i++) {
    const code = exitCodeOf(look.status(i));
    if (code === undefined || look.run(i).wait?.forced === true || restartsAfter(look, i, code)) return false;
  }
  return true;
}

/** All has ended: one that failed, or never ran, makes the pod failed. */
function terminalPhase(look: PodLook): PodPhase {
  for (let i = look.initCount; i < look.statuses.length; i++) {
    if (exitCodeOf(look.status(i)) !== 0) return 'Failed';
  }
  return 'Succeeded';
}
