import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { PodPhase } from '../../../api/kinds/pod/pod-status.ts';
import { formatTime } from '../../../lib/time.ts';
import { candidateOf, compareCandidates, podsToDelete } from './deletion-rank.ts';
import { slowStart } from '../shared/slow-start.ts';
import table from './testing/replicaset-scale-down.json' with { type: 'json' };

const NOW_MS = Date.UTC(2026, 5, 1);

interface Told {
  readonly name?: string;
  readonly id?: string;
  readonly node: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly restarts?: number;
  readonly sidecarRestarts?: number;
  readonly readyAgeSeconds?: number | null;
  readonly createdAgeSeconds?: number | null;
  readonly deletionCost?: number;
}

function podOf(told: Told): Pod {
  const time = (ageSeconds: number | null | undefined): string | undefined =>
    ageSeconds == null ? undefined : formatTime(NOW_MS - ageSeconds * 1000);
  const status = (name: string, restartCount: number) => ({
    name,
    ready: told.ready,
    restartCount,
    image: '',
    imageID: '',
  });
  const created = time(told.createdAgeSeconds);
  const since = time(told.readyAgeSeconds);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: told.name ?? told.id ?? '',
      ...(created === undefined ? {} : { creationTimestamp: created }),
      ...(told.deletionCost === undefined
        ? {}
        : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': String(told.deletionCost) } }),
    },
    spec: {
      nodeName: told.node,
      containers: [{ name: 'app', image: 'nginx' }],
      initContainers: [{ name: 'sidecar', image: 'nginx', restartPolicy: 'Always' }],
    },
    status: {
      phase: told.phase as PodPhase,
      conditions: [
        {
          type: 'Ready',
          status: told.ready ? 'True' : 'False',
          ...(since === undefined ? {} : { lastTransitionTime: since }),
        },
      ],
      containerStatuses: [status('app', told.restarts ?? 0)],
      initContainerStatuses: [status('sidecar', told.sidecarRestarts ?? 0)],
    },
  };
}

const compare = (a: Told, aRank: number, b: Told, bRank: number): number =>
  compareCandidates(candidateOf(podOf(a), aRank), candidateOf(podOf(b), bRank), NOW_MS);

describe('who is deleted first', () => {
  test.each(table.equal)('$a.name and $b.name are equal', ({ a, b }) => {
    expect(compare(a, 1, b, 1)).toBe(0);
  });

  // The deletion cost cannot be turned off here.
  test.each(table.ordered.filter((each) => each.deletionCostGate))(
    '$first.name before $second.name',
    ({ first, firstRank, second, secondRank }) => {
      expect(compare(first, firstRank, second, secondRank)).toBeLessThan(0);
      expect(compare(second, secondRank, first, firstRank)).toBeGreaterThan(0);
    },
  );

  const known = table.pickForDeletion.pods as Readonly<Record<string, Told>>;
  test.each(table.pickForDeletion.cases)('$name', ({ pods, related, count, want }) => {
    const pick = (names: readonly string[]): Pod[] => names.map((name) => podOf(known[name] as Told));
    const chosen = podsToDelete(pick(pods), () => [pick(related)], count, NOW_MS).map((pod) => pod.metadata.name ?? '');
    expect([...chosen].sort()).toEqual([...want].sort());
  });
});

describe('slow start', () => {
  test.each(table.slowStart.cases)('$name', ({ count, callsThatSucceed, wantSuccesses, wantCalls }) => {
    let calls = 0;
    const result = slowStart(count, () => ++calls <= callsThatSucceed);
    expect(result).toEqual({ successes: wantSuccesses, calls: wantCalls });
  });
});
