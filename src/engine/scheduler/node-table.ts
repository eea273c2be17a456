import { nodes, type Node } from '../../api/kinds/node/node.ts';
import { isPodTerminal } from '../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import type { Change } from '../store/change-log.ts';
import type { Derived } from '../store/store.ts';
import type { World } from '../world.ts';
import { NodeColumns } from './node-columns.ts';
import { HeldTerms } from './held-terms.ts';
import { NodeInfo } from './node-info.ts';
import { Nominations } from './nominations.ts';
import type { PodCounter } from './pod-counter.ts';
import { PodCounts, type PodGroup } from './pod-counts.ts';
import { Topologies, type Topology } from './topology.ts';

/** The scheduler's picture of all nodes, kept up to date by every change; never re-derived for a pod. */
export function nodeTable(world: World): NodeTable {
  return world.derived('scheduler/nodes', () => new NodeTable());
}

export class NodeTable implements Derived {
  readonly resources = [pods.resource, nodes.resource];
  /** Also nodes that do not exist (any more) while pods name them. */
  readonly #infos = new Map<string, NodeInfo>();
  readonly #bySlot: NodeInfo[] = [];
  /** Names of the nodes that exist, in order of arrival. */
  readonly #present = new Set<string>();
  readonly #nodesWithImage = new Map<string, number>();
  readonly #topologies = new Topologies();
  readonly #counts = new PodCounts();
  /** How many bound pods have each priority but 0, and how many have that: most do. */
  readonly #priorities = new Map<number, number>();
  #withoutPriority = 0;
  readonly #freeSlots: number[] = [];
  #nextSlot = 0;
  #tainted = 0;
  #cordoned = 0;
  #list: readonly NodeInfo[] | undefined;
  #slots: Int32Array | undefined;
  readonly columns = new NodeColumns();
  /** Affinity terms of bound pods. */
  readonly held = new HeldTerms();
  /** Pods that wait for their victims on a node. */
  readonly nominations = new Nominations();
  /** Grows when anything here changes: while it is the same, the same question has the same answer. */
  version = 0;
  /** Grows when labels, taints or existence of some node change. */
  nodesVersion = 0;

