import { expect, test } from 'vitest';
import { brokenBy, invariantsHold, storiesAgree } from './fuzz.ts';
import { session } from './session.ts';
import { wildSession } from './wild.ts';

const SEED = 20260105;

test(`invariants hold after every event of a random session and when it has come to rest (seed ${SEED})`, () => {
  expect(brokenBy(invariantsHold(session), { seed: SEED, numRuns: 80 })).toBeUndefined();
});

test(`one jump, many frames, a replay and a restored checkpoint tell the same story (seed ${SEED})`, () => {
  expect(brokenBy(storiesAgree(session), { seed: SEED, numRuns: 40 })).toBeUndefined();
});

test(`invariants hold in sessions with manifests of every kind, faults and nonsense (seed ${SEED})`, () => {
  expect(brokenBy(invariantsHold(wildSession), { seed: SEED, numRuns: 100 })).toBeUndefined();
});

test(`such sessions tell the same story in one jump, in frames, replayed and restored (seed ${SEED})`, () => {
  expect(brokenBy(storiesAgree(wildSession), { seed: SEED, numRuns: 60 })).toBeUndefined();
});
