import { isSidecar } from '../../../api/kinds/pod/requests.ts';
import type { ContainerStatus, PodPhase } from '../../../api/kinds/pod/pod-status.ts';
import type { PodLook } from '../pod-look.ts';

/** Phase of a pod whose containers restart as its policy says. Source: pkg/kubelet/kubelet_pods.go getPhase. */
export function phaseOf(look: PodLook): PodPhase {
  const old = look.pod.status?.phase;
  if (old === 'Succeeded' || old === 'Failed') return old;
  if (look.work.stop?.exited === true) return terminalPhase(look);
  for (let i = 0; i < look.initCount; i++) {
    const container = look.containers[i];
    const status = look.status(i);
    const isDone =
      container !== undefined && isSidecar(container)
        ? status.started === true
        : status.state?.terminated?.exitCode === 0;
    if (!isDone) return 'Pending';
  }
  for (let i = look.initCount; i < look.statuses.length; i++) if (isNotStarted(look.status(i))) return 'Pending';
  return 'Running';
}

function isNotStarted({ state }: ContainerStatus): boolean {
  return state?.running === undefined && state?.terminated === undefined;
}

/** All has ended: one that failed, or never ran, makes the pod failed. */
function terminalPhase(look: PodLook): PodPhase {
  for (let i = look.initCount; i < look.statuses.length; i++) {
    if (look.status(i).state?.terminated?.exitCode !== 0) return 'Failed';
  }
  return 'Succeeded';
}
