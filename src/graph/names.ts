/** What everything on the stage is called, for a screen reader and for tests: the picture in words. */
import type { PodRow, PodState } from '../api/row.ts';
import type { EndpointItem, NodeBox, OutsideItem, PodItem, ServiceItem, WorkloadItem, WorkloadSet } from './scene.ts';

const STATE_WORDS: Readonly<Record<PodState, string>> = {
  unscheduled: 'waiting for a node',
  creating: 'starting',
  running: 'running, not ready',
  ready: 'ready',
  terminating: 'terminating',
  failed: 'failed',
  succeeded: 'completed',
  unknown: 'unknown, node lost',
};

/** Status texts that say nothing more than the state does. */
const PLAIN_STATUS = new Set([
  '',
  'Running',
  'Pending',
  'Terminating',
  'Completed',
  'ContainerCreating',
  'Unknown',
  'Error',
]);

export function stateWord(state: PodState): string {
  return STATE_WORDS[state];
}

/** The part that differs between the pods of one owner: what fits on a small pod. */
export function nameTail(name: string): string {
  return name.slice(-5);
}

/** `web-7f9 x2k4q`: the random tail apart, so that it is heard. */
export function spokenPodName(row: Pick<PodRow, 'name' | 'ownerUid'>): string {
  const dash = row.name.lastIndexOf('-');
  if (row.ownerUid === '' || dash < 0 || row.name.length - dash - 1 !== 5) return row.name;
  return `${row.name.slice(0, dash)} ${row.name.slice(dash + 1)}`;
}

export function podName(item: PodItem): string {
  const { row } = item;
  const parts = [`Pod ${spokenPodName(row)}`, stateText(row)];
  if (row.ip !== '') parts.push(`IP ${row.ip}`);
  if (row.node !== '') parts.push(`on ${row.node}`);
  if (item.letter !== '') parts.push(`revision ${item.letter}`);
  if (row.restarts > 0) parts.push(count(row.restarts, 'restart'));
  if (item.services.length > 0) {
    parts.push(`endpoint of Service${item.services.length > 1 ? 's' : ''} ${list(item.services)}`);
  }
  if (row.message !== '' && row.state !== 'ready') parts.push(row.message);
  return parts.join(', ');
}

export function nodeReadyWord(box: Pick<NodeBox, 'row'>): string {
  if (!box.row) return 'gone';
  return box.row.ready === 'True' ? 'Ready' : box.row.ready === 'False' ? 'NotReady' : 'Unknown';
}

export function nodeName(box: NodeBox): string {
  const parts = [`Node ${box.name}`, nodeReadyWord(box)];
  if (box.row?.unschedulable) parts.push('scheduling disabled');
  if (box.row && box.row.ip !== '') parts.push(`IP ${box.row.ip}`);
  parts.push(`${box.readyPods} of ${count(box.pods, 'pod')} ready`);
  const stale = box.proxy?.squares.filter((square) => square.mark === 'stale').map((square) => square.name) ?? [];
  if (box.proxy && !box.proxy.working) parts.push('kube-proxy stopped');
  if (stale.length > 0) parts.push(`kube-proxy has not learned the latest of ${list(stale)}`);
  return parts.join(', ');
}

export function serviceName(item: ServiceItem): string {
  const { row } = item;
  const parts = [`Service ${row.name}`, row.serviceType];
  if (row.clusterIp === 'None') parts.push('headless');
  else if (row.clusterIp !== '') parts.push(`virtual IP ${row.clusterIp}`);
  if (row.externalName !== '') parts.push(`stands for ${row.externalName}`);
  for (const port of row.ports) {
    parts.push(`port ${port.port} to ${port.targetPort}${port.nodePort > 0 ? `, node port ${port.nodePort}` : ''}`);
  }
  parts.push(`${item.ready} of ${count(item.endpoints.length, 'endpoint')} ready`);
  return parts.join(', ');
}

export function endpointName(item: EndpointItem): string {
  const parts = [`Endpoint ${item.address}`];
  if (item.podName !== '') parts.push(`Pod ${item.podName}`);
  if (item.node !== '') parts.push(`on ${item.node}`);
  parts.push(item.ready ? 'ready' : 'not ready');
  if (item.terminating) parts.push(item.serving ? 'terminating but still serving' : 'terminating');
  return parts.join(', ');
}

export function outsideName(item: OutsideItem): string {
  if (item.kind === 'pending') return `External address of Service ${item.name}, pending`;
  if (item.kind === 'name') return `Service ${item.name} stands for ${item.text} outside the cluster`;
  return `External address ${item.text} of Service ${item.name}`;
}

export function workloadName(item: WorkloadItem): string {
  const { row } = item;
  const parts = [`${row.kind} ${row.name}`, `${row.ready} of ${row.desired} ready`];
  if (row.images.length > 0) parts.push(`image ${list(row.images)}`);
  if (row.paused) parts.push('paused');
  if (row.deletionMs !== undefined) parts.push('being deleted');
  return parts.join(', ');
}

export function setName(set: WorkloadSet): string {
  const { row } = set;
  const revision = set.letter === '' ? '' : `, revision ${set.letter}`;
  return `${row.kind} ${row.name}${revision}, ${row.ready} of ${row.desired} ready`;
}

/** `nginx:1.27` of `registry.k8s.io/library/nginx:1.27@sha256:…`: the last part of the path, without the digest. */
export function shortImage(image: string): string {
  const withoutDigest = image.split('@')[0] ?? image;
  return withoutDigest.slice(withoutDigest.lastIndexOf('/') + 1);
}

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function stateText(row: PodRow): string {
  const word = stateWord(row.state);
  return PLAIN_STATUS.has(row.status) ? word : `${word} (${row.status})`;
}

function list(words: readonly string[]): string {
  return words.join(' and ');
}
