import { describe, expect, it } from 'vitest';
import { commandOf } from './keys.ts';

const press = (key: string, over: object = {}) => ({ key, altKey: false, ctrlKey: false, metaKey: false, ...over });

describe('keys on the stage', () => {
  it('moves by arrows, and follows relations with Alt', () => {
    expect(commandOf(press('ArrowLeft'), true)).toEqual({ do: 'move', direction: 'left' });
    expect(commandOf(press('ArrowLeft', { altKey: true }), true)).toEqual({ do: 'follow', way: 'left' });
  });

  it('leaves combinations with Ctrl and Cmd to the page', () => {
    expect(commandOf(press('f', { ctrlKey: true }), true)).toBeUndefined();
    expect(commandOf(press('ArrowUp', { metaKey: true }), true)).toBeUndefined();
  });

  it('can be told to leave single characters alone, but never the others', () => {
    expect(['f', '?', '+', '-'].map((key) => commandOf(press(key), false))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(commandOf(press('Delete'), false)).toEqual({ do: 'delete' });
    expect(commandOf(press('='), true)).toEqual({ do: 'scale', by: 1 });
  });
});
