import { endpoints } from '../api/kinds/endpoints/endpoints.ts';
import { endpointSlices } from '../api/kinds/endpoint-slice/endpoint-slice.ts';
import { namespaces } from '../api/kinds/namespace/namespace.ts';
import { nodes, type Node } from '../api/kinds/node/node.ts';
import { services } from '../api/kinds/service/service.ts';
import { assert } from '../lib/assert.ts';
import type { KubeObject } from '../api/machinery/object.ts';
import type { ResourceRef } from '../api/resource-ref.ts';
import type { NodeSpec } from '../protocol/messages.ts';
import type { World } from './world.ts';

/** Virtual time between the first machine's registration and the moment a story begins. */
export const BOOT_MS = 60_000;
const MAX_PODS = 110;
/** The control plane's own machine, which is not drawn. */
const API_SERVER_IP = '192.168.0.2';
const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** What stands in every cluster before anybody asks for anything: namespaces, the API's own Service, the machines. */
export function bootstrap(world: World, machines: readonly NodeSpec[]): void {
  for (const name of NAMESPACES) create(world, namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  create(world, services, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      clusterIP: '10.96.0.1',
      ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }],
      type: 'ClusterIP',
    },
  });
  publishApiServer(world);
  for (const [index, machine] of machines.entries()) create(world, nodes, nodeOf(machine, index));
}

/** The API server announces itself behind the Service `kubernetes` (pkg/controlplane/reconcilers). */
function publishApiServer(world: World): void {
  create(world, endpoints, {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
    },
    subsets: [{ addresses: [{ ip: API_SERVER_IP }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] }],
  });
  create(world, endpointSlices, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
    endpoints: [{ addresses: [API_SERVER_IP], conditions: { ready: true } }],
  });
}

/** A machine as its kubelet registers it. Addresses follow the order of arrival. */
export function nodeOf(machine: NodeSpec, index: number): Node {
  const { name, cpu, memory, pods = MAX_PODS, zone, labels } = machine;
  const resources = { cpu, memory, pods: String(pods), 'ephemeral-storage': '100Gi' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...(zone === undefined
          ? {}
          : { 'topology.kubernetes.io/region': 'region-1', 'topology.kubernetes.io/zone': zone }),
        ...labels,
      },
    },
    spec: {},
    status: {
      capacity: resources,
      allocatable: resources,
      addresses: [
        { type: 'InternalIP', address: nodeAddress(index) },
        { type: 'Hostname', address: name },
      ],
    },
  };
}

/** 192.168.0.0/16 in order, without .0 and .255 at the end. */
function nodeAddress(index: number): string {
  const host = index + 10;
  return `192.168.${Math.floor(host / 250)}.${(host % 250) + 1}`;
}

function create<T extends KubeObject>(world: World, ref: ResourceRef<T>, object: T): void {
  const written = world.create(ref, object);
  assert(
    written.ok,
    `bootstrap creates ${ref.kind} ${object.metadata.name ?? ''}: ${written.ok ? '' : (written.status.message ?? '')}`,
  );
}
