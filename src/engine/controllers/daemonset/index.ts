/**
 * The DaemonSet controller: keeps one Pod on every node that its template fits.
 *
 * Promises: a Pod is created for a node by name (the default scheduler binds it), stays where a later NoSchedule taint
 * would not have let it in, and goes where it no longer belongs; an update replaces Pods as maxUnavailable and maxSurge
 * allow; failed Pods are deleted with growing back-off; a look costs as much as there is to do, on 3 and on 5,000 nodes.
 * It does not bind or start Pods.
 * Source: pkg/controller/daemon.
 */
import { daemonSets, type DaemonSet, type DaemonSetStatus } from '../../../api/kinds/daemon-set/daemon-set.ts';
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { REVISION_LABEL } from '../../../api/kinds/stateful-set/stateful-set.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import { deepEqual } from '../../../lib/equal.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { adopt } from '../shared/adopt.ts';
import { deleteRevisions, keepHistory, type History } from '../shared/history.ts';
import { keysOfPod } from '../shared/pod-watch.ts';
import { isNamespaceGoing } from '../shared/refusals.ts';
import type { DaemonBook } from './daemon-book.ts';
import { daemonBooks, matters } from './daemon-books.ts';
import { forgetFailedPods } from './failed-pods.ts';
import { manage, release, rollingUpdate } from './manage.ts';
import { DAEMON_SET_CONTROLLER } from './name.ts';

export const daemonSetController: Reconciler = {
  name: DAEMON_SET_CONTROLLER,
  paced: true,
  watches: [
    { resource: daemonSets.resource, keys: ownKeys },
    { resource: pods.resource, ownerKind: daemonSets.kind, keys: keysOfPod(daemonSets) },
    { resource: nodes.resource, keys: keysOfNode },
  ],
  reconcile,
};

/** Source: daemon_controller.go syncDaemonSet. */
function reconcile(world: World, key: string): Outcome {
  const set = world.byKey(daemonSets, key);
  if (set === undefined) {
    forgetFailedPods(world, key);
    return undefined;
  }
  if (set.metadata.deletionTimestamp !== undefined) return undefined;
  adopt(world, daemonSets, set, pods);
  const history = keepHistory(world, daemonSets, set, REVISION_LABEL, set.status?.collisionCount ?? 0);
  if (!('revisions' in history)) return isNamespaceGoing(history) ? undefined : { retry: true };
  const { labels, name = '' } = history.update.metadata;
  const hash = labels?.[REVISION_LABEL] ?? name;
  const book = daemonBooks(world).of(set.metadata.uid ?? '');
  book.refresh(world, set, hash);
  if (release(world, set, book, hash)) book.refresh(world, set, hash);
  const { acted, failed, waitMs } = manage(world, key, set, book, hash);
  const updateFailed =
    !acted && set.spec.updateStrategy?.type === 'RollingUpdate' && rollingUpdate(world, set, book, hash);
  cleanUpHistory(world, set, book, history);
  book.refresh(world, set, hash);
  writeStatus(world, set, book, history.collisionCount);
  if (failed || updateFailed) return { retry: true };
  const changeMs = book.nextChangeMs();
  const nextMs = Math.min(waitMs ?? Infinity, changeMs === undefined ? Infinity : Math.max(0, changeMs - world.nowMs));
  return nextMs === Infinity ? undefined : { requeueAfterMs: nextMs };
}

/** Source: updateDaemonSetStatus. */
function writeStatus(world: World, set: DaemonSet, { sums }: DaemonBook, collisionCount: number): void {
  const { desired, current, misscheduled, ready, updated, available } = sums;
  const { generation } = set.metadata;
  const next: DaemonSetStatus = {
    currentNumberScheduled: current,
    numberMisscheduled: misscheduled,
    desiredNumberScheduled: desired,
    numberReady: ready,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(updated === 0 ? {} : { updatedNumberScheduled: updated }),
    ...(available === 0 ? {} : { numberAvailable: available }),
    ...(desired === available ? {} : { numberUnavailable: desired - available }),
    ...(collisionCount === 0 ? {} : { collisionCount }),
  };
  if (!deepEqual(set.status, next)) world.updateStatus(daemonSets, { ...set, status: next });
}

/** Deletes the oldest revisions beyond the limit that no Pod is of. Source: update.go cleanupHistory. */
function cleanUpHistory(world: World, set: DaemonSet, book: DaemonBook, { revisions, update }: History): void {
  const old = revisions.filter((each) => each !== update);
  const surplus = old.length - (set.spec.revisionHistoryLimit ?? 0);
  if (surplus <= 0) return;
  const live = new Set<string | undefined>();
  for (const key of book.podKeys()) live.add(world.byKey(pods, key)?.metadata.labels?.[REVISION_LABEL]);
  deleteRevisions(world, old, surplus, ({ metadata }) => live.has(metadata.labels?.[REVISION_LABEL]));
}

/** Its own status writes tell it nothing. */
function ownKeys({ actor, key, prev, next }: Change): readonly string[] {
  return actor === DAEMON_SET_CONTROLLER && prev !== undefined && prev.spec === next?.spec ? [] : [key];
}

function keysOfNode({ prev, next }: Change, world: World): readonly string[] {
  if (!matters(prev as Node | undefined, next as Node | undefined)) return [];
  const keys: string[] = [];
  for (const { metadata } of world.list(daemonSets))
    keys.push(keyIn(daemonSets, metadata.namespace ?? '', metadata.name ?? ''));
  return keys;
}
