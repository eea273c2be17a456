/** Rows with sensible fields, for tests and for looking at the stage without an engine. */
import { makeKey } from '../../api/machinery/key.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { EndpointRow, NodeRow, PodRow, ProxyRow, ServiceRow, SliceRow, WorkloadRow } from '../../api/row.ts';
import type { Delta } from '../../protocol/delta.ts';
import type { Row } from '../../api/row.ts';

export const podKey = (name: string): ObjectKey => makeKey('', 'pods', 'default', name);
export const nodeKeyOf = (name: string): ObjectKey => makeKey('', 'nodes', '', name);
export const serviceKey = (name: string): ObjectKey => makeKey('', 'services', 'default', name);
export const sliceKey = (name: string): ObjectKey => makeKey('discovery.k8s.io', 'endpointslices', 'default', name);
export const deploymentKey = (name: string): ObjectKey => makeKey('apps', 'deployments', 'default', name);
export const setKey = (name: string): ObjectKey => makeKey('apps', 'replicasets', 'default', name);
export const proxyKey = (node: string): ObjectKey => makeKey('kubarium', 'proxies', '', node);

export function podRow(name: string, over: Partial<PodRow> = {}): PodRow {
  return {
    type: 'pod',
    key: podKey(name),
    uid: `uid-${name}`,
    rv: 1,
    namespace: 'default',
    name,
    createdMs: 0,
    node: '',
    ip: '',
    state: 'unscheduled',
    status: 'Pending',
    message: '',
    ownerUid: '',
    ownerKind: '',
    ownerName: '',
    templateHash: '',
    labels: {},
    containers: [],
    restarts: 0,
    cpuRequestMillis: 100,
    memoryRequestBytes: 64 * 1024 * 1024,
    ...over,
  };
}

export function nodeRow(name: string, over: Partial<NodeRow> = {}): NodeRow {
  return {
    type: 'node',
    key: nodeKeyOf(name),
    uid: `uid-${name}`,
    rv: 1,
    namespace: '',
    name,
    createdMs: 0,
    ip: '172.18.0.2',
    podCidr: '10.244.1.0/24',
    ready: 'True',
    unschedulable: false,
    taints: [],
    zone: '',
    cpuMillis: 4000,
    memoryBytes: 8 * 1024 ** 3,
    maxPods: 110,
    ...over,
  };
}

export function serviceRow(name: string, over: Partial<ServiceRow> = {}): ServiceRow {
  return {
    type: 'service',
    key: serviceKey(name),
    uid: `uid-svc-${name}`,
    rv: 1,
    namespace: 'default',
    name,
    createdMs: 0,
    serviceType: 'ClusterIP',
    clusterIp: '10.96.0.12',
    ports: [{ name: '', protocol: 'TCP', port: 80, targetPort: '8080', nodePort: 0 }],
    selector: { app: name },
    externalName: '',
    ingress: [],
    ...over,
  };
}

export function endpointRow(address: string, over: Partial<EndpointRow> = {}): EndpointRow {
  return { address, podUid: '', podName: '', node: '', ready: true, serving: true, terminating: false, ...over };
}

export function sliceRow(
  name: string,
  service: string,
  endpoints: readonly EndpointRow[],
  over: Partial<SliceRow> = {},
): SliceRow {
  return {
    type: 'slice',
    key: sliceKey(name),
    uid: `uid-slice-${name}`,
    rv: 1,
    namespace: 'default',
    name,
    createdMs: 0,
    service,
    addressType: 'IPv4',
    ports: [':8080/TCP'],
    endpoints,
    ...over,
  };
}

export function workloadRow(
  kind: 'Deployment' | 'ReplicaSet',
  name: string,
  over: Partial<WorkloadRow> = {},
): WorkloadRow {
  return {
    type: 'workload',
    key: kind === 'Deployment' ? deploymentKey(name) : setKey(name),
    uid: `uid-${kind}-${name}`,
    rv: 1,
    namespace: 'default',
    name,
    createdMs: 0,
    kind,
    ownerUid: '',
    desired: 0,
    current: 0,
    ready: 0,
    updated: 0,
    available: 0,
    revision: 1,
    templateHash: '',
    images: [],
    labels: {},
    paused: false,
    scalable: true,
    maxSurge: '',
    maxUnavailable: '',
    strategy: '',
    progress: '',
    message: '',
    ...over,
  };
}

export function proxyRow(node: string, stale: readonly ObjectKey[] = [], over: Partial<ProxyRow> = {}): ProxyRow {
  return {
    type: 'proxy',
    key: proxyKey(node),
    uid: `uid-proxy-${node}`,
    rv: 1,
    namespace: '',
    name: node,
    createdMs: 0,
    node,
    learnedRv: 1,
    stale,
    syncedMs: 0,
    working: true,
    ...over,
  };
}

export function deltaOf(upserts: readonly Row[], over: Partial<Delta> = {}): Delta {
  return { fromRv: 0, toRv: 0, nowMs: 0, upserts, deletes: [], trail: [], reset: false, more: false, ...over };
}
