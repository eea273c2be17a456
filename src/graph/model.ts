/** The rows as they came, and the few ways back that the picture needs: by uid, by owner, by Service, by node. */
import type { ObjectKey } from '../api/machinery/key.ts';
import type { PodRow, ProxyRow, Row, ServiceRow, SliceRow, WorkloadRow } from '../api/row.ts';

/** `namespace/name` of a Service: how an EndpointSlice names it. */
export type ServiceId = string;

const NO_NAMES: readonly string[] = [];

export class Model {
  readonly rows = new Map<ObjectKey, Row>();
  readonly podByUid = new Map<string, ObjectKey>();
  readonly podsByOwner = new Map<string, Set<ObjectKey>>();
  readonly workloadByUid = new Map<string, ObjectKey>();
  readonly workloadsByOwner = new Map<string, Set<ObjectKey>>();
  readonly serviceById = new Map<ServiceId, ObjectKey>();
  readonly slicesByService = new Map<ServiceId, Set<ObjectKey>>();
  readonly slicesByPod = new Map<string, Set<ObjectKey>>();
  readonly proxyByNode = new Map<string, ObjectKey>();

  clear(): void {
    for (const map of [
      this.rows,
      this.podByUid,
      this.podsByOwner,
      this.workloadByUid,
      this.workloadsByOwner,
      this.serviceById,
      this.slicesByService,
      this.slicesByPod,
      this.proxyByNode,
    ]) {
      map.clear();
    }
  }

  /** Stores a row and gives the one it replaces. */
  put(row: Row): Row | undefined {
    const prev = this.rows.get(row.key);
    if (prev) this.#unlink(prev);
    this.rows.set(row.key, row);
    this.#link(row);
    return prev;
  }

  remove(key: ObjectKey): Row | undefined {
    const prev = this.rows.get(key);
    if (!prev) return undefined;
    this.#unlink(prev);
    this.rows.delete(key);
    return prev;
  }

  pod(key: ObjectKey): PodRow | undefined {
    const row = this.rows.get(key);
    return row?.type === 'pod' ? row : undefined;
  }

  podOfUid(uid: string): PodRow | undefined {
    const key = this.podByUid.get(uid);
    return key === undefined ? undefined : this.pod(key);
  }

  service(key: ObjectKey): ServiceRow | undefined {
    const row = this.rows.get(key);
    return row?.type === 'service' ? row : undefined;
  }

  slice(key: ObjectKey): SliceRow | undefined {
    const row = this.rows.get(key);
    return row?.type === 'slice' ? row : undefined;
  }

  workload(key: ObjectKey): WorkloadRow | undefined {
    const row = this.rows.get(key);
    return row?.type === 'workload' ? row : undefined;
  }

  workloadOfUid(uid: string): WorkloadRow | undefined {
    const key = this.workloadByUid.get(uid);
    return key === undefined ? undefined : this.workload(key);
  }

  proxyOf(node: string): ProxyRow | undefined {
    const key = this.proxyByNode.get(node);
    const row = key === undefined ? undefined : this.rows.get(key);
    return row?.type === 'proxy' ? row : undefined;
  }

  /** The EndpointSlices of a Service, in the order of their keys. */
  slicesOf(id: ServiceId): SliceRow[] {
    const keys = this.slicesByService.get(id);
    if (!keys) return [];
    return [...keys]
      .sort(byText)
      .map((key) => this.slice(key))
      .filter((slice) => slice !== undefined);
  }

  /** Names of the Services that list a Pod, in order. */
  serviceNamesOfPod(uid: string): readonly string[] {
    const slices = this.slicesByPod.get(uid);
    if (!slices) return NO_NAMES;
    const names: string[] = [];
    for (const sliceKey of slices) {
      const slice = this.slice(sliceKey);
      if (slice && this.serviceById.has(serviceIdOfSlice(slice)) && !names.includes(slice.service))
        names.push(slice.service);
    }
    return names.length > 1 ? names.sort(byText) : names;
  }

  #link(row: Row): void {
    switch (row.type) {
      case 'pod':
        this.podByUid.set(row.uid, row.key);
        if (row.ownerUid !== '') addTo(this.podsByOwner, row.ownerUid, row.key);
        break;
      case 'workload':
        this.workloadByUid.set(row.uid, row.key);
        if (row.ownerUid !== '') addTo(this.workloadsByOwner, row.ownerUid, row.key);
        break;
      case 'service':
        this.serviceById.set(serviceId(row), row.key);
        break;
      case 'slice':
        if (row.service !== '') addTo(this.slicesByService, serviceIdOfSlice(row), row.key);
        for (const e of row.endpoints) if (e.podUid !== '') addTo(this.slicesByPod, e.podUid, row.key);
        break;
      case 'proxy':
        this.proxyByNode.set(row.node, row.key);
        break;
      case 'node':
      case 'namespace':
        break;
    }
  }

  #unlink(row: Row): void {
    switch (row.type) {
      case 'pod':
        if (this.podByUid.get(row.uid) === row.key) this.podByUid.delete(row.uid);
        removeFrom(this.podsByOwner, row.ownerUid, row.key);
        break;
      case 'workload':
        if (this.workloadByUid.get(row.uid) === row.key) this.workloadByUid.delete(row.uid);
        removeFrom(this.workloadsByOwner, row.ownerUid, row.key);
        break;
      case 'service':
        this.serviceById.delete(serviceId(row));
        break;
      case 'slice':
        removeFrom(this.slicesByService, serviceIdOfSlice(row), row.key);
        for (const e of row.endpoints) removeFrom(this.slicesByPod, e.podUid, row.key);
        break;
      case 'proxy':
        if (this.proxyByNode.get(row.node) === row.key) this.proxyByNode.delete(row.node);
        break;
      case 'node':
      case 'namespace':
        break;
    }
  }
}

export function serviceId(row: ServiceRow): ServiceId {
  return `${row.namespace}/${row.name}`;
}

export function serviceIdOfSlice(row: SliceRow): ServiceId {
  return `${row.namespace}/${row.service}`;
}

/** Code unit order: the same on every machine, unlike a locale's. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function addTo(map: Map<string, Set<ObjectKey>>, at: string, key: ObjectKey): void {
  const set = map.get(at);
  if (set) set.add(key);
  else map.set(at, new Set([key]));
}

function removeFrom(map: Map<string, Set<ObjectKey>>, at: string, key: ObjectKey): void {
  const set = map.get(at);
  if (set?.delete(key) && set.size === 0) map.delete(at);
}
