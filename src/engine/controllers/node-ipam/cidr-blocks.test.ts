import { describe, expect, test } from 'vitest';
import { cidrBlocks, nextBlock } from './cidr-blocks.ts';
import table from './testing/node-cidrs.json' with { type: 'json' };

const isIPv4 = ({ cluster }: { readonly cluster: string }): boolean => !cluster.includes(':');

describe('ranges for nodes (IPv4 only)', () => {
  test.each(table.nodeBlockByIndex.cases.filter(isIPv4))(
    'block $index of $cluster is $want',
    ({ cluster, nodeMask, index, want }) => {
      expect(cidrBlocks([cluster], nodeMask).at(index)).toBe(want);
    },
  );

  test.each(table.nodePodCIDRs.cases.filter(isIPv4))(
    'one block of $cluster is given, then none, then the same again',
    ({ cluster, nodeMask, want }) => {
      const blocks = cidrBlocks([cluster], nodeMask);
      const used = new Set<string>();
      const isUsed = (block: string): boolean => used.has(block);
      expect(nextBlock(blocks, 0, isUsed)?.block).toBe(want);
      used.add(want);
      expect(nextBlock(blocks, 1 % blocks.count, isUsed)).toBeUndefined();
      used.delete(want);
      expect(nextBlock(blocks, 1 % blocks.count, isUsed)?.block).toBe(want);
    },
  );

  test('a freed block comes again only when the cursor has gone round', () => {
    const blocks = cidrBlocks(['10.0.0.0/22'], 24);
    const isUsed = (block: string): boolean => block !== '10.0.0.0/24' && block !== '10.0.3.0/24';
    expect(nextBlock(blocks, 2, isUsed)?.block).toBe('10.0.3.0/24');
  });

  test('a second range goes on where the first ends', () => {
    const blocks = cidrBlocks(['10.244.0.0/16', '10.128.0.0/10'], 24);
    expect([blocks.count, blocks.at(255), blocks.at(256), blocks.at(256 + 16383)]).toEqual([
      16640,
      '10.244.255.0/24',
      '10.128.0.0/24',
      '10.191.255.0/24',
    ]);
  });
});
