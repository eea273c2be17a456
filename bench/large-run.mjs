/**
 * One figure of the large clusters, in a process of its own, as one line of JSON:
 *
 *   node --expose-gc bench/large-run.mjs floor|up|rolling|idle PODS NODES
 *
 * `floor` is the hand-written least (floor.mjs); `up` is our engine from the request until every endpoint is ready;
 * `rolling` changes the image of all of them then; `idle` is a virtual minute of a cluster at rest, in timing `real`.
 */
import process from 'node:process';
import { importBundled } from '../scripts/bundle.mjs';
import { floor } from './floor.mjs';
import { deployment, peakRssMb, readyEndpoints, service, startMeter } from './scenario.mjs';

/**
 * @typedef {import('./scenario.mjs').Cost} Cost
 * @typedef {{ method: string, url: string, headers?: Record<string, string>, body?: string }} Request
 * @typedef {{ status: number, body: unknown }} Response
 * @typedef {{ handle: (request: Request) => Response, runFor: (ms: number) => void }} LocalHost
 * @typedef {{ seed: number, nodes: number, timing: 'real' | 'instant', logLimit?: number }} Options
 * @typedef {{ createLocalHost: (options: Options) => LocalHost }} Local
 */

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const giveUpAfterSteps = 20_000;
const subject = process.argv[2] ?? 'up';
const pods = Number(process.argv[3]);
const nodes = Number(process.argv[4]);

console.log(JSON.stringify({ subject, pods, nodes, ...(await measure()), peakRssMb: peakRssMb() }));

/** @returns {Promise<Cost & { heapMb?: number, bootSeconds?: number }>} */
async function measure() {
  if (subject === 'floor') {
    // The best of some: a floor is what cannot be undercut.
    const costs = Array.from({ length: pods > 20_000 ? 3 : 7 }, () => {
      const spent = startMeter();
      if (floor(pods, nodes) !== pods) throw new Error('the floor lost a pod');
      return spent();
    });
    return costs.reduce((best, each) => (each.cpuSeconds < best.cpuSeconds ? each : best));
  }
  const { createLocalHost } = /** @type {Local} */ (await importBundled('src/host/local.ts'));
  const boot = startMeter();
  const timing = subject === 'idle' ? 'real' : 'instant';
  const host = createLocalHost({ seed: 1, nodes, timing });
  host.runFor(100);
  const bootSeconds = boot().cpuSeconds;
  const up = startMeter();
  send(host, 'POST', DEPLOYMENTS, { ...deployment(pods) });
  send(host, 'POST', '/api/v1/namespaces/default/services', service);
  settle(host, () => ready(host) >= pods);
  const cost = up();
  if (subject === 'up') return { ...cost, bootSeconds, heapMb: heapMb() };
  if (subject === 'idle') {
    host.runFor(120_000);
    const idle = startMeter();
    host.runFor(60_000);
    return { ...idle(), bootSeconds };
  }
  const rolling = startMeter();
  const template = { spec: { containers: [{ name: 'web', image: 'web:2.0' }] } };
  send(host, 'PATCH', `${DEPLOYMENTS}/web`, { spec: { template } });
  settle(host, () => isUpdated(host));
  return { ...rolling(), bootSeconds, heapMb: heapMb() };
}

/** @param {LocalHost} host @param {() => boolean} isDone */
function settle(host, isDone) {
  for (let step = 0; !isDone(); step++) {
    if (step > giveUpAfterSteps) throw new Error(`${subject} of ${pods} pods does not come to an end`);
    host.runFor(1_000);
  }
}

/** @param {LocalHost} host @param {string} method @param {string} url @param {object} object */
function send(host, method, url, object) {
  const type = method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json';
  const response = host.handle({ method, url, headers: { 'content-type': type }, body: JSON.stringify(object) });
  if (response.status > 201) throw new Error(`${method} ${url}: ${response.status} ${JSON.stringify(response.body)}`);
}

/** @param {LocalHost} host @param {string} url */
function read(host, url) {
  const { body } = host.handle({ method: 'GET', url });
  return typeof body === 'string' ? /** @type {unknown} */ (JSON.parse(body)) : body;
}

/** @param {LocalHost} host */
function ready(host) {
  const list = read(host, '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices');
  return readyEndpoints(/** @type {{ items: import('./scenario.mjs').Slice[] }} */ (list).items);
}

/** @param {LocalHost} host */
function isUpdated(host) {
  const { metadata, status } =
    /** @type {{ metadata: { generation: number }, status: Record<string, number | undefined> }} */ (
      read(host, `${DEPLOYMENTS}/web`)
    );
  const counts = ['updatedReplicas', 'replicas', 'availableReplicas'].map((field) => status[field]);
  return status['observedGeneration'] === metadata.generation && counts.every((count) => count === pods);
}

function heapMb() {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20);
}
