import { replicaSets, type ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import { wantedBy, type Draft } from './draft.ts';
import { byRevision } from './family.ts';

/** This limit means: keep all. Source: deployment_util.go HasRevisionHistoryLimit. */
const KEEP_ALL = 2_147_483_647;

/** Deletes the oldest revisions beyond the Deployment's limit. Source: sync.go cleanupDeployment. */
export function cleanUpHistory(draft: Draft, old: readonly ReplicaSet[]): void {
  for (const replicaSet of surplusRevisions(old, draft.deployment.spec.revisionHistoryLimit))
    draft.world.delete(replicaSets, replicaSet);
}

/** Those to delete: among as many as are too many, lowest revision first, the ones that have and want no Pods. */
export function surplusRevisions(old: readonly ReplicaSet[], limit: number | undefined): readonly ReplicaSet[] {
  if (limit === undefined || limit === KEEP_ALL) return [];
  const alive = old.filter((each) => each.metadata.deletionTimestamp === undefined);
  const surplus = alive.length - limit;
  return surplus <= 0 ? [] : [...alive].sort(byRevision).slice(0, surplus).filter(isSpent);
}

function isSpent(replicaSet: ReplicaSet): boolean {
  const { status, metadata } = replicaSet;
  return (
    (status?.replicas ?? 0) === 0 &&
    wantedBy(replicaSet) === 0 &&
    (metadata.generation ?? 0) <= (status?.observedGeneration ?? 0)
  );
}
