import { controllerOf } from '../../machinery/object.ts';
import type { ContainerRow, PodRow, PodState } from '../../row.ts';
import { rowBase } from '../shared/row-base.ts';
import { isPodReady, podCondition } from './conditions.ts';
import type { Container } from './container.ts';
import type { ContainerStatus } from './pod-status.ts';
import type { Pod } from './pod.ts';
import { pods } from './pod.ts';
import { printedStatus } from './printed-status.ts';
import { podRequests } from './requests.ts';

export const TEMPLATE_HASH_LABEL = 'pod-template-hash';
const NO_LABELS: Readonly<Record<string, string>> = Object.freeze({});

/** The Pod as the stage sees it. */
export function projectPod(pod: Pod): PodRow {
  const { metadata, spec, status } = pod;
  const owner = controllerOf(metadata);
  const printed = printedStatus(pod);
  const containers = containerRows(pod);
  const requests = podRequests(spec);
  return {
    type: 'pod',
    ...rowBase(pods, pod),
    node: spec.nodeName ?? '',
    ip: status?.podIP ?? '',
    state: stateOf(pod, containers),
    status: printed.status,
    message: messageOf(pod),
    ownerUid: owner?.uid ?? '',
    ownerKind: owner?.kind ?? '',
    ownerName: owner?.name ?? '',
    templateHash: metadata.labels?.[TEMPLATE_HASH_LABEL] ?? '',
    labels: metadata.labels ?? NO_LABELS,
    containers,
    restarts: printed.restarts,
    cpuRequestMillis: requests['cpu'] ?? 0,
    memoryRequestBytes: requests['memory'] ?? 0,
    ...(metadata.deletionTimestamp !== undefined && { graceSeconds: metadata.deletionGracePeriodSeconds ?? 0 }),
  };
}

/** What the picture distinguishes, first match first: an ended Pod stays ended while it is deleted, as STATUS has it. */
function stateOf(pod: Pod, containers: readonly ContainerRow[]): PodState {
  const { metadata, spec, status } = pod;
  if (status?.phase === 'Failed') return 'failed';
  if (status?.phase === 'Succeeded') return 'succeeded';
  if (isNodeLost(pod)) return 'unknown';
  if (metadata.deletionTimestamp !== undefined) return 'terminating';
  if (spec.nodeName === undefined || spec.nodeName === '') return 'unscheduled';
  if (containers.some(isFailing)) return 'failed';
  if (containers.some(({ state }) => state === 'waiting')) return 'creating';
  return isPodReady(pod) ? 'ready' : 'running';
}

/** Nobody knows what the containers do: their node is out of reach. */
function isNodeLost(pod: Pod): boolean {
  if (pod.status?.reason === 'NodeLost' || pod.status?.phase === 'Unknown') return true;
  const ready = podCondition(pod, 'Ready');
  return ready?.status === 'Unknown' || ready?.reason === 'NodeStatusUnknown';
}

/** CrashLoopBackOff, ImagePullBackOff, ErrImagePull, Error, InvalidImageName, CreateContainerConfigError, OOMKilled, ... */
function isFailing({ state, reason }: ContainerRow): boolean {
  if (state === 'running') return false;
  if (state === 'terminated') return reason !== 'Completed' && reason !== '';
  return (
    reason.endsWith('BackOff') || reason.startsWith('Err') || reason.endsWith('Error') || reason === 'InvalidImageName'
  );
}

function containerRows(pod: Pod): readonly ContainerRow[] {
  const { spec, status } = pod;
  const rows: ContainerRow[] = [];
  for (const container of spec.initContainers ?? [])
    rows.push(containerRow(container, status?.initContainerStatuses, true));
  for (const container of spec.containers) rows.push(containerRow(container, status?.containerStatuses, false));
  return rows;
}

function containerRow(
  { name, image }: Container,
  statuses: readonly ContainerStatus[] | undefined,
  init: boolean,
): ContainerRow {
  const status = statuses?.find((each) => each.name === name);
  const { running, terminated, waiting } = status?.state ?? {};
  const state = running !== undefined ? 'running' : terminated !== undefined ? 'terminated' : 'waiting';
  return {
    name,
    image,
    state,
    reason: waiting?.reason ?? terminated?.reason ?? '',
    ready: status?.ready ?? false,
    restarts: status?.restartCount ?? 0,
    init,
  };
}

function messageOf(pod: Pod): string {
  const { spec, status } = pod;
  if (status?.message !== undefined && status.message !== '') return status.message;
  if (spec.nodeName === undefined || spec.nodeName === '') return podCondition(pod, 'PodScheduled')?.message ?? '';
  return waitingMessage(status?.initContainerStatuses) ?? waitingMessage(status?.containerStatuses) ?? '';
}

function waitingMessage(statuses: readonly ContainerStatus[] | undefined): string | undefined {
  for (const { state } of statuses ?? []) {
    const message = state?.waiting?.message ?? state?.terminated?.message;
    if (message !== undefined && message !== '') return message;
  }
  return undefined;
}
