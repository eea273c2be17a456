/**
 * How objects belong together, read from the rows: by uid where Kubernetes links by uid, by name where it links by
 * name. Pure, and linear in the rows.
 */
import { makeKey } from '../../api/machinery/key.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { EndpointRow, NodeRow, PodRow, ProxyRow, Row, ServiceRow, SliceRow, WorkloadRow } from '../../api/row.ts';

export type Rows = ReadonlyMap<ObjectKey, Row>;

export interface Endpoint extends EndpointRow {
  readonly slice: SliceRow;
  /** The Pod behind it, when there is one. */
  readonly pod: PodRow | undefined;
}

export function rowsOf<T extends Row['type']>(rows: Rows, type: T): readonly Extract<Row, { type: T }>[] {
  const found: Extract<Row, { type: T }>[] = [];
  for (const row of rows.values()) if (row.type === type) found.push(row as Extract<Row, { type: T }>);
  return found;
}

/** The object that owns another one; undefined when nothing in the picture has this uid. */
export function ownerOf(rows: Rows, ownerUid: string): Row | undefined {
  if (ownerUid === '') return undefined;
  for (const row of rows.values()) if (row.uid === ownerUid) return row;
  return undefined;
}

/** Workloads that a workload owns, newest revision first. */
export function ownedWorkloads(rows: Rows, owner: WorkloadRow): readonly WorkloadRow[] {
  return rowsOf(rows, 'workload')
    .filter((row) => row.ownerUid === owner.uid)
    .sort((a, b) => b.revision - a.revision);
}

/** Pods of a workload, through what it owns. */
export function podsOf(rows: Rows, owner: WorkloadRow): readonly PodRow[] {
  const owners = new Set([owner.uid, ...ownedWorkloads(rows, owner).map((row) => row.uid)]);
  return rowsOf(rows, 'pod')
    .filter((row) => owners.has(row.ownerUid))
    .sort(byName);
}

export function podsOn(rows: Rows, node: string): readonly PodRow[] {
  return rowsOf(rows, 'pod')
    .filter((row) => row.node === node)
    .sort(byName);
}

export function slicesOf(rows: Rows, service: ServiceRow): readonly SliceRow[] {
  return rowsOf(rows, 'slice').filter((row) => row.service === service.name && row.namespace === service.namespace);
}

/** Every endpoint of a Service, slice by slice, with its Pod. */
export function endpointsOf(rows: Rows, service: ServiceRow): readonly Endpoint[] {
  return slicesOf(rows, service).flatMap((slice) =>
    slice.endpoints.map((endpoint) => {
      const pod = rows.get(makeKey('', 'pods', slice.namespace, endpoint.podName));
      return { ...endpoint, slice, pod: pod?.type === 'pod' && pod.uid === endpoint.podUid ? pod : undefined };
    }),
  );
}

/** Services that list a Pod, and whether they send it traffic. */
export function servicesOf(
  rows: Rows,
  pod: PodRow,
): readonly { readonly key: ObjectKey; readonly name: string; readonly ready: boolean }[] {
  const found = new Map<string, boolean>();
  for (const slice of rowsOf(rows, 'slice')) {
    if (slice.namespace !== pod.namespace || slice.service === '') continue;
    const endpoint = slice.endpoints.find((candidate) => candidate.podUid === pod.uid);
    if (endpoint !== undefined) found.set(slice.service, endpoint.ready || found.get(slice.service) === true);
  }
  return [...found].map(([name, ready]) => ({ key: makeKey('', 'services', pod.namespace, name), name, ready }));
}

/** Services whose selector takes the labels of a workload's pods. */
export function servicesSelecting(rows: Rows, workload: WorkloadRow): readonly ServiceRow[] {
  const pods = podsOf(rows, workload);
  return rowsOf(rows, 'service').filter((service) => {
    const selector = Object.entries(service.selector ?? {});
    if (selector.length === 0 || service.namespace !== workload.namespace) return false;
    return pods.some((pod) => selector.every(([key, value]) => pod.labels[key] === value));
  });
}

export interface LearnedMark {
  readonly node: string;
  readonly key: ObjectKey;
  readonly learned: boolean;
  /** The node's kube-proxy does its work. */
  readonly working: boolean;
}

/** For each node: whether its kube-proxy has the latest version of all of these objects. */
export function learnedMarks(rows: Rows, keys: readonly ObjectKey[]): readonly LearnedMark[] {
  return rowsOf(rows, 'proxy')
    .map((proxy: ProxyRow) => ({
      node: proxy.node,
      key: makeKey('', 'nodes', '', proxy.node),
      learned: !keys.some((key) => proxy.stale.includes(key)),
      working: proxy.working,
    }))
    .sort((a, b) => (a.node < b.node ? -1 : 1));
}

export interface Allocated {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly pods: number;
}

/** What the pods on a node have asked for. Finished pods hold nothing. */
export function allocatedOn(rows: Rows, node: NodeRow): Allocated {
  const holding = podsOn(rows, node.name).filter((pod) => pod.status !== 'Completed' && pod.state !== 'succeeded');
  return {
    cpuMillis: holding.reduce((sum, pod) => sum + pod.cpuRequestMillis, 0),
    memoryBytes: holding.reduce((sum, pod) => sum + pod.memoryRequestBytes, 0),
    pods: holding.length,
  };
}

function byName(a: PodRow, b: PodRow): number {
  return a.name < b.name ? -1 : 1;
}
