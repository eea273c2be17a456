import { pods } from '../../../api/kinds/pod/pod.ts';
import type { StatefulSet } from '../../../api/kinds/stateful-set/stateful-set.ts';
import type { TableRef, World } from '../../world.ts';
import { syncClaimOwners } from './claims.ts';
import { tellPod } from './events.ts';
import type { Member } from './members.ts';
import { podName } from './pod-object.ts';

interface Applied {
  readonly uid: string;
  readonly policy: string;
}

/** Retention policies that all claims of a set follow; absent: claims are kept. Spares a look at each claim each time. */
const APPLIED: TableRef<Applied> = { name: 'statefulset/retention' };
const KEEP = 'Retain/Retain';

/** Brings the claims of Pods below `stop` in line with the retention policy, when it changed. `end`: all Pods. */
export function applyRetention(
  world: World,
  key: string,
  set: StatefulSet,
  members: readonly Member[],
  stop: number,
  end: number,
): void {
  const { uid = '' } = set.metadata;
  const { whenDeleted = 'Retain', whenScaled = 'Retain' } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  const policy = `${whenDeleted}/${whenScaled}`;
  const known = world.table(APPLIED).get(key);
  if ((known?.uid === uid ? known.policy : KEEP) === policy || set.spec.volumeClaimTemplates === undefined) return;
  for (const member of members) {
    if (member.ordinal >= stop) break;
    const pod = world.byKey(pods, member.key);
    if (pod !== undefined && syncClaimOwners(world, set, pod, member.ordinal, false))
      tellPod(world, set, 'Update', podName(set, member.ordinal));
  }
  if (stop < end) return;
  if (policy === KEEP) forgetRetention(world, key);
  else world.table(APPLIED).set(key, { uid, policy });
}

/** The same for Pods that are about to be scaled down: their claims may go with them. */
export function applyRetentionToCondemned(
  world: World,
  key: string,
  set: StatefulSet,
  condemned: readonly Member[],
): void {
  if (set.spec.persistentVolumeClaimRetentionPolicy?.whenScaled !== 'Delete') return;
  for (const member of condemned) {
    const pod = world.byKey(pods, member.key);
    if (pod === undefined || !syncClaimOwners(world, set, pod, member.ordinal, true)) continue;
    // Should the set grow again before the Pod is gone, its claims must be given back.
    world.table(APPLIED).set(key, { uid: set.metadata.uid ?? '', policy: '' });
  }
}

export function forgetRetention(world: World, key: string): void {
  world.table(APPLIED).delete(key);
}
