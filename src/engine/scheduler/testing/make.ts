/** Small Nodes and Pods for tests of the scheduler, and a table fed with them. */
import { namespaces, type Namespace } from '../../../api/kinds/namespace/namespace.ts';
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import type { Container } from '../../../api/kinds/pod/container.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { PodSpec } from '../../../api/kinds/pod/pod-spec.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { keyIn, type ResourceRef } from '../../../api/resource-ref.ts';
import type { World } from '../../world.ts';
import type { Cycle } from '../cycle.ts';
import { NodeTable } from '../node-table.ts';
import { podRequests } from '../pod-requests.ts';

type Amounts = Readonly<Record<string, string | undefined>>;

export function makeNode(name: string, allocatable: Amounts, part: Partial<Node['spec']> = {}, labels = {}): Node {
  const given = Object.entries({ pods: '110', ...allocatable }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec: part,
    status: { allocatable: Object.fromEntries(given) },
  };
}

export function makePod(name: string, requests: readonly Amounts[], part: Partial<PodSpec> = {}, labels = {}): Pod {
  const containers = requests.map((amounts, i): Container => {
    const given = Object.entries(amounts).filter((pair): pair is [string, string] => pair[1] !== undefined);
    return { name: `c${i}`, image: 'nginx:1.29', resources: { requests: Object.fromEntries(given) } };
  });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels },
    spec: { containers, ...part },
  };
}

export function makeTable(nodeList: readonly Node[], podList: readonly Pod[] = []): NodeTable {
  const table = new NodeTable();
  for (const node of nodeList)
    table.apply({ resource: nodes.resource, key: keyIn(nodes, '', node.metadata.name ?? ''), next: node });
  for (const pod of podList)
    table.apply({
      resource: pods.resource,
      key: keyIn(pods, pod.metadata.namespace ?? '', pod.metadata.name ?? ''),
      next: pod,
    });
  return table;
}

/** A cycle in a world that has nothing but these pods and namespaces: for plugins, which only read. */
export function makeCycle(
  pod: Pod,
  table: NodeTable,
  podList: readonly Pod[] = [],
  namespaceList: readonly Namespace[] = [],
): Cycle {
  const listed = (ref: ResourceRef<KubeObject>): readonly KubeObject[] =>
    ref.resource === pods.resource ? podList : ref.resource === namespaces.resource ? namespaceList : [];
  const world = {
    nowMs: 0,
    derived: (_name: string, make: () => unknown) => make(),
    list: (ref: ResourceRef<KubeObject>, namespace?: string) =>
      listed(ref).filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace),
    indexed: (_ref: ResourceRef<KubeObject>, _node: string, name: string) =>
      podList.filter(({ spec }) => spec.nodeName === name),
    get: (ref: ResourceRef<KubeObject>, _namespace: string, name: string) =>
      listed(ref).find(({ metadata }) => metadata.name === name),
  };
  return { world: world as unknown as World, pod, table, requests: podRequests(pod) };
}
