import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { formatTime } from '../../../lib/time.ts';
import { makePod } from '../testing/make.ts';
import { pickCandidate, type Candidate } from './pick-candidate.ts';

/** Victims as `priority@started`, the most important first. */
function candidate(slot: number, victims: string, violations = 0): Candidate {
  const pods = victims.split(' ').map((text, i): Pod => {
    const [priority, started] = text.split('@').map(Number);
    const startTime = formatTime((started ?? 0) * 1000);
    return { ...makePod(`v${i}`, [{}], { priority: priority ?? 0 }), status: { startTime } };
  });
  return { slot, victims: pods, violations };
}

describe('the node whose pods are missed least', () => {
  test.each<[string, Candidate[], number | undefined]>([
    ['nobody to choose', [], undefined],
    ['fewest broken budgets', [candidate(1, '1@0', 1), candidate(2, '50@0 50@0')], 2],
    ['least important of the most important victims', [candidate(1, '10@0'), candidate(2, '5@0 5@0 5@0')], 2],
    ['smallest sum of priorities', [candidate(1, '5@0 5@0'), candidate(2, '5@0 3@0')], 2],
    ['a negative priority is no reason for more victims', [candidate(1, '-5@0 -5@0'), candidate(2, '-5@0')], 2],
    ['those that started last', [candidate(1, '5@10'), candidate(2, '5@20')], 2],
    ['only the most important ones have a say in that', [candidate(1, '5@30 3@10'), candidate(2, '5@20 3@40')], 1],
    ['else the first', [candidate(1, '5@10'), candidate(2, '5@10')], 1],
  ])('%s', (_what, candidates, want) => {
    expect(pickCandidate(candidates, 100_000)?.slot).toBe(want);
  });
});
