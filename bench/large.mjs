/** Large clusters: growth, the floor beside the engine in the same run, a rolling update, and a cluster at rest. */
import path from 'node:path';
import process from 'node:process';
import { rootDir, run } from '../scripts/project.mjs';
import { machine, median, round, table, writeSection } from './report.mjs';

/**
 * @typedef {'floor' | 'up' | 'rolling' | 'idle'} Subject
 * @typedef {{ subject: Subject, pods: number, nodes: number, repetitions: number }} Entry
 * @typedef {{ cpuSeconds: number, wallSeconds: number, peakRssMb: number, heapMb?: number, bootSeconds?: number }} Run
 */

const LARGE_NODES = 5_000;

/** @type {readonly Entry[]} */
const plan = [
  { subject: 'up', pods: 1_250, nodes: LARGE_NODES, repetitions: 3 },
  { subject: 'up', pods: 2_500, nodes: LARGE_NODES, repetitions: 3 },
  { subject: 'up', pods: 5_000, nodes: LARGE_NODES, repetitions: 3 },
  { subject: 'floor', pods: 10_000, nodes: LARGE_NODES, repetitions: 3 },
  { subject: 'up', pods: 10_000, nodes: LARGE_NODES, repetitions: 3 },
  { subject: 'floor', pods: 150_000, nodes: LARGE_NODES, repetitions: 1 },
  { subject: 'up', pods: 150_000, nodes: LARGE_NODES, repetitions: 1 },
  { subject: 'rolling', pods: 10_000, nodes: 100, repetitions: 1 },
  { subject: 'idle', pods: 1_000, nodes: 10, repetitions: 3 },
];

/** What each row says. @type {Readonly<Record<Subject, string>>} */
const NAMES = {
  floor: 'floor, until all are published',
  up: 'Kubarium, until all endpoints are ready',
  rolling: 'Kubarium, rolling update',
  idle: 'Kubarium, a virtual minute at rest (real)',
};

/**
 * @param {{ quick: boolean }} options quick: one run of each
 * @returns {Promise<boolean>} whether every run succeeded
 */
export async function benchLarge({ quick }) {
  /** @type {Map<Entry, Run[]>} */
  const runs = new Map();
  let allGood = true;
  const rounds = quick ? 1 : Math.max(...plan.map(({ repetitions }) => repetitions));
  for (let i = 0; i < rounds; i++) {
    for (const entry of plan.filter(({ repetitions }) => i < repetitions)) {
      const result = await runOnce(entry);
      if (result === undefined) allGood = false;
      else runs.set(entry, [...(runs.get(entry) ?? []), result]);
    }
  }
  const text = report(runs);
  console.log(`\n${text}`);
  if (!quick) writeSection('large', 'Large clusters', text);
  return allGood;
}

/**
 * @param {Entry} entry
 * @returns {Promise<Run | undefined>}
 */
async function runOnce({ subject, pods, nodes }) {
  const script = path.join(rootDir, 'bench', 'large-run.mjs');
  const words = ['--expose-gc', '--max-old-space-size=8192', script, subject, String(pods), String(nodes)];
  const { code, output } = await run(process.execPath, words, { capture: true });
  const line = output.trim().split('\n').at(-1) ?? '';
  console.log(`${subject} ${pods}: ${code === 0 ? line : `FAILED\n${output.trim()}`}`);
  return code === 0 ? /** @type {Run} */ (JSON.parse(line)) : undefined;
}

/** @param {Map<Entry, Run[]>} runs */
function report(runs) {
  const rows = [...runs].map(([entry, of]) => {
    const cpu = medianOf(of, (one) => one.cpuSeconds);
    const base = [...runs].find(([each]) => each.subject === 'floor' && each.pods === entry.pods);
    const half = [...runs].find(([each]) => each.subject === 'up' && each.pods * 2 === entry.pods);
    const timesFloor =
      entry.subject === 'up' && base !== undefined ? cpu / medianOf(base[1], (one) => one.cpuSeconds) : undefined;
    const timesHalf =
      entry.subject === 'up' && half !== undefined ? cpu / medianOf(half[1], (one) => one.cpuSeconds) : undefined;
    return [
      NAMES[entry.subject],
      entry.pods.toLocaleString('en-GB'),
      entry.nodes.toLocaleString('en-GB'),
      round(cpu),
      round(medianOf(of, (one) => one.wallSeconds)),
      optional(timesFloor),
      optional(timesHalf),
      optional(of[0]?.heapMb === undefined ? undefined : medianOf(of, (one) => one.heapMb ?? Number.NaN)),
      round(medianOf(of, (one) => one.peakRssMb)),
      optional(of[0]?.bootSeconds === undefined ? undefined : medianOf(of, (one) => one.bootSeconds ?? Number.NaN)),
      of.length,
    ];
  });
  const head = [
    '',
    'pods',
    'nodes',
    'CPU s',
    'wall s',
    'times the floor',
    'times half the pods',
    'heap MB',
    'peak RSS MB',
    'CPU s to boot the nodes',
    'runs',
  ];
  return `Timing 'instant' unless it says 'real'; each run in a fresh process, so compilation counts.
The floor is the least work that immutable objects, an event heap and four watchers need (bench/floor.mjs); it
validates, records and answers nothing.
Booting the nodes is not in the CPU of the row. Ours has no network and no etcd.
${machine()}

${table(head, rows)}`;
}

/** @param {number | undefined} value */
function optional(value) {
  return value === undefined ? '' : round(value);
}

/**
 * @param {Run[]} runs
 * @param {(run: Run) => number} figure
 */
function medianOf(runs, figure) {
  return median(runs.map(figure));
}
