import { parseTime } from '../../../lib/time.ts';
import { isPodReady, isPodTerminal, podCondition } from './conditions.ts';
import type { Container } from './container.ts';
import type { ContainerStateTerminated, ContainerStatus } from './pod-status.ts';
import type { Pod } from './pod.ts';
import { isSidecar } from './requests.ts';

/** What the columns READY, STATUS and RESTARTS are made from. */
export interface PrintedStatus {
  readonly status: string;
  readonly ready: number;
  /** Containers and sidecars. */
  readonly total: number;
  readonly restarts: number;
  /** End of the newest earlier run of a counted container, if there was one. */
  readonly lastRestartMs: number | undefined;
}

interface Tally {
  reason: string;
  ready: number;
  restarts: number;
  lastRestartMs: number | undefined;
}

/** Reads a Pod as `kubectl get pods` prints it. Source: pkg/printers/internalversion/printers.go printPod. */
export function printedStatus(pod: Pod): PrintedStatus {
  const init = tallyInit(pod);
  const done =
    init.initializing && podCondition(pod, 'Initialized')?.status !== 'True'
      ? init.all
      : tallyContainers(pod, init.sidecars, init.all.reason);
  return {
    status: finalReason(pod, done.reason),
    ready: done.ready,
    total: pod.spec.containers.length + countSidecars(pod.spec.initContainers),
    restarts: done.restarts,
    lastRestartMs: done.lastRestartMs,
  };
}

function finalReason(pod: Pod, reason: string): string {
  if (pod.metadata.deletionTimestamp === undefined) return reason;
  if (pod.status?.reason === 'NodeLost') return 'Unknown';
  return isPodTerminal(pod) ? reason : 'Terminating';
}

function startReason(pod: Pod): string {
  if (podCondition(pod, 'PodScheduled')?.reason === 'SchedulingGated') return 'SchedulingGated';
  const reason = pod.status?.reason ?? '';
  return reason === '' ? (pod.status?.phase ?? '') : reason;
}

/** Walks the init containers up to the first that is not through. `all` counts them all, `sidecars` only those that stay. */
function tallyInit(pod: Pod): { readonly initializing: boolean; readonly all: Tally; readonly sidecars: Tally } {
  const all: Tally = { reason: startReason(pod), ready: 0, restarts: 0, lastRestartMs: undefined };
  const statuses = pod.status?.initContainerStatuses;
  if (statuses === undefined) return { initializing: false, all, sidecars: all };
  const specs = pod.spec.initContainers ?? [];
  const sidecars: Tally = { ...all };
  for (const [i, status] of statuses.entries()) {
    const stays = specs.some((container) => container.name === status.name && isSidecar(container));
    countRestarts(all, status);
    if (stays) countRestarts(sidecars, status);
    const ended = status.state?.terminated;
    if (ended?.exitCode === 0) continue;
    if (stays && status.started === true) {
      if (status.ready) {
        all.ready++;
        sidecars.ready++;
      }
      continue;
    }
    all.reason = initReason(status, i, specs.length);
    return { initializing: true, all, sidecars };
  }
  return { initializing: false, all, sidecars };
}

function initReason({ state }: ContainerStatus, index: number, total: number): string {
  if (state?.terminated !== undefined) return `Init:${endReason(state.terminated)}`;
  const waiting = state?.waiting?.reason ?? '';
  return waiting !== '' && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${total}`;
}

function tallyContainers(pod: Pod, from: Tally, reason: string): Tally {
  const tally: Tally = { ...from, reason };
  const statuses = pod.status?.containerStatuses ?? [];
  let hasRunning = false;
  for (let i = statuses.length - 1; i >= 0; i--) {
    const status = statuses[i] as ContainerStatus;
    const { waiting, terminated, running } = status.state ?? {};
    countRestarts(tally, status);
    if (waiting?.reason !== undefined && waiting.reason !== '') tally.reason = waiting.reason;
    else if (terminated !== undefined) tally.reason = endReason(terminated);
    else if (status.ready && running !== undefined) {
      hasRunning = true;
      tally.ready++;
    }
  }
  if (tally.reason === 'Completed' && hasRunning) tally.reason = isPodReady(pod) ? 'Running' : 'NotReady';
  return tally;
}

function endReason({ reason = '', signal = 0, exitCode }: ContainerStateTerminated): string {
  if (reason !== '') return reason;
  return signal === 0 ? `ExitCode:${exitCode}` : `Signal:${signal}`;
}

function countRestarts(tally: Tally, status: ContainerStatus): void {
  tally.restarts += status.restartCount;
  const endedAt = status.lastState?.terminated?.finishedAt;
  const endedMs = endedAt === undefined ? undefined : parseTime(endedAt);
  if (endedMs !== undefined && (tally.lastRestartMs === undefined || tally.lastRestartMs < endedMs))
    tally.lastRestartMs = endedMs;
}

function countSidecars(containers: readonly Container[] | undefined): number {
  let sidecars = 0;
  for (const container of containers ?? []) if (isSidecar(container)) sidecars++;
  return sidecars;
}
