import { expect, test } from 'vitest';
import { createAnnouncer } from './announcer.ts';

/** Asks every 250 ms until `untilMs`; what was said, with its time. */
function listen(
  announcer: ReturnType<typeof createAnnouncer>,
  untilMs: number,
  each: (nowMs: number) => void = () => {},
) {
  const said: string[] = [];
  for (let nowMs = 0; nowMs <= untilMs; nowMs += 250) {
    each(nowMs);
    const text = announcer.next(nowMs);
    if (text !== undefined) said.push(`${nowMs} ${text}`);
  }
  return said;
}

test('news is told once it has settled, newest of each topic only', () => {
  const announcer = createAnnouncer();
  const said = listen(announcer, 3_000, (nowMs) => {
    if (nowMs <= 500) announcer.news('web', `web: ${nowMs / 250} of 3 ready`, nowMs);
  });
  expect(said).toEqual(['1000 web: 2 of 3 ready']);
});

test('two hundred changes in four seconds are at most two sentences', () => {
  const announcer = createAnnouncer();
  const said = listen(announcer, 4_000, (nowMs) => {
    for (let i = 0; i < 12; i++) announcer.news(`topic ${nowMs + i}`, `t${nowMs + i}`, nowMs);
  });
  expect(said).toEqual([expect.stringMatching(/^3000 t3008; t3009; t3010; t3011; and 152 more changes$/)]);
});

test('what a person did is answered first and at once', () => {
  const announcer = createAnnouncer();
  announcer.news('web', 'web: 3 of 3 ready', 0);
  announcer.own('deployment.apps/web scaled', 0);
  expect([announcer.next(0), announcer.next(1_000), announcer.next(2_000)]).toEqual([
    'deployment.apps/web scaled',
    undefined,
    'web: 3 of 3 ready',
  ]);
});
