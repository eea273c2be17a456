import { services, type Service } from '../../api/kinds/service/service.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import { keyIn, type ResourceRef } from '../../api/resource-ref.ts';
import type { Change } from '../store/change-log.ts';
import type { World } from '../world.ts';
import {
  PROXY_CHANGES,
  PROXY_IDLE,
  PROXY_NODES,
  PROXY_OFF,
  PROXY_STATE,
  PROXY_VERSIONS,
  type ProxyChange,
  type Version,
} from './proxy-tables.ts';

/** Changes kept before it is worth looking for what nobody needs any more. */
const TRIM_AT = 1_000;
const HEADLESS_LABEL = 'service.kubernetes.io/headless';
const PROXY_NAME_LABEL = 'service.kubernetes.io/service-proxy-name';

/** Does kube-proxy care? It ignores Services without a virtual address, and their slices. Source: pkg/proxy/util ShouldSkipService. */
export function isRelevant({ resource, prev, next }: Change): boolean {
  const isServed = resource === services.resource ? isServedService : isServedSlice;
  return (prev !== undefined && isServed(prev)) || (next !== undefined && isServed(next));
}

export function isServedService(object: KubeObject): boolean {
  const { spec, metadata } = object as Service;
  if (metadata.labels?.[PROXY_NAME_LABEL] !== undefined) return false;
  return (
    spec.type !== 'ExternalName' && spec.clusterIP !== undefined && spec.clusterIP !== '' && spec.clusterIP !== 'None'
  );
}

export function isServedSlice({ metadata }: KubeObject): boolean {
  return metadata.labels?.[HEADLESS_LABEL] === undefined && metadata.labels?.[PROXY_NAME_LABEL] === undefined;
}

/** Keeps what nodes need that have not learned the change: the version before it, and the change's place in the order. */
export function remember(world: World, { rv, atMs, key, prev, next }: Change): void {
  const versions = world.table(PROXY_VERSIONS);
  const known = versions.get(key) ?? [{ rv: Number(prev?.metadata.resourceVersion ?? 0), object: prev }];
  versions.set(key, [...known, { rv, object: next }]);
  world.table(PROXY_CHANGES).set(String(rv), { rv, atMs, key });
}

/** Changes after `learnedRv`, oldest first. */
export function changesAfter(world: World, learnedRv: number): readonly ProxyChange[] {
  const found: ProxyChange[] = [];
  for (const change of world.table(PROXY_CHANGES).values()) if (change.rv > learnedRv) found.push(change);
  return found;
}

/** The objects of a resource as a node knows them that has learned all up to `learnedRv`. */
export function* objectsAt<T extends KubeObject>(world: World, ref: ResourceRef<T>, learnedRv: number): Generator<T> {
  const histories = world.table(PROXY_VERSIONS);
  for (const object of world.list(ref)) {
    const key = keyIn(ref, object.metadata.namespace ?? '', object.metadata.name ?? '');
    const history = histories.get(key);
    const known = history === undefined ? object : (versionAt(history, learnedRv) as T | undefined);
    if (known !== undefined) yield known;
  }
  for (const [key, history] of histories) {
    if (!key.startsWith(`${ref.resource}/`) || world.byKey(ref, key) !== undefined) continue;
    const known = versionAt(history, learnedRv) as T | undefined;
    if (known !== undefined) yield known;
  }
}

/**
 * Forgets versions that every running node is past; one that is off reads everything anew when it starts. Cheap when
 * called often: it works only when there is much to gain.
 */
export function trim(world: World): void {
  const changes = world.table(PROXY_CHANGES);
  const versions = world.table(PROXY_VERSIONS);
  if (world.table(PROXY_IDLE).size === world.table(PROXY_NODES).size - world.table(PROXY_OFF).size) {
    changes.clear();
    versions.clear();
    return;
  }
  const state = world.table(PROXY_STATE);
  if (changes.size < (state.get('trimAt') ?? TRIM_AT)) return;
  const slowest = slowestRv(world);
  for (const [id, { rv }] of changes) if (rv <= slowest) changes.delete(id);
  for (const [key, history] of versions) {
    const kept = history.filter((version, i) => version.rv > slowest || (history[i + 1]?.rv ?? slowest + 1) > slowest);
    if (kept.length <= 1) versions.delete(key);
    else if (kept.length < history.length) versions.set(key, kept);
  }
  state.set('trimAt', Math.max(TRIM_AT, 2 * changes.size));
}

/** Keys of changed objects, each once. */
export function keysOf(changes: readonly ProxyChange[]): readonly ObjectKey[] {
  return [...new Set(changes.map(({ key }) => key))];
}

function versionAt(history: readonly Version[], learnedRv: number): KubeObject | undefined {
  let known: KubeObject | undefined;
  for (const { rv, object } of history) {
    if (rv > learnedRv) break;
    known = object;
  }
  return known;
}

function slowestRv(world: World): number {
  let slowest = world.rv;
  const off = world.table(PROXY_OFF);
  for (const [name, { learnedRv }] of world.table(PROXY_NODES))
    if (!off.has(name)) slowest = Math.min(slowest, learnedRv);
  return slowest;
}
