import type { ContainerRestartRule } from '../../../api/kinds/pod/container.ts';
import type { ContainerStatus } from '../../../api/kinds/pod/pod-status.ts';
import type { PodLook } from '../pod-look.ts';

/**
 * Would a container that ended with this code be started again? Its own rules and policy come before the pod's; init
 * containers are never repeated for having done well. Source: pkg/api/v1/pod/util.go ContainerShouldRestart.
 */
export function restartsAfter(look: PodLook, index: number, exitCode: number): boolean {
  if (look.isSidecar(index)) return true;
  const { restartPolicy, restartPolicyRules } = look.container(index);
  if (restartPolicyRules?.some((rule) => matches(rule, exitCode)) === true) return true;
  const policy = restartPolicy ?? look.pod.spec.restartPolicy ?? 'Always';
  if (policy === 'Never') return false;
  return exitCode !== 0 || (policy === 'Always' && index >= look.initCount);
}

function matches({ exitCodes }: ContainerRestartRule, exitCode: number): boolean {
  if (exitCodes === undefined) return false;
  return (exitCodes.values ?? []).includes(exitCode) === (exitCodes.operator === 'In');
}

export function isRunning({ state }: ContainerStatus): boolean {
  return state?.running !== undefined;
}

/** Exit code of a container that has ended and was not taken up again. */
export function exitCodeOf({ state }: ContainerStatus): number | undefined {
  return state?.terminated?.exitCode;
}

/** Has it ever run? */
export function hasRun({ state, lastState }: ContainerStatus): boolean {
  return state?.terminated !== undefined || lastState?.terminated !== undefined;
}

/** Number of a container's present run, or of its next one. */
export function runNumber(status: ContainerStatus): number {
  return status.restartCount + (!isRunning(status) && hasRun(status) ? 1 : 0);
}

/** Once a main container has run, init containers are never looked at again. Source: HasAnyRegularContainerStarted. */
export function isInitialized(look: PodLook): boolean {
  for (let i = look.initCount; i < look.statuses.length; i++) {
    const status = look.status(i);
    if (isRunning(status) || hasRun(status)) return true;
  }
  for (let i = 0; i < look.initCount; i++) if (!isThrough(look, i)) return false;
  return true;
}

/** An init container that holds nothing back any more. */
export function isThrough(look: PodLook, index: number): boolean {
  const status = look.status(index);
  return look.isSidecar(index) ? status.started === true : exitCodeOf(status) === 0;
}

/** Nothing of the pod will run again: all main containers have ended for good, or an init container failed for good. */
export function isFinished(look: PodLook): boolean {
  const endedForGood = (index: number): boolean => {
    const code = exitCodeOf(look.status(index));
    return code !== undefined && look.run(index).wait?.forced !== true && !restartsAfter(look, index, code);
  };
  if (!isInitialized(look)) {
    for (let i = 0; i < look.initCount; i++) {
      if (look.isRegularInit(i) && exitCodeOf(look.status(i)) !== 0 && endedForGood(i)) return true;
    }
    return false;
  }
  for (let i = look.initCount; i < look.statuses.length; i++) if (!endedForGood(i)) return false;
  return true;
}
