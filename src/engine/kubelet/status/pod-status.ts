/**
 * What a kubelet reports of a pod: phase, conditions and container states in upstream's order and words. Pure functions
 * of a look at the pod; the same look gives the same status.
 */
import type { ContainerStatus, PodStatus } from '../../../api/kinds/pod/pod-status.ts';
import { formatTime } from '../../../lib/time.ts';
import type { PodLook } from '../pod-look.ts';
import { conditionsOf } from './conditions.ts';
import { phaseOf } from './phase.ts';

/** The kubelet ends a pod: what the status says of it. */
export interface Verdict {
  readonly reason: string;
  readonly message: string;
  /** Condition DisruptionTarget: the pod goes because of its node. */
  readonly isDisruption?: boolean;
}

/**
 * The status that a pod should have now; the one on record when nothing differs. `isChanged` says that a container's
 * status or the address is new, so that nothing has to be compared.
 */
export function podStatus(look: PodLook, isChanged: boolean): PodStatus {
  const old = look.pod.status ?? {};
  const { generation } = look.pod.metadata;
  const phase = phaseOf(look);
  const podIp = look.podIp;
  const { verdict } = look;
  // A deletion is a new generation, too: the status that says how the containers ended brings it.
  const isNews = isChanged || verdict !== undefined || (old.observedGeneration !== generation && !look.isDeleting);
  const conditions = conditionsOf(look, phase, isNews);
  if (!isNews && old.phase === phase && old.conditions === conditions && (old.podIP ?? '') === podIp) return old;
  const hostIp = addressOf(look);
  // Field by field: this is made for every pod, and spreads that bring new fields cost sixty times as much.
  const next: Mutable<PodStatus> = {
    phase,
    conditions,
    startTime: old.startTime ?? formatTime(look.world.nowMs),
    containerStatuses: part(look, old.containerStatuses, look.initCount, look.statuses.length),
  };
  if (generation !== undefined) next.observedGeneration = generation;
  if (verdict !== undefined) {
    next.reason = verdict.reason;
    next.message = verdict.message;
  }
  if (old.hostIP === undefined && hostIp !== '') {
    next.hostIP = hostIp;
    next.hostIPs = [{ ip: hostIp }];
  }
  if (podIp !== '' && old.podIP !== podIp) {
    next.podIP = podIp;
    next.podIPs = [{ ip: podIp }];
  }
  if (look.initCount > 0) next.initContainerStatuses = part(look, old.initContainerStatuses, 0, look.initCount);
  const rest: Record<string, unknown> = next;
  for (const field in old) if (!(field in next)) rest[field] = old[field as keyof PodStatus];
  return next;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The node's own address. */
export function addressOf({ node }: PodLook): string {
  return node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
}

function part(
  look: PodLook,
  old: readonly ContainerStatus[] | undefined,
  from: number,
  to: number,
): readonly ContainerStatus[] {
  const next = look.statuses.slice(from, to);
  return old !== undefined && old.length === next.length && next.every((status, i) => status === old[i]) ? old : next;
}
