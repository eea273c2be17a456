import { describe, expect, test } from 'vitest';
import { replicaSets, type ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import { formatTime } from '../../../lib/time.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { deployment, replicaSet } from '../testing/objects.ts';
import { resolveFenceposts } from './arithmetic.ts';
import { Draft } from './draft.ts';
import { surplusRevisions } from './history.ts';
import { withSizes } from './revisions.ts';
import { scale } from './scale.ts';
import table from './testing/deployment-rollout.json' with { type: 'json' };

const MAX_INT32 = 2_147_483_647;

interface ToldSet {
  readonly name: string;
  readonly replicas: number;
  readonly createdOrder: number;
  readonly availableReplicas?: number;
}

describe('scaling in the middle of a rollout keeps everybody in proportion', () => {
  test.each(table.proportionalScale.cases)('$name', (each) => {
    const plane = new ControlPlane([]);
    const strategy = {
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: each.maxSurge, maxUnavailable: each.maxUnavailable },
    };
    // Not stored: some of upstream's cases have a strategy that the API would refuse.
    const owner = deployment('foo', { replicas: each.desiredAfter, strategy });
    const overrides = (each.desiredAnnotationOverride ?? {}) as Readonly<Record<string, number>>;
    const surgeBefore = resolveFenceposts(each.maxSurgeBefore, 0, each.desiredBefore)?.surge ?? 0;
    const make = (told: ToldSet): ReplicaSet => {
      const desired = overrides[told.name] ?? each.desiredBefore;
      const made = plane.create(replicaSets, {
        ...replicaSet(told.name, { replicas: told.replicas }),
        metadata: {
          name: told.name,
          namespace: 'default',
          annotations: withSizes(undefined, desired, desired + surgeBefore),
        },
      });
      // Ages are the test's own: the store's clock stands still.
      const creationTimestamp = formatTime(plane.nowMs + told.createdOrder * 60_000);
      return {
        ...made,
        metadata: { ...made.metadata, creationTimestamp },
        status: { replicas: told.replicas, availableReplicas: told.availableReplicas ?? 0 },
      };
    };
    const old = (each.oldRSs as readonly ToldSet[]).map(make);
    const fresh = each.newRS === null ? undefined : make(each.newRS);
    const after = scale(new Draft(plane.world, owner), { fresh, old });
    const size = (set: ReplicaSet | undefined): number | null => set?.spec.replicas ?? null;
    expect([size(after.fresh), ...after.old.map(size)]).toEqual([each.wantNewReplicas, ...each.wantOldReplicas]);
  });
});

describe('history', () => {
  test.each(table.cleanupHistory.cases)('%j', ({ oldRSs, revisionHistoryLimit, wantDeletions }) => {
    const sets = oldRSs.map((told, index): ReplicaSet => {
      const set = replicaSet(told.name, { replicas: told.specReplicas });
      const deletionTimestamp = 'deleting' in told && told.deleting ? { deletionTimestamp: formatTime(0) } : {};
      return {
        ...set,
        metadata: { ...set.metadata, ...deletionTimestamp, creationTimestamp: formatTime(index * 1000) },
        status: { replicas: told.statusReplicas },
      };
    });
    const limit = typeof revisionHistoryLimit === 'number' ? revisionHistoryLimit : MAX_INT32;
    expect(surplusRevisions(sets, limit)).toHaveLength(wantDeletions);
  });
});
