/** Runs the scenario on both engines in turn, so that a slow minute of the machine hits both, and reports medians. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { rootDir, run } from '../scripts/project.mjs';
import { machine, median, round, table, writeSection } from './report.mjs';

/**
 * @typedef {'instant' | 'real' | 'webernetes'} Subject  ours in either timing, or the peer
 * @typedef {import('./scenario.mjs').Result & { virtualSeconds?: number, events?: number, warmCpuSeconds?: number }} Run
 */

/** @type {readonly { subject: Subject, replicas: number, repetitions: number }[]} */
const plan = [
  { subject: 'webernetes', replicas: 10, repetitions: 3 },
  { subject: 'webernetes', replicas: 100, repetitions: 3 },
  { subject: 'webernetes', replicas: 300, repetitions: 3 },
  { subject: 'instant', replicas: 10, repetitions: 7 },
  { subject: 'instant', replicas: 100, repetitions: 7 },
  { subject: 'instant', replicas: 300, repetitions: 7 },
  { subject: 'instant', replicas: 1000, repetitions: 5 },
  { subject: 'instant', replicas: 5000, repetitions: 3 },
  { subject: 'real', replicas: 100, repetitions: 5 },
  { subject: 'real', replicas: 300, repetitions: 5 },
  { subject: 'real', replicas: 1000, repetitions: 5 },
  { subject: 'real', replicas: 5000, repetitions: 3 },
];

/**
 * @param {{ quick: boolean, only?: 'engine' | 'webernetes' | undefined }} options quick: one run of each; only: leave the other out
 * @returns {Promise<boolean>} whether every run succeeded
 */
export async function benchEngines({ quick, only }) {
  const wanted = plan.filter(
    ({ subject }) => only === undefined || (subject === 'webernetes') === (only === 'webernetes'),
  );
  /** @type {Map<string, Run[]>} */
  const runs = new Map();
  let allGood = true;
  const rounds = quick ? 1 : Math.max(...wanted.map((entry) => entry.repetitions));
  for (let i = 0; i < rounds; i++) {
    for (const { subject, replicas } of wanted.filter((entry) => i < entry.repetitions)) {
      const result = await runOnce(subject, replicas);
      if (result === undefined) allGood = false;
      else push(runs, `${subject} ${replicas}`, result);
    }
  }
  const text = report(runs);
  console.log(`\n${text}`);
  // Half a comparison, or a single run of each, does not replace the figures kept.
  if (!quick && only === undefined) writeSection('engine', 'Engine', text);
  return allGood;
}

/**
 * @param {Subject} subject
 * @param {number} replicas
 * @returns {Promise<Run | undefined>}
 */
async function runOnce(subject, replicas) {
  const isOurs = subject !== 'webernetes';
  const script = path.join(rootDir, 'bench', isOurs ? 'engine.mjs' : 'webernetes.mjs');
  const words = isOurs ? [String(replicas), subject] : [String(replicas)];
  const { code, output } = await run(process.execPath, ['--expose-gc', script, ...words], { capture: true });
  const line = output.trim().split('\n').at(-1) ?? '';
  console.log(`${subject} ${replicas}: ${code === 0 ? line : `FAILED\n${output.trim()}`}`);
  return code === 0 ? /** @type {Run} */ (JSON.parse(line)) : undefined;
}

/** @param {Map<string, Run[]>} runs */
function report(runs) {
  const rows = plan.flatMap(({ subject, replicas }) => {
    const of = runs.get(`${subject} ${replicas}`);
    if (of === undefined) return [];
    const cpu = medianOf(of, (one) => one.cpuSeconds);
    const peer = subject !== 'webernetes' ? runs.get(`webernetes ${replicas}`) : undefined;
    const warm = subject === 'webernetes' ? undefined : medianOf(of, (one) => one.warmCpuSeconds ?? Number.NaN);
    const peerCpu = peer === undefined ? undefined : medianOf(peer, (one) => one.cpuSeconds);
    const ratio =
      peerCpu === undefined || warm === undefined ? '' : `${round(peerCpu / cpu)}, ${round(peerCpu / warm)}`;
    return [
      [
        subject === 'webernetes' ? 'webernetes' : `Kubarium, ${subject}`,
        replicas,
        of[0]?.nodes ?? '',
        round(cpu),
        warm === undefined ? '' : round(warm),
        round(medianOf(of, (one) => one.wallSeconds)),
        subject !== 'webernetes' ? round(medianOf(of, (one) => one.virtualSeconds ?? Number.NaN)) : 'as wall',
        subject !== 'webernetes' ? round(medianOf(of, (one) => one.events ?? Number.NaN)) : '',
        round(medianOf(of, (one) => one.peakRssMb)),
        ratio,
        of.length,
      ],
    ];
  });
  const head = [
    '',
    'replicas',
    'nodes',
    'CPU s, first',
    'CPU s, warm',
    'wall s',
    'virtual s',
    'events',
    'peak RSS MB',
    'times less CPU: first, warm',
    'runs',
  ];
  return `One Deployment and its Service, from the request until every endpoint is ready, each run in a fresh process.
'first' is the first time in that process, 'warm' the median of the times after it (webernetes runs once: what it does
takes long enough to be compiled on the way).
Timing 'instant' leaves out every delay, 'real' has Kubernetes' own: more moments, so more looks and more writes.
webernetes is @ngrok/webernetes ${versionOf('@ngrok/webernetes')}; neither has a network or an etcd.
${machine()}

${table(head, rows)}`;
}

/**
 * @param {Run[]} runs
 * @param {(run: Run) => number} figure
 */
function medianOf(runs, figure) {
  return median(runs.map(figure));
}

/**
 * @param {Map<string, Run[]>} map
 * @param {string} key
 * @param {Run} value
 */
function push(map, key, value) {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** @param {string} name */
function versionOf(name) {
  const file = path.join(rootDir, 'node_modules', name, 'package.json');
  return /** @type {{ version: string }} */ (JSON.parse(readFileSync(file, 'utf8'))).version;
}
