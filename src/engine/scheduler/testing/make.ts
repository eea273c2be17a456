/** Small Nodes and Pods for tests of the scheduler, and a table fed with them. */
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import type { Container } from '../../../api/kinds/pod/container.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { PodSpec } from '../../../api/kinds/pod/pod-spec.ts';
import { keyIn } from '../../../api/resource-ref.ts';
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
    table.apply({ resource: pods.resource, key: keyIn(pods, 'default', pod.metadata.name ?? ''), next: pod });
  return table;
}

/** A cycle without a world: for plugins that look at pod and nodes only. */
export function makeCycle(pod: Pod, table: NodeTable): Cycle {
  return { world: undefined as unknown as World, pod, table, requests: podRequests(pod) };
}
