import { namespaces } from '../api/kinds/namespace/namespace.ts';
import { nodes, type Node } from '../api/kinds/node/node.ts';
import { priorityClasses, SYSTEM_CLASSES } from '../api/kinds/priority-class/priority-class.ts';
import { assert } from '../lib/assert.ts';
import type { KubeObject } from '../api/machinery/object.ts';
import type { ResourceRef } from '../api/resource-ref.ts';
import type { NodeSpec } from '../protocol/messages.ts';
import { publishApiServer } from './controllers/kubernetes-service/index.ts';
import type { World } from './world.ts';

/** Virtual time between the first machine's registration and the moment a story begins. */
export const BOOT_MS = 60_000;
const MAX_PODS = 110;
const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** What stands in every cluster before anybody asks for anything: namespaces, the API's own Service, the machines. */
export function bootstrap(world: World, machines: readonly NodeSpec[]): void {
  for (const name of NAMESPACES) create(world, namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const each of SYSTEM_CLASSES) create(world, priorityClasses, each);
  assert(publishApiServer(world), 'bootstrap publishes the API server');
  for (const [index, machine] of machines.entries()) create(world, nodes, nodeOf(machine, index));
}

/** A machine as its kubelet registers it. Addresses follow the order of arrival. */
export function nodeOf(machine: NodeSpec, index: number): Node {
  const { name, cpu, memory, pods = MAX_PODS, zone, labels } = machine;
  const resources = { cpu, memory, pods: String(pods), 'ephemeral-storage': '50Gi' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      // What the TTL controller writes on nodes of a small cluster.
      annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
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
