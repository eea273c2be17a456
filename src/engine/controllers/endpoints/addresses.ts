import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { Heap } from '../../../lib/heap.ts';

/** A Pod that has a place, and the address that it has there. */
export interface Placed {
  readonly pod: Pod;
  readonly ip: string;
}

/** The first `count` in order of address, without sorting the rest. */
export function lowest(all: readonly Placed[], count: number): Placed[] {
  if (count >= all.length) return [...all].sort(byAddress);
  const chosen = new Heap<Placed>((a, b) => byAddress(a, b) > 0);
  for (const each of all) {
    if (chosen.size < count) {
      chosen.push(each);
      continue;
    }
    const last = chosen.peek();
    if (last === undefined || byAddress(each, last) >= 0) continue;
    chosen.pop();
    chosen.push(each);
  }
  return chosen.toArray().sort(byAddress);
}

/** By text, as upstream: 10.0.0.10 stands before 10.0.0.9. */
function byAddress(a: Placed, b: Placed): number {
  if (a.ip !== b.ip) return a.ip < b.ip ? -1 : 1;
  const [first, second] = [a.pod.metadata.uid ?? '', b.pod.metadata.uid ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
}
