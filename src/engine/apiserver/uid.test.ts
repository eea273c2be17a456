import { expect, test } from 'vitest';
import { makeUid } from './create.ts';

test('half a million objects have half a million uids', () => {
  const count = 500_000;
  const uids = new Set<string>();
  for (let rv = 0; rv < count; rv++) uids.add(makeUid(1, rv, 'pods', `web-${rv % 150_000}`));
  expect(uids.size).toBe(count);
  expect([...uids][0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});
