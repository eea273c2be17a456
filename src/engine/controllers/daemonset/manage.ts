import type { DaemonSet } from '../../../api/kinds/daemon-set/daemon-set.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { World } from '../../world.ts';
import { withoutOwners } from '../shared/owner.ts';
import { firstNames, type DaemonBook } from './daemon-book.ts';
import { waitForFailedPod } from './failed-pods.ts';
import { dutiesAt } from './seat.ts';
import { syncNodes, tell } from './sync-nodes.ts';
import { updateLimits } from './update-limits.ts';

export interface Managed {
  /** Something was created or deleted: an update waits until it has seen what comes of it. */
  readonly acted: boolean;
  readonly failed: boolean;
  /** When a failed Pod may be deleted, if one waits for that, ms from now. */
  readonly waitMs: number | undefined;
}

/** One Pod on each node that should have one, none on others. Source: pkg/controller/daemon/daemon_controller.go manage. */
export function manage(world: World, key: string, set: DaemonSet, book: DaemonBook, hash: string): Managed {
  const create: string[] = [];
  const remove: Pod[] = [];
  let waitMs: number | undefined;
  for (const node of firstNames(book.care, Infinity)) {
    const duties = dutiesAt(book.placeOn(world, set, hash, node));
    if (duties.create) create.push(node);
    remove.push(...duties.remove);
    for (const pod of duties.ended) {
      const podWaitMs = pod.status?.phase === 'Failed' ? waitForFailedPod(world, key, set, node) : 0;
      if (podWaitMs > 0) {
        waitMs = Math.min(podWaitMs, waitMs ?? Infinity);
        continue;
      }
      tellEnded(world, set, pod, node);
      remove.push(pod);
    }
  }
  const acted = create.length + remove.length > 0;
  return { acted, failed: acted && syncNodes(world, set, hash, create, remove), waitMs };
}

/** Lets go of Pods that are no longer selected. True when there were some. */
export function release(world: World, set: DaemonSet, book: DaemonBook, hash: string): boolean {
  const uids = new Set([set.metadata.uid ?? '']);
  let released = false;
  for (const node of firstNames(book.care, Infinity)) {
    for (const pod of dutiesAt(book.placeOn(world, set, hash, node)).strangers) {
      released = world.update(pods, withoutOwners(pod, uids)).ok || released;
    }
  }
  return released;
}

/** Takes old Pods away or puts new ones beside them, as many as the strategy allows. Source: update.go rollingUpdate. */
export function rollingUpdate(world: World, set: DaemonSet, book: DaemonBook, hash: string): boolean {
  const { surge, unavailable } = updateLimits(set, book.sums.desired);
  if (surge === 0) {
    const free = unavailable - book.sums.taken;
    const going = [...book.withRole('replaceNow'), ...book.withRole('replace', free)];
    return going.length > 0 && syncNodes(world, set, hash, [], podsOn(book, going));
  }
  const create = [...book.withRole('surgeNow'), ...book.withRole('surge', surge - book.sums.taken)];
  // Where the daemon no longer belongs it stays until enough others are available.
  const going = [...book.withRole('drop'), ...book.withRole('sunset', book.sums.up - book.sums.desired)];
  return create.length + going.length > 0 && syncNodes(world, set, hash, create, podsOn(book, going));
}

function podsOn(book: DaemonBook, nodes: readonly string[]): readonly Pod[] {
  return nodes.flatMap((node) => book.podWithRole(node) ?? []);
}

function tellEnded(world: World, set: DaemonSet, { metadata, status }: Pod, node: string): void {
  const pod = `daemon pod ${metadata.namespace ?? ''}/${metadata.name ?? ''} on node ${node}, will try to`;
  if (status?.phase === 'Failed') tell(world, set, 'Warning', 'FailedDaemonPod', `Found failed ${pod} kill it`);
  else tell(world, set, 'Normal', 'SucceededDaemonPod', `Found succeeded ${pod} delete it`);
}
