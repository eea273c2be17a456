/**
 * One run of the scenario on our engine, as one line of JSON: node --expose-gc bench/engine.mjs REPLICAS [TIMING]
 * TIMING is `instant` (all delays zero, as tests run) or `real` (Kubernetes' own). Time is virtual, so wall and CPU are
 * nearly the same; virtualSeconds is what the cluster believes it took.
 */
import process from 'node:process';
import { importBundled } from '../scripts/bundle.mjs';
import { deployment, nodesFor, peakRssMb, readyEndpoints, replicasFromArgs, service, startMeter } from './scenario.mjs';

/**
 * What src/host/local.ts promises; more of it is not used here.
 * @typedef {{ method: string, url: string, headers?: Record<string, string>, body?: string }} Request
 * @typedef {{ status: number, headers: Record<string, string>, body: unknown }} Response
 * @typedef {{ scene?: string, seed: number, nodes?: number, timing: 'real' | 'classroom' | 'instant' }} Options
 * @typedef {{ createLocalHost: (options: Options) => LocalHost }} Local
 *
 * @typedef {object} LocalHost
 * @property {(request: Request) => Response} handle
 * @property {(ms: number) => void} runFor
 * @property {() => number} nowMs
 * @property {() => number} events
 */

const stepMs = 100;
const giveUpAfterMs = 3_600_000;
const replicas = replicasFromArgs();
const nodes = nodesFor(replicas);
const { createLocalHost } = /** @type {Local} */ (await importBundled('src/host/local.ts'));

const timing = process.argv[3] === 'real' ? 'real' : 'instant';
const first = scenario();
// A page runs for hours, so what the same costs once the code has been compiled counts, too.
const later = Array.from({ length: repetitions() }, () => scenario().cpuSeconds).toSorted((x, y) => x - y);
const warmCpuSeconds = later[later.length >> 1];
console.log(JSON.stringify({ replicas, nodes, ...first, warmCpuSeconds, peakRssMb: peakRssMb() }));

function scenario() {
  const host = createLocalHost({ seed: 1, nodes, timing });
  host.runFor(stepMs);
  const startMs = host.nowMs();
  const startEvents = host.events();
  const spent = startMeter();
  create(host, '/apis/apps/v1/namespaces/default/deployments', deployment(replicas));
  create(host, '/api/v1/namespaces/default/services', service);
  while (ready(host) < replicas) {
    if (host.nowMs() - startMs > giveUpAfterMs) throw new Error(`only ${ready(host)} of ${replicas} are ready`);
    host.runFor(stepMs);
  }
  const cost = spent();
  const virtualSeconds = (host.nowMs() - startMs) / 1000;
  return { ...cost, virtualSeconds, events: host.events() - startEvents };
}

function repetitions() {
  return replicas <= 300 ? 15 : 5;
}

/**
 * @param {LocalHost} host
 * @param {string} url
 * @param {object} object
 */
function create(host, url, object) {
  const body = JSON.stringify(object);
  const response = host.handle({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body });
  if (response.status !== 201) throw new Error(`POST ${url}: ${response.status} ${JSON.stringify(response.body)}`);
}

/**
 * How many endpoints are ready now, asked as a client asks.
 * @param {LocalHost} host
 */
function ready(host) {
  const url = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';
  const { body } = host.handle({ method: 'GET', url });
  const list = typeof body === 'string' ? /** @type {unknown} */ (JSON.parse(body)) : body;
  return readyEndpoints(/** @type {{ items: import('./scenario.mjs').Slice[] }} */ (list).items);
}
