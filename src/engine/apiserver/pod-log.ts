import type { Container } from '../../api/kinds/pod/container.ts';
import type { ContainerState, ContainerStatus } from '../../api/kinds/pod/pod-status.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import { badRequest, notFound } from '../../api/machinery/status.ts';
import { keyIn } from '../../api/resource-ref.ts';
import type { ApiResponse } from '../../protocol/wire.ts';
import type { Core } from './core.ts';
import { plain, refusal } from './reply.ts';

/** Pods may bring the text that their containers write, all or one: `sim.kubarium.dev/log`, `sim.kubarium.dev/log.<container>`. */
const LOG = 'sim.kubarium.dev/log';
const IMAGE_TROUBLE: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
]);

/**
 * GET pods/x/log: what a simulated container has written, or why there is nothing to read.
 * Source: pkg/registry/core/pod/strategy.go LogLocation, pkg/kubelet/kubelet_pods.go validateContainerLogStatus.
 */
export function podLog(core: Core, namespace: string, name: string, query: ReadonlyMap<string, string>): ApiResponse {
  const pod = core.store.get(pods.resource, keyIn(pods, namespace, name)) as Pod | undefined;
  if (pod === undefined) return refusal(notFound({ group: '', resource: 'pods' }, name));
  const container = chosen(pod, query.get('container') ?? '');
  if (typeof container === 'string') return refusal(badRequest(container));
  if ((pod.spec.nodeName ?? '') === '') return plain(200, '');
  const previous = query.get('previous') === 'true';
  const state = stateOf(pod, container.name, previous);
  return typeof state === 'string' ? refusal(badRequest(state)) : plain(200, text(pod, container, state, query));
}

/** The container asked for, the only one, or what is wrong with the question. */
function chosen(pod: Pod, asked: string): Container | string {
  const { metadata, spec } = pod;
  const { containers, initContainers = [] } = spec;
  const [only, another] = containers;
  if (asked === '') {
    if (only !== undefined && another === undefined) return only;
    const inits = initContainers.length === 0 ? '' : ` or one of the init containers: [${namesOf(initContainers)}]`;
    return `a container name must be specified for pod ${metadata.name ?? ''}, choose one of: [${namesOf(containers)}]${inits}`;
  }
  const found = [...containers, ...initContainers].find((one) => one.name === asked);
  return found ?? `container ${asked} is not valid for pod ${metadata.name ?? ''}`;
}

function namesOf(containers: readonly Container[]): string {
  return containers.map(({ name }) => name).join(' ');
}

/** The state of the run whose text is wanted, or why it has none. */
function stateOf(pod: Pod, name: string, previous: boolean): ContainerState | string {
  const podName = pod.metadata.name ?? '';
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const status = [...containerStatuses, ...initContainerStatuses].find((one) => one.name === name);
  if (status === undefined) return `container "${name}" in pod "${podName}" is not available`;
  const { state, lastState } = status;
  if (previous) {
    return lastState?.terminated === undefined
      ? `previous terminated container "${name}" in pod "${podName}" not found`
      : lastState;
  }
  if (state?.running !== undefined || state?.terminated !== undefined) return state;
  return lastState?.terminated === undefined ? waiting(status, podName) : lastState;
}

function waiting({ name, state }: ContainerStatus, podName: string): string {
  const reason = state?.waiting?.reason ?? '';
  const head = `container "${name}" in pod "${podName}" is waiting to start`;
  return IMAGE_TROUBLE.has(reason) ? `${head}: trying and failing to pull image` : `${head}: ${reason}`;
}

function text(pod: Pod, { name, image }: Container, state: ContainerState, query: ReadonlyMap<string, string>): string {
  const scripted = pod.metadata.annotations?.[`${LOG}.${name}`] ?? pod.metadata.annotations?.[LOG];
  const written = (scripted ?? `simulated ${image ?? ''} started`).replace(/\n$/, '').split('\n');
  const tail = query.get('tailLines');
  const kept = tail === undefined ? written : Number(tail) === 0 ? [] : written.slice(-Number(tail));
  const startedAt = (state.running ?? state.terminated)?.startedAt ?? '';
  const stamp = query.get('timestamps') === 'true' ? `${startedAt.replace('Z', '.000000000Z')} ` : '';
  return kept.map((line) => `${stamp}${line}\n`).join('');
}
