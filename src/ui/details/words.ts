/** What a row means, in plain words for somebody who sees it for the first time. Pure. */
import type { NodeRow, PodRow, ServiceRow, WorkloadRow } from '../../api/row.ts';
import { count } from '../lib/format.ts';
import type { Endpoint } from './relations.ts';

/** One sentence or two about a Pod. `services` are the names of those that send it traffic. */
export function podWords(pod: PodRow, services: readonly string[]): string {
  switch (pod.state) {
    case 'unscheduled':
      return 'It waits for the scheduler to find it a node.';
    case 'creating':
      return `It has its place on ${pod.node}; there, its image is pulled and its containers are started.`;
    case 'running':
      return 'It runs, but it is not ready: no Service sends it traffic yet.';
    case 'ready':
      return services.length === 0
        ? 'It runs and is ready. No Service points to it.'
        : `It runs and is ready, and ${listed(services)} ${services.length === 1 ? 'sends' : 'send'} it traffic.`;
    case 'terminating':
      return `It is being stopped${pod.graceSeconds === undefined ? '' : `, with ${count(pod.graceSeconds, 'second')} to finish what it does`}. Its address goes with it; a replacement gets a new one.`;
    case 'failed':
      return 'It cannot run.';
    case 'succeeded':
      return 'It has finished its work.';
    case 'unknown':
      return `Nobody knows: ${pod.node} has not reported for a while.`;
  }
}

export function workloadWords(row: WorkloadRow): string {
  if (row.desired === 0)
    return row.current === 0
      ? 'It wants no pods, and there are none.'
      : `It wants no pods; ${row.current} still leave.`;
  if (row.paused) return `It is paused: changes of its template wait. ${row.ready} of ${row.desired} ready.`;
  if (row.updated < row.desired && row.current > 0) {
    return `A rollout is under way: ${row.updated} of ${row.desired} pods have the new template, ${row.ready} are ready.`;
  }
  if (row.ready < row.desired) return `It wants ${count(row.desired, 'pod')}; ${row.ready} of them are ready so far.`;
  return `It wants ${count(row.desired, 'pod')}, and ${row.desired === 1 ? 'it is' : 'all are'} ready.`;
}

export function serviceWords(row: ServiceRow, endpoints: readonly Endpoint[]): string {
  if (row.serviceType === 'ExternalName') return `Another name for ${row.externalName}, outside the cluster.`;
  if (row.selector === undefined) return 'It has no selector: somebody else must say where its traffic goes.';
  const ready = endpoints.filter((endpoint) => endpoint.ready).length;
  const who = `pods labelled ${labelsText(row.selector)}`;
  const address = row.clusterIp === 'None' ? 'A name (no address of its own)' : 'A stable address';
  if (endpoints.length === 0) return `${address} for ${who}. There are none, so nobody answers.`;
  return `${address} for ${who}. ${ready} of ${count(endpoints.length, 'endpoint')} ${ready === 1 ? 'takes' : 'take'} traffic.`;
}

export function nodeWords(row: NodeRow, pods: number): string {
  const work = pods === 0 ? 'No pods run on it' : `${count(pods, 'pod')} on it`;
  if (row.ready === 'Unknown') return `Its kubelet has not reported for a while. ${work}; nobody knows how they are.`;
  if (row.ready === 'False') return `It is not ready, so it gets no new pods. ${work}.`;
  if (row.unschedulable) return `It is cordoned: what runs stays, but no new pods come. ${work}.`;
  return `A healthy machine. ${work}, of ${row.maxPods} at most.`;
}

/** `app=web,tier=front`. */
export function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
