/**
 * `npm run fuzz`: random sessions with new seeds until something breaks or the time is over.
 *
 *   npm run fuzz                       five minutes
 *   npm run fuzz -- --minutes 60
 *   npm run fuzz -- --seed 12345       one seed again, with what it breaks made as small as possible
 */
import './require-node.mjs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
const { bundle } = await import('./bundle.mjs');
const fc = await import('fast-check');

/**
 * @typedef {import('fast-check').IRawProperty<unknown>} Property
 * @typedef {{ invariantsHold: (session: unknown) => Property, storiesAgree: (session: unknown) => Property }} Fuzz
 */
const { invariantsHold, storiesAgree, session, wildSession } =
  /** @type {Fuzz & { session: unknown, wildSession: unknown }} */ (
    await import(pathToFileURL(await bundle('src/engine/testing/all-sessions.ts', { platform: 'node' })).href)
  );
const properties = Object.entries({
  'invariants hold (simple sessions)': invariantsHold(session),
  'stories agree (simple sessions)': storiesAgree(session),
  'invariants hold (wild sessions)': invariantsHold(wildSession),
  'stories agree (wild sessions)': storiesAgree(wildSession),
});

const seedGiven = option('--seed');
const endMs = Date.now() + (option('--minutes') ?? 5) * 60_000;
let runs = 0;
if (seedGiven !== undefined) await tryOut(seedGiven);
else
  do {
    await tryOut(Math.floor(Math.random() * 2 ** 31));
  } while (Date.now() < endMs);
console.log(`${runs} sessions, nothing broken.`);

/** @param {number} seed */
async function tryOut(seed) {
  for (const [name, property] of properties) {
    const result = await fc.check(property, { seed, numRuns: 20, endOnFailure: seedGiven === undefined });
    runs += result.numRuns;
    if (!result.failed) continue;
    console.error(`\n${name}: broken by seed ${seed}. Again: npm run fuzz -- --seed ${seed}\n`);
    console.error(fc.defaultReportMessage(result));
    process.exit(1);
  }
  console.log(`seed ${seed}: good (${runs} sessions so far)`);
}

/** @param {string} name */
function option(name) {
  const at = process.argv.indexOf(name);
  if (at === -1) return undefined;
  const value = Number(process.argv[at + 1]);
  if (Number.isFinite(value)) return value;
  console.error(`${name} needs a number.`);
  process.exit(1);
}
