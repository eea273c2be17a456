import type { NodeTable } from './node-table.ts';
import { LOCAL_SCORES } from './plugins/profile.ts';
import type { PodRequests } from './pod-requests.ts';

/**
 * Sum of the scores of one node that depend on node and requests alone. Kept in the columns, and computed again only
 * after the node has changed or for other requests.
 */
export function localScore(table: NodeTable, slot: number, requests: PodRequests): number {
  const { localScores, scoredFor } = table.columns;
  if (scoredFor[slot] === requests.id) return localScores[slot] as number;
  let sum = 0;
  const info = table.at(slot);
  for (const { score, weight } of LOCAL_SCORES) sum += score(info, requests) * weight;
  localScores[slot] = sum;
  scoredFor[slot] = requests.id;
  return sum;
}
