/**
 * Volumes on a node: whether those of a Pod are there, and what the kubelet says while they are not.
 *
 * Promises: every kind of volume mounts, waits or fails as upstream's volume manager has it, with its texts and its
 * back-off; nothing is remembered here: the answer follows from the objects and from how long the Pod has waited.
 * It does not: keep files. What a volume holds can be told from the Pod and its claims (an emptyDir goes with the Pod,
 * a claim's data with its volume).
 * Source: pkg/kubelet/volumemanager, pkg/volume/util/operationexecutor.
 */
import type { Node } from '../../../api/kinds/node/node.ts';
import { compareBytes } from '../../../api/machinery/go-format.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { World } from '../../world.ts';
import { checkVolume, type Trouble } from './check-volume.ts';

/** Why a pod must wait for its volumes, and for how long at most; the event is told when the kubelet would tell it. */
export interface MountWait {
  readonly retryAfterMs: number;
  readonly event?: { readonly reason: string; readonly message: string };
}

/** Source: pkg/volume/util/operationexecutor, goroutinemap exponentialbackoff. */
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 122_000;
/** How long one sync waits for volumes. Source: volume_manager.go podAttachAndMountTimeout. */
const TIMEOUT_MS = 123_000;
/** From a sync that failed to the next one. Source: pod_workers.go backOffPeriod. */
const SYNC_AGAIN_MS = 10_000;
const REASON = 'FailedMount';

/**
 * Mounts a pod's volumes on its node; undefined when all of them are there. `waitedMs` is how long the kubelet has been
 * at it for this pod: events fall on the moments at which it tries. Source: volume_manager.go WaitForAttachAndMount.
 */
export function mountVolumes(world: World, node: Node, pod: Pod, waitedMs: number): MountWait | undefined {
  const { volumes } = pod.spec;
  if (volumes === undefined) return undefined;
  let troubles: Trouble[] | undefined;
  for (const volume of volumes) {
    const trouble = checkVolume(world, node, pod, volume);
    if (trouble !== undefined) (troubles ??= []).push({ ...trouble, volume: volume.name });
  }
  return troubles === undefined ? undefined : waitFor(troubles, waitedMs);
}

function waitFor(troubles: readonly Trouble[], waitedMs: number): MountWait {
  const unknown = troubles.filter(({ kind }) => kind === 'unknown');
  if (unknown.length > 0) {
    const retryAfterMs = SYNC_AGAIN_MS - (waitedMs % SYNC_AGAIN_MS);
    if (waitedMs % SYNC_AGAIN_MS !== 0) return { retryAfterMs };
    return { retryAfterMs, event: unmounted(troubles, unknown.map(({ message }) => message).join('; ')) };
  }
  const { isNow, nextMs } = tries(waitedMs);
  const timeoutMs = TIMEOUT_MS - (waitedMs % TIMEOUT_MS);
  const retryAfterMs = Math.min(nextMs, timeoutMs);
  if (waitedMs > 0 && timeoutMs === TIMEOUT_MS)
    return { retryAfterMs, event: unmounted(troubles, 'context deadline exceeded') };
  const failed = isNow ? troubles.find(({ kind }) => kind === 'failed') : undefined;
  return failed === undefined ? { retryAfterMs } : { retryAfterMs, event: { reason: REASON, message: failed.message } };
}

/** Is this moment one of the tries, and how long is it to the next one? */
function tries(waitedMs: number): { readonly isNow: boolean; readonly nextMs: number } {
  let atMs = 0;
  let gapMs = FIRST_RETRY_MS;
  while (atMs + gapMs <= waitedMs) {
    atMs += gapMs;
    gapMs = Math.min(gapMs * 2, LONGEST_RETRY_MS);
  }
  return { isNow: atMs === waitedMs, nextMs: atMs + gapMs - waitedMs };
}

function unmounted(troubles: readonly Trouble[], why: string): NonNullable<MountWait['event']> {
  const names = (kind?: Trouble['kind']): string =>
    troubles
      .filter((each) => kind === undefined || each.kind === kind)
      .map(({ volume = '' }) => volume)
      .sort(compareBytes)
      .join(' ');
  const lists = `unmounted volumes=[${names()}], unattached volumes=[${names('detached')}], failed to process volumes=[${names('unknown')}]`;
  return { reason: REASON, message: `Unable to attach or mount volumes: ${lists}: ${why}` };
}
