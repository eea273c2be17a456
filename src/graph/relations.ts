/** Who belongs to whom: what lights up around a selection, and where Alt and an arrow lead. */
import type { ObjectKey } from '../api/machinery/key.ts';
import type { Row } from '../api/row.ts';
import type { StageScene } from './scene.ts';

/** Ways from one thing. Ownership runs up and down; traffic runs from left (Service) to right (Pod, then node). */
export interface Relations {
  readonly up: readonly ObjectKey[];
  readonly down: readonly ObjectKey[];
  readonly left: readonly ObjectKey[];
  readonly right: readonly ObjectKey[];
}

export type RelationWay = keyof Relations;

type Source = { readonly scene: StageScene; readonly rows: ReadonlyMap<ObjectKey, Row> };

const NONE: Relations = { up: [], down: [], left: [], right: [] };

export function relationsOf(source: Source, key: ObjectKey): Relations {
  const row = source.rows.get(key);
  switch (row?.type) {
    case 'pod': {
      const box = row.node === '' ? undefined : source.scene.nodes.get(row.node);
      return {
        up: ownersOf(source, row.ownerUid),
        down: [],
        left: servicesOf(source, key),
        right: box ? [box.key] : [],
      };
    }
    case 'workload': {
      const sets = workloadsOwnedBy(source, row.uid);
      return {
        up: ownersOf(source, row.ownerUid),
        down: sets.length > 0 ? sets : podsOwnedBy(source, row.uid),
        left: [],
        right: [],
      };
    }
    case 'service': {
      const endpoints = source.scene.services.get(key)?.endpoints ?? [];
      return { ...NONE, right: unique(endpoints.flatMap((e) => e.pod ?? [])) };
    }
    case 'node':
      return { ...NONE, left: podsOn(source, row.name) };
    default: {
      const box = boxOf(source, key);
      return box === undefined ? NONE : { ...NONE, left: podsOn(source, box) };
    }
  }
}

/** The thing itself and everything one step away: what stays bright while the rest is dimmed. */
export function neighbourhood(source: Source, key: ObjectKey): ReadonlySet<ObjectKey> {
  const near = new Set<ObjectKey>([key]);
  const relations = relationsOf(source, key);
  for (const way of [relations.up, relations.down, relations.left, relations.right])
    for (const other of way) near.add(other);
  const row = source.rows.get(key);
  // Every node's kube-proxy has, or has not yet, programmed this Service.
  if (row?.type === 'service') for (const box of source.scene.nodes.values()) near.add(box.key);
  // A Deployment's pods are two steps away by ownership, but they are what people look for when they select it.
  if (row?.type === 'workload') {
    for (const set of relations.down) {
      const owned = source.rows.get(set);
      if (owned?.type === 'workload') for (const pod of podsOwnedBy(source, owned.uid)) near.add(pod);
    }
  }
  if (row?.type === 'pod')
    for (const set of relations.up) for (const owner of ownersOf(source, ownerUidOf(source, set))) near.add(owner);
  return near;
}

function ownersOf(source: Source, ownerUid: string): ObjectKey[] {
  if (ownerUid === '') return [];
  for (const card of source.scene.workloads.values()) {
    if (card.row.uid === ownerUid) return [card.key];
    for (const set of card.sets) if (set.row.uid === ownerUid) return [set.key];
  }
  return [];
}

function ownerUidOf(source: Source, key: ObjectKey): string {
  const row = source.rows.get(key);
  return row?.type === 'workload' ? row.ownerUid : '';
}

function workloadsOwnedBy(source: Source, uid: string): ObjectKey[] {
  for (const card of source.scene.workloads.values()) if (card.row.uid === uid) return card.sets.map((set) => set.key);
  return [];
}

function podsOwnedBy(source: Source, uid: string): ObjectKey[] {
  const keys: ObjectKey[] = [];
  for (const pod of source.scene.pods.values()) if (pod.row.ownerUid === uid) keys.push(pod.key);
  return keys;
}

function servicesOf(source: Source, pod: ObjectKey): ObjectKey[] {
  const keys: ObjectKey[] = [];
  for (const service of source.scene.services.values()) {
    if (service.endpoints.some((e) => e.pod === pod)) keys.push(service.key);
  }
  return keys;
}

function podsOn(source: Source, node: string): ObjectKey[] {
  const pods = [...source.scene.pods.values()].filter((pod) => pod.node === node);
  return pods.sort((a, b) => a.slot - b.slot).map((pod) => pod.key);
}

function boxOf(source: Source, key: ObjectKey): string | undefined {
  for (const box of source.scene.nodes.values()) if (box.key === key) return box.name;
  return undefined;
}

function unique(keys: readonly ObjectKey[]): ObjectKey[] {
  return [...new Set(keys)];
}
