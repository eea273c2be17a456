import { describe, expect, test } from 'vitest';
import { pack, recycle, type Existing } from './packing.ts';
import table from './testing/endpointslice.json' with { type: 'json' };

interface Told {
  readonly name: string;
  readonly max: number;
  readonly existing: readonly number[];
  readonly add: number;
  readonly portChange?: boolean;
  readonly changedSlices?: number;
  readonly wantSizes: readonly number[];
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

const some = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The sizes and writes that a case leads to, with what happens around the packing of one group of ports. */
function play({ max, existing, add, portChange = false, changedSlices = 0 }: Told) {
  const sizes = new Map(existing.map((size, slice) => [slice, size]));
  const stored = existing.map((size, slice): Existing<number, number> => ({
    slice,
    kept: portChange ? [] : some(size),
    isDirty: portChange || slice < changedSlices,
  }));
  const moved = portChange ? existing.reduce((total, size) => total + size, 0) : 0;
  const before = portChange ? pack(stored, [], max) : { creates: [], updates: [], deletes: [] };
  const packed = pack(portChange ? [] : stored, some(add + moved), max);
  const deletes = [...before.deletes, ...packed.deletes];
  const creates = existing.length === deletes.length && packed.creates.length === 0 ? [[]] : packed.creates;
  const final = recycle(creates, deletes);
  for (const { slice, endpoints } of packed.updates) sizes.set(slice, endpoints.length);
  for (const { slice, content } of final.reused) sizes.set(slice, content.length);
  for (const slice of final.deletes) sizes.delete(slice);
  return {
    sizes: [...sizes.values(), ...final.creates.map((each) => each.length)].sort((a, b) => a - b),
    create: final.creates.length,
    update: packed.updates.length + final.reused.length,
    delete: final.deletes.length,
  };
}

describe('packing endpoints into slices', () => {
  test.each(table.packing.cases as readonly Told[])('$name', (each) => {
    expect(play(each)).toEqual({
      sizes: [...each.wantSizes].sort((a, b) => a - b),
      create: each.create,
      update: each.update,
      delete: each.delete,
    });
  });

  test('a slice that has lost all its endpoints goes', () => {
    expect(pack([{ slice: 'a', kept: [], isDirty: true }], [], 100)).toEqual({
      creates: [],
      updates: [],
      deletes: ['a'],
    });
  });
});
