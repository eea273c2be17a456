/**
 * What is measured, the same for both: one Deployment of N replicas and its Service, from the request until every
 * endpoint is ready; and how it is measured. Each run is a process of its own, so that memory and compilation are cold.
 */
import process from 'node:process';

/**
 * @typedef {{ cpuSeconds: number, wallSeconds: number }} Cost
 * @typedef {Cost & { replicas: number, nodes: number, peakRssMb: number }} Result
 */

/** As many nodes as both need: 110 pods is Kubernetes' limit for one. @param {number} replicas */
export function nodesFor(replicas) {
  return Math.max(3, Math.ceil(replicas / 100));
}

/** @param {number} replicas */
export function deployment(replicas) {
  const labels = { app: 'web' };
  const container = { name: 'web', image: 'web:1.0', ports: [{ containerPort: 8080 }] };
  return {
    apiVersion: /** @type {const} */ ('apps/v1'),
    kind: /** @type {const} */ ('Deployment'),
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
}

export const service = {
  apiVersion: /** @type {const} */ ('v1'),
  kind: /** @type {const} */ ('Service'),
  metadata: { name: 'web', namespace: 'default' },
  spec: { type: 'ClusterIP', selector: { app: 'web' }, ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }] },
};

/**
 * How many endpoints of Service `web` a list of EndpointSlices calls ready.
 * @typedef {{ conditions?: { ready?: boolean | undefined } | undefined }} Endpoint
 * @typedef {{ labels?: Record<string, string> | undefined }} Metadata
 * @typedef {{ metadata?: Metadata | undefined, endpoints?: readonly Endpoint[] | undefined }} Slice
 * @param {Iterable<Slice>} slices
 */
export function readyEndpoints(slices) {
  let ready = 0;
  for (const slice of slices) {
    if (slice.metadata?.labels?.['kubernetes.io/service-name'] !== 'web') continue;
    for (const endpoint of slice.endpoints ?? []) if (endpoint.conditions?.ready !== false) ready++;
  }
  return ready;
}

/** Starts measuring; the function returned says what has been spent since. @returns {() => Cost} */
export function startMeter() {
  globalThis.gc?.();
  const startMs = performance.now();
  const before = process.cpuUsage();
  return () => {
    const spent = process.cpuUsage(before);
    return { cpuSeconds: (spent.user + spent.system) / 1e6, wallSeconds: (performance.now() - startMs) / 1000 };
  };
}

/** The most memory this process ever held. */
export function peakRssMb() {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** The replicas asked for on the command line of a child. */
export function replicasFromArgs() {
  const replicas = Number(process.argv[2]);
  if (!Number.isInteger(replicas) || replicas < 1) throw new Error(`usage: node ${process.argv[1] ?? ''} REPLICAS`);
  return replicas;
}
