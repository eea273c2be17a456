import { ADDRESSES_MAX } from './name.ts';

/** Addresses of one subset. */
export interface Count {
  readonly ready: number;
  readonly notReady: number;
}

/**
 * How many addresses of each subset find room: ready ones first, then the others, each subset giving up its share.
 * Source: endpoints_controller.go truncateEndpoints, addressSubset.
 */
export function shares(
  counts: readonly Count[],
  max: number = ADDRESSES_MAX,
): { readonly counts: readonly Count[]; readonly isOver: boolean } {
  let ready = 0;
  let notReady = 0;
  for (const each of counts) {
    ready += each.ready;
    notReady += each.notReady;
  }
  if (ready + notReady <= max) return { counts, isOver: false };
  let readyLeft = Math.min(max, ready);
  let otherLeft = max - readyLeft;
  const readyShare = ready === 0 ? 0 : readyLeft / ready;
  const otherShare = notReady === 0 ? 0 : otherLeft / notReady;
  const given = counts.map((each) => {
    const share = {
      ready: Math.min(Math.ceil(each.ready * readyShare), readyLeft),
      notReady: Math.min(Math.ceil(each.notReady * otherShare), otherLeft),
    };
    readyLeft -= share.ready;
    otherLeft -= share.notReady;
    return share;
  });
  return { counts: given, isOver: true };
}
