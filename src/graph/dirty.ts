/** What one delta makes stale in the picture: sets of things to look at again, never the things themselves. */
import type { ObjectKey } from '../api/machinery/key.ts';
import type { PodRow, Row, ServiceRow, SliceRow, WorkloadRow } from '../api/row.ts';
import { serviceIdOfSlice } from './model.ts';
import type { Model, ServiceId } from './model.ts';

export class Dirty {
  readonly pods = new Set<ObjectKey>();
  readonly services = new Set<ObjectKey>();
  readonly cards = new Set<ObjectKey>();
  readonly boxes = new Set<string>();
  /** Every box: something that stands in all of them changed. */
  allBoxes = false;

  clear(): void {
    this.pods.clear();
    this.services.clear();
    this.cards.clear();
    this.boxes.clear();
    this.allBoxes = false;
  }

  /** Follows one change from the row to everything that shows it. Call after the model has taken the change. */
  follow(model: Model, prev: Row | undefined, next: Row | undefined): void {
    const row = next ?? prev;
    switch (row?.type) {
      case 'pod':
        this.#pod(model, prev as PodRow | undefined, next as PodRow | undefined);
        break;
      case 'node':
        this.boxes.add(row.name);
        break;
      case 'proxy':
        this.boxes.add(row.node);
        break;
      case 'service':
        this.#service(model, prev as ServiceRow | undefined, next as ServiceRow | undefined);
        break;
      case 'slice':
        this.#slice(model, prev as SliceRow | undefined, next as SliceRow | undefined);
        break;
      case 'workload':
        this.#workload(model, prev as WorkloadRow | undefined, next as WorkloadRow | undefined);
        break;
      case 'namespace':
      case undefined:
        break;
    }
  }

  /** The lines and slice rows of the Services that list this Pod. */
  podMoved(model: Model, uid: string): void {
    for (const sliceKey of model.slicesByPod.get(uid) ?? []) {
      const slice = model.slice(sliceKey);
      if (slice) this.#serviceOf(model, serviceIdOfSlice(slice));
    }
  }

  #pod(model: Model, prev: PodRow | undefined, next: PodRow | undefined): void {
    if (prev) this.boxes.add(prev.node);
    if (next) {
      this.boxes.add(next.node);
      this.pods.add(next.key);
    }
    if (prev && prev.uid !== next?.uid) this.podMoved(model, prev.uid);
    if (next && next.uid !== prev?.uid) this.podMoved(model, next.uid);
  }

  #service(model: Model, prev: ServiceRow | undefined, next: ServiceRow | undefined): void {
    const key = (next ?? prev)?.key as ObjectKey;
    this.services.add(key);
    if (!prev || !next || prev.clusterIp !== next.clusterIp || portsText(prev) !== portsText(next))
      this.allBoxes = true;
    if (prev && next) return;
    const row = (next ?? prev) as ServiceRow;
    for (const slice of model.slicesOf(`${row.namespace}/${row.name}`)) this.#podsOf(model, slice);
  }

  #slice(model: Model, prev: SliceRow | undefined, next: SliceRow | undefined): void {
    if (prev) this.#serviceOf(model, serviceIdOfSlice(prev));
    if (next) this.#serviceOf(model, serviceIdOfSlice(next));
    if (!prev || !next || prev.service !== next.service) {
      // A node's list of stale keys may name this slice already: which square that means has just changed.
      this.allBoxes = true;
      if (prev) this.#podsOf(model, prev);
      if (next) this.#podsOf(model, next);
      return;
    }
    const before = new Set(prev.endpoints.map((e) => e.podUid));
    const after = new Set(next.endpoints.map((e) => e.podUid));
    for (const uid of before) if (!after.has(uid)) this.#podOfUid(model, uid);
    for (const uid of after) if (!before.has(uid)) this.#podOfUid(model, uid);
  }

  #workload(model: Model, prev: WorkloadRow | undefined, next: WorkloadRow | undefined): void {
    for (const row of [prev, next]) {
      if (!row) continue;
      this.cards.add(row.key);
      const owner = row.ownerUid === '' ? undefined : model.workloadByUid.get(row.ownerUid);
      if (owner !== undefined) this.cards.add(owner);
      if (prev && next && prev.uid === next.uid && prev.revision === next.revision) continue;
      for (const child of model.workloadsByOwner.get(row.uid) ?? []) this.cards.add(child);
      for (const pod of model.podsByOwner.get(row.uid) ?? []) this.pods.add(pod);
    }
  }

  #serviceOf(model: Model, id: ServiceId): void {
    const key = model.serviceById.get(id);
    if (key !== undefined) this.services.add(key);
  }

  #podsOf(model: Model, slice: SliceRow): void {
    for (const e of slice.endpoints) this.#podOfUid(model, e.podUid);
  }

  #podOfUid(model: Model, uid: string): void {
    const key = model.podByUid.get(uid);
    if (key !== undefined) this.pods.add(key);
  }
}

function portsText(row: ServiceRow): string {
  return row.ports.map((p) => p.nodePort).join(',');
}