  apply({ resource, key, prev, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (resource === pods.resource) this.#applyPod(key, prev as Pod | undefined, next as Pod | undefined);
    else if (resource === nodes.resource)
      this.#applyNode(key.slice(key.lastIndexOf('/') + 1), next as Node | undefined);
  }

  /**
   * The nodes that exist, taken from the zones in turn, so that looking at a part of them is looking at all zones.
   * Source: pkg/scheduler/backend/cache/node_tree.go.
   */
  list(): readonly NodeInfo[] {
    this.#list ??= inZoneTurns([...this.#present].map((name) => this.infoOf(name)));
    return this.#list;
  }

  /** Numbers below this stand for nodes. */
  get slotCount(): number {
    return this.#nextSlot;
  }

  /** Some node has taints. */
  get hasTaints(): boolean {
    return this.#tainted > 0;
  }

  /** Some node is cordoned. */
  get hasCordons(): boolean {
    return this.#cordoned > 0;
  }

  /** How many nodes have the image. */
  nodesWithImage(name: string): number {
    return this.#nodesWithImage.get(name) ?? 0;
  }

  /** The slots of `list()`, in the same order. */
  slots(): Int32Array {
    this.#slots ??= Int32Array.from(this.list(), ({ slot }) => slot);
    return this.#slots;
  }

  /** The node of this name, if it exists. */
  find(name: string): NodeInfo | undefined {
    const info = this.#infos.get(name);
    return info?.exists === true ? info : undefined;
  }

  at(slot: number): NodeInfo {
    return this.#bySlot[slot] as NodeInfo;
  }

  infoOf(name: string): NodeInfo {
    let info = this.#infos.get(name);
    if (info === undefined) {
      info = new NodeInfo(name, this.#freeSlots.pop() ?? this.#nextSlot++);
      this.#infos.set(name, info);
      this.#bySlot[info.slot] = info;
    }
    return info;
  }

  /** The numbers of a label's values. */
  topology(key: string): Topology {
    return this.#topologies.of(key, () => this.list());
  }

  /** Counts of a group of bound pods; `boundPods` are asked for once, to begin with. */
  counter(group: PodGroup, boundPods: () => Iterable<Pod>): PodCounter {
    return this.#counts.counter(group, () => withNodes(boundPods(), this));
  }

  /** Lowest priority of all bound pods; infinite without any. */
  lowestPriority(): number {
    let lowest = this.#withoutPriority > 0 ? 0 : Number.POSITIVE_INFINITY;
    for (const priority of this.#priorities.keys()) if (priority < lowest) lowest = priority;
    return lowest;
  }

  /** Counts a pod in or out as if it were bound to the node or not; whoever does it takes it back in the same look. */
  pretend(pod: Pod, info: NodeInfo, by: 1 | -1): void {
    this.#count(pod, info, by);
    this.#counts.count(pod, info, by);
  }

  #applyNode(name: string, next: Node | undefined): void {
    this.version++;
    const info = this.infoOf(name);
    const { exists, zoneKey, labels, taints, unschedulable } = info;
    this.#countNode(info, -1);
    info.setNode(next);
    this.#countNode(info, 1);
    this.columns.refresh(info);
    if (exists !== info.exists || zoneKey !== info.zoneKey) {
      this.#list = undefined;
      this.#slots = undefined;
    }
    if (exists !== info.exists || labels !== info.labels) {
      this.nodesVersion++;
      if (this.#topologies.refresh(info)) {
        this.#counts.forgetDomains();
        this.held.forgetDomains();
      }
    } else if (taints !== info.taints || unschedulable !== info.unschedulable) this.nodesVersion++;
    if (info.exists) this.#present.add(name);
    else this.#present.delete(name);
    this.#forgetIfUnused(info);
  }

  #applyPod(key: string, prev: Pod | undefined, next: Pod | undefined): void {
    const from = nodeHolding(prev);
    const to = nodeHolding(next);
    if (this.nominations.apply(key, prev, next)) this.version++;
    if (from === '' && to === '') return;
    // Most changes of a bound pod are status writes of its kubelet: nothing of it counts here.
    const isSameSpec = from === to && prev?.spec === next?.spec;
    if (
      isSameSpec &&
      prev?.metadata.labels === next?.metadata.labels &&
      prev?.metadata.deletionTimestamp === next?.metadata.deletionTimestamp
    )
      return;
    this.version++;
    if (prev !== undefined && from !== '') {
      const info = this.infoOf(from);
      if (isSameSpec) this.columns.touch(info.slot);
      else this.#count(prev, info, -1);
      this.#counts.count(prev, info, -1);
      if (next === undefined || to !== from) this.#forgetIfUnused(info);
    }
    if (next === undefined || to === '') return;
    const info = this.infoOf(to);
    if (!isSameSpec) this.#count(next, info, 1);
    this.#counts.count(next, info, 1);
  }

  #count(pod: Pod, info: NodeInfo, by: 1 | -1): void {
    info.count(pod, by);
    this.held.count(pod, info, by);
    this.columns.refresh(info);
    const { priority = 0 } = pod.spec;
    if (priority === 0) {
      this.#withoutPriority += by;
      return;
    }
    const count = (this.#priorities.get(priority) ?? 0) + by;
    if (count === 0) this.#priorities.delete(priority);
    else this.#priorities.set(priority, count);
  }

  #countNode(info: NodeInfo, by: 1 | -1): void {
    if (!info.exists) return;
    if (info.taints.length > 0) this.#tainted += by;
    if (info.unschedulable) this.#cordoned += by;
    if (info.images === undefined) return;
    for (const name of info.images.keys()) {
      const count = this.nodesWithImage(name) + by;
      if (count === 0) this.#nodesWithImage.delete(name);
      else this.#nodesWithImage.set(name, count);
    }
  }

  #forgetIfUnused(info: NodeInfo): void {
    if (info.exists || info.podCount > 0) return;
    this.#infos.delete(info.name);
    this.#freeSlots.push(info.slot);
    this.#counts.forgetSlot(info.slot);
    this.held.forgetSlot(info.slot);
  }
}

function* withNodes(boundPods: Iterable<Pod>, table: NodeTable): Generator<readonly [Pod, NodeInfo]> {
  for (const pod of boundPods) {
    const nodeName = nodeHolding(pod);
    if (nodeName !== '') yield [pod, table.infoOf(nodeName)];
  }
}

/** Name of the node whose resources the pod uses; empty when it uses none. Terminating pods do, finished ones do not. */
export function nodeHolding(pod: Pod | undefined): string {
  return pod === undefined || isPodTerminal(pod) ? '' : (pod.spec.nodeName ?? '');
}

function inZoneTurns(infos: readonly NodeInfo[]): readonly NodeInfo[] {
  const zones = new Map<string, NodeInfo[]>();
  for (const info of infos) {
    const zone = zones.get(info.zoneKey);
    if (zone === undefined) zones.set(info.zoneKey, [info]);
    else zone.push(info);
  }
  if (zones.size === 1) return infos;
  const turns: NodeInfo[] = [];
  for (let i = 0; turns.length < infos.length; i++) {
    for (const zone of zones.values()) {
      const info = zone[i];
      if (info !== undefined) turns.push(info);
    }
  }
  return turns;
}
