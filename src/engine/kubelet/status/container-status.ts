import type { Container } from '../../../api/kinds/pod/container.ts';
import type { ContainerState, ContainerStatus } from '../../../api/kinds/pod/pod-status.ts';
import type { ResourceRequirements } from '../../../api/kinds/pod/container.ts';
import type { Ending } from '../pod-work.ts';

const CREATING: ContainerState = { waiting: { reason: 'ContainerCreating' } };
const INITIALIZING: ContainerState = { waiting: { reason: 'PodInitializing' } };
export const NO_STATE: ContainerState = {};
const NO_RESOURCES: ResourceRequirements = {};

/** Statuses of containers that nothing has been done for. Source: pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses. */
export function firstStatuses(containers: readonly Container[], initCount: number): ContainerStatus[] {
  const state = initCount > 0 ? INITIALIZING : CREATING;
  return containers.map(({ name, image }) => ({
    name,
    state,
    lastState: NO_STATE,
    ready: false,
    restartCount: 0,
    image,
    imageID: '',
    started: false,
  }));
}

/** What a running container's status says of its resources; shared with the spec. */
export function resourcesOf({ resources }: Container): Pick<ContainerStatus, 'resources' | 'allocatedResources'> {
  const requests = resources?.requests;
  const granted = resources ?? NO_RESOURCES;
  return requests === undefined ? { resources: granted } : { resources: granted, allocatedResources: requests };
}

/** The state of a container that ran and has ended. Exit code 0 is Completed, all others are Error. */
export function terminated(
  status: ContainerStatus,
  { exitCode, outOfMemory }: Pick<Ending, 'exitCode' | 'outOfMemory'>,
  now: string,
  message?: string,
): ContainerState {
  const startedAt = status.state?.running?.startedAt;
  return {
    terminated: {
      exitCode,
      reason: outOfMemory === true ? 'OOMKilled' : exitCode === 0 ? 'Completed' : 'Error',
      ...(message === undefined ? {} : { message }),
      ...(startedAt === undefined ? {} : { startedAt }),
      finishedAt: now,
      ...(status.containerID === undefined ? {} : { containerID: status.containerID }),
    },
  };
}
