import { describe, expect, test } from 'vitest';
import { propose, type Sample } from './propose.ts';

const TOLERANCES = { down: 0.1, up: 0.1 };
const utilization = (amount: number) => ({ kind: 'utilization', amount }) as const;

function samples(levels: readonly number[], groups: readonly Sample['group'][] = [], request = 1000): Sample[] {
  const count = Math.max(levels.length, groups.length);
  return Array.from({ length: count }, (_, i) => ({ group: groups[i] ?? 'ready', value: levels[i] ?? 0, request }));
}

/** Cases of pkg/controller/podautoscaler/replica_calculator_test.go. */
describe('the number of replicas', () => {
  test.each<[string, Sample[], number, number, number, number]>([
    ['goes up with usage', samples([300, 500, 700]), 3, 30, 5, 50],
    ['goes up less for a Pod that is not ready', samples([300, 500, 700], ['unready']), 3, 30, 4, 60],
    [
      'stays when Pods that are not ready turn the direction',
      samples([400, 500, 700], ['ready', 'unready', 'unready']),
      3,
      30,
      3,
      40,
    ],
    ['goes down with usage', samples([100, 300, 500, 250, 250]), 5, 50, 3, 28],
    [
      'goes down by the ready Pods alone',
      samples([100, 300, 500, 250, 250], ['ready', 'ready', 'ready', 'unready', 'unready']),
      5,
      50,
      2,
      30,
    ],
    ['stays within the tolerance', samples([1010, 1030, 1020], [], 1000), 3, 100, 3, 102],
    [
      'takes missing Pods for busy on the way down',
      samples([400, 95], ['ready', 'ready', 'missing', 'missing']),
      4,
      100,
      3,
      24,
    ],
    ['stays at the target with a missing Pod', samples([1000], ['ready', 'missing']), 2, 100, 2, 100],
    ['takes missing Pods for idle on the way up', samples([1900], ['ready', 'missing']), 2, 100, 2, 190],
    ['rounds up what missing Pods leave of a way down', samples([600], ['ready', 'missing']), 2, 100, 2, 60],
    [
      'does not count Pods that end',
      samples([300, 500, 700, 900], ['ready', 'ready', 'ready', 'ignored']),
      3,
      30,
      5,
      50,
    ],
  ])('%s', (_what, pods, current, target, replicas, percent) => {
    expect(propose(pods, current, utilization(target), TOLERANCES)).toMatchObject({ replicas, utilization: percent });
  });

  test('follows an average value likewise', () => {
    const target = { kind: 'average', amount: 400 } as const;
    expect(propose(samples([300, 500, 700]), 3, target, TOLERANCES)).toEqual({ replicas: 4, average: 500 });
    expect(propose(samples([100], ['ready', 'missing']), 2, target, TOLERANCES)).toEqual({ replicas: 2, average: 100 });
  });

  test('has a tolerance for each direction', () => {
    const wide = { down: 0.1, up: 0.5 };
    expect(propose(samples([140]), 1, utilization(10), wide)).toMatchObject({ replicas: 1 });
    expect(propose(samples([60]), 2, utilization(10), wide)).toMatchObject({ replicas: 1 });
  });

  test('cannot be told without a ready Pod', () => {
    expect(propose(samples([300], ['unready']), 1, utilization(50), TOLERANCES)).toEqual({
      error: 'did not receive metrics for targeted pods (pods might be unready)',
    });
  });
});
