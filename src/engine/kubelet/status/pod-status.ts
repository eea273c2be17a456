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
  return {
    ...old,
    phase,
    ...(verdict === undefined ? {} : { reason: verdict.reason, message: verdict.message }),
    conditions,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(old.hostIP === undefined && hostIp !== '' ? { hostIP: hostIp, hostIPs: [{ ip: hostIp }] } : {}),
    ...(podIp === '' || old.podIP === podIp ? {} : { podIP: podIp, podIPs: [{ ip: podIp }] }),
    startTime: old.startTime ?? formatTime(look.world.nowMs),
    ...(look.initCount > 0 ? { initContainerStatuses: part(look, old.initContainerStatuses, 0, look.initCount) } : {}),
    containerStatuses: part(look, old.containerStatuses, look.initCount, look.statuses.length),
  };
}

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
