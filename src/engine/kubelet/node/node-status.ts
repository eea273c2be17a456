import type { Node, NodeAddress, NodeCondition, NodeStatus } from '../../../api/kinds/node/node.ts';
import type { ResourceList } from '../../../api/kinds/shared/meta-types.ts';
import type { StringMap } from '../../../api/machinery/object.ts';

/** A machine whose Node object does not say how large it is. */
const CAPACITY: ResourceList = { cpu: '4', 'ephemeral-storage': '100Gi', memory: '8Gi', pods: '110' };
const VERSION = 'v1.36.3';
const KUBELET_PORT = 10250;

type Healthy = Pick<NodeCondition, 'type' | 'status'> & { readonly reason: string; readonly message: string };

/** Conditions of a machine that is well, in upstream's order. Source: pkg/kubelet/nodestatus/setters.go. */
const HEALTHY: readonly Healthy[] = [
  {
    type: 'MemoryPressure',
    status: 'False',
    reason: 'KubeletHasSufficientMemory',
    message: 'kubelet has sufficient memory available',
  },
  {
    type: 'DiskPressure',
    status: 'False',
    reason: 'KubeletHasNoDiskPressure',
    message: 'kubelet has no disk pressure',
  },
  {
    type: 'PIDPressure',
    status: 'False',
    reason: 'KubeletHasSufficientPID',
    message: 'kubelet has sufficient PID available',
  },
  { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
];

/** True when the API says of the node what its kubelet would say. */
export function isPostedReady(node: Node): boolean {
  return node.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}

/** True when the API says that the machine is short of something. */
export function isUnderPressure({ status }: Node): boolean {
  return status?.conditions?.some((each) => each.type.endsWith('Pressure') && each.status === 'True') === true;
}

/** The status of a machine that is well; what the object says already stays. */
export function readyStatus(node: Node, address: string, now: string): NodeStatus {
  const { status = {}, metadata } = node;
  const capacity = { ...CAPACITY, ...status.capacity };
  return {
    ...status,
    addresses: status.addresses ?? addressesOf(metadata.name ?? '', address),
    capacity,
    allocatable: { ...capacity, ...status.allocatable },
    conditions: conditionsOf(node, now),
    daemonEndpoints: status.daemonEndpoints ?? { kubeletEndpoint: { Port: KUBELET_PORT } },
    nodeInfo: status.nodeInfo ?? nodeInfo(metadata.name ?? ''),
  };
}

/** Labels that a kubelet puts on its node when they are missing; the same reference when none is. */
export function withNodeLabels(labels: StringMap | undefined, name: string): StringMap {
  const own: StringMap = {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
  };
  return labels !== undefined && Object.keys(own).every((key) => labels[key] !== undefined)
    ? labels
    : { ...own, ...labels };
}

function conditionsOf({ status }: Node, now: string): readonly NodeCondition[] {
  const known = status?.conditions ?? [];
  const others = known.filter(({ type }) => !HEALTHY.some((each) => each.type === type));
  const own = HEALTHY.map((healthy): NodeCondition => {
    const old = known.find(({ type }) => type === healthy.type);
    const since = old?.status === healthy.status ? old.lastTransitionTime : undefined;
    return { ...healthy, lastHeartbeatTime: now, lastTransitionTime: since ?? now };
  });
  return [...others, ...own];
}

function addressesOf(name: string, address: string): readonly NodeAddress[] {
  return [
    { type: 'InternalIP', address },
    { type: 'Hostname', address: name },
  ];
}

function nodeInfo(name: string): NonNullable<NodeStatus['nodeInfo']> {
  return {
    machineID: name,
    systemUUID: name,
    bootID: name,
    kernelVersion: '6.1.0',
    osImage: 'Simulated Linux',
    containerRuntimeVersion: 'containerd://2.0.0',
    kubeletVersion: VERSION,
    kubeProxyVersion: VERSION,
    operatingSystem: 'linux',
    architecture: 'amd64',
  };
}
