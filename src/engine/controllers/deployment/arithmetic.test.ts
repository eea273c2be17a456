import { describe, expect, test } from 'vitest';
import {
  cleanUpUnavailable,
  newReplicaSetSize,
  planOf,
  resolveFenceposts,
  scaleDownAvailable,
  scaleDownOld,
  type Plan,
} from './arithmetic.ts';
import { isComplete, hasProgressed, type Counts } from './progress.ts';
import { replicaSetFraction, scaleProportionally } from './proportion.ts';
import table from './testing/deployment-rollout.json' with { type: 'json' };

const rolling = (replicas: number, maxSurge: number | string, maxUnavailable: number | string): Plan =>
  planOf('RollingUpdate', replicas, maxSurge, maxUnavailable);

interface Tallied {
  readonly current: number;
  readonly updated: number;
  readonly ready?: number;
  readonly available: number;
}

const counts = ({ current, updated, ready = 0, available }: Tallied): Counts => ({
  replicas: current,
  updatedReplicas: updated,
  readyReplicas: ready,
  availableReplicas: available,
});

describe('a rolling update steps as upstream does', () => {
  test.each(table.newReplicaSetScaleUp.cases)('the new ReplicaSet grows into its room: %j', (each) => {
    const plan = rolling(each.desired, each.maxSurge, table.newReplicaSetScaleUp.fixed.maxUnavailable);
    const size = each.new > plan.replicas ? plan.replicas : newReplicaSetSize(plan, each.old + each.new, each.new);
    expect([size !== each.new, size]).toEqual([each.wantScaled, each.wantNew ?? each.new]);
  });

  test.each(table.oldReplicaSetsReconcile.cases)('old ReplicaSets shrink as far as availability allows: %j', (each) => {
    const plan = rolling(each.desired, table.oldReplicaSetsReconcile.fixed.maxSurge, each.maxUnavailable);
    const old = [{ replicas: each.old, available: each.oldAvailable }];
    const after = scaleDownOld(plan, old, { replicas: each.new, available: each.newAvailable });
    expect(after[0]?.replicas !== each.old).toBe(each.wantScaled);
  });

  test.each(table.cleanupUnhealthy.cases)('unavailable Pods go first: %j', (each) => {
    const after = cleanUpUnavailable([{ replicas: each.old, available: each.oldAvailable }], each.maxCleanup);
    expect(each.old - (after[0]?.replicas ?? 0)).toBe(each.wantCleaned);
  });

  test.each(table.oldScaleDown.cases)('available Pods go while more than enough are available: %j', (each) => {
    const plan = rolling(each.desired, table.oldScaleDown.fixed.maxSurge, each.maxUnavailable);
    const after = scaleDownAvailable(
      [{ replicas: each.old, available: each.available }],
      0,
      plan.replicas - plan.maxUnavailable,
    );
    expect([after[0]?.replicas !== each.old, after[0]?.replicas]).toEqual([each.wantScaled, each.wantOld ?? each.old]);
  });

  test.each(table.resolveFenceposts.cases)('percentages round up for surge and down for unavailable: %j', (each) => {
    const posts = resolveFenceposts(each.maxSurge ?? undefined, each.maxUnavailable ?? undefined, each.desired);
    expect(posts).toEqual(each.wantError ? undefined : { surge: each.wantSurge, unavailable: each.wantUnavailable });
  });

  test.each(table.newRsReplicas.cases)('$name', (each) => {
    const plan = planOf(each.strategy, each.desired, each.maxSurge, 0);
    expect(newReplicaSetSize(plan, table.newRsReplicas.fixed.otherPods, each.new)).toBe(each.wantNew);
  });

  test.each(table.maxUnavailable.cases)('$name', ({ strategy = 'RollingUpdate', desired, maxUnavailable, want }) => {
    expect(planOf(strategy, desired ?? 0, table.maxUnavailable.fixed.maxSurge, maxUnavailable).maxUnavailable).toBe(
      want,
    );
  });

  test.each(table.minAvailable.cases)('$name', ({ strategy = 'RollingUpdate', desired, maxUnavailable, want }) => {
    const plan = planOf(strategy, desired, table.minAvailable.fixed.maxSurge, maxUnavailable);
    // Upstream's MinAvailable is 0 for Recreate; here nobody asks for it then.
    expect(plan.isRolling ? plan.replicas - plan.maxUnavailable : 0).toBe(want);
  });
});

describe('proportional scaling', () => {
  test.each(table.replicaSetFraction.cases)('$name', (each) => {
    const share = {
      replicas: each.rsReplicas,
      maxReplicas: each.rsMaxReplicasAnnotation === null ? undefined : Number(each.rsMaxReplicasAnnotation),
    };
    const wanted = replicaSetFraction(rolling(each.desired, each.maxSurge, 0), share, each.statusReplicas);
    expect(wanted).toBe(each.wantDelta);
  });

  test('gives what rounding leaves to the first', () => {
    const share = (replicas: number) => ({ replicas, maxReplicas: 7 });
    expect(scaleProportionally(rolling(10, 0, 1), [share(3), share(2), share(2)], 7)).toEqual([4, 3, 3]);
  });
});

describe('progress', () => {
  test.each(table.complete.cases)('$name', (each) => {
    expect(isComplete(each.desired, 0, counts(each))).toBe(each.want);
  });

  test('is not complete before the newest wish has been seen', () => {
    const done: Counts = { replicas: 1, updatedReplicas: 1, availableReplicas: 1, observedGeneration: 1 };
    expect([isComplete(1, 2, done), isComplete(1, 1, done)]).toEqual([false, true]);
  });

  test.each(table.progressing.cases)('$name', (each) => {
    expect(hasProgressed(counts(each.before), counts(each.after))).toBe(each.want);
  });
});
