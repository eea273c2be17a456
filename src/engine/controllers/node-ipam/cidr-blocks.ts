/**
 * The blocks that one or more IPv4 ranges are cut into, without objects.
 * Source: pkg/controller/nodeipam/ipam/cidrset/cidr_set.go.
 */
export interface CidrBlocks {
  readonly count: number;
  /** The block with this number, as in `10.244.3.0/24`. */
  readonly at: (index: number) => string;
}

const BITS = 32;

/** Cuts ranges such as `10.244.0.0/16` into blocks of a mask, the ranges one after the other. */
export function cidrBlocks(ranges: readonly string[], maskBits: number): CidrBlocks {
  const parts = ranges.map((range) => parseRange(range, maskBits));
  return {
    count: parts.reduce((total, part) => total + part.count, 0),
    at(index) {
      let left = index;
      for (const { base, count } of parts) {
        if (left < count) return `${formatAddress(base + left * 2 ** (BITS - maskBits))}/${maskBits}`;
        left -= count;
      }
      return '';
    },
  };
}

/**
 * The next free block after the one given last, going round: a freed block comes again only then. Undefined when all are
 * taken. Source: cidr_set.go AllocateNext.
 */
export function nextBlock(
  blocks: CidrBlocks,
  next: number,
  isUsed: (block: string) => boolean,
): { readonly index: number; readonly block: string } | undefined {
  for (let step = 0; step < blocks.count; step++) {
    const index = (next + step) % blocks.count;
    const block = blocks.at(index);
    if (!isUsed(block)) return { index, block };
  }
  return undefined;
}

function parseRange(range: string, maskBits: number): { readonly base: number; readonly count: number } {
  const [address = '', bits = ''] = range.split('/');
  const size = 2 ** (BITS - Number(bits));
  const number = address.split('.').reduce((total, part) => total * 256 + Number(part), 0);
  return { base: number - (number % size), count: 2 ** (maskBits - Number(bits)) };
}

function formatAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
