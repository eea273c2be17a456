import type { Node, Taint } from '../../api/kinds/node/node.ts';
import type { Pod } from '../../api/kinds/pod/pod.ts';
import type { StringMap } from '../../api/machinery/object.ts';
import { toBytes, toMilli } from '../../api/machinery/quantity.ts';
import { hostPortsOf, TakenPorts } from './host-ports.ts';
import { podRequests } from './pod-requests.ts';

export const HOSTNAME_LABEL = 'kubernetes.io/hostname';
export const ZONE_LABEL = 'topology.kubernetes.io/zone';
const REGION_LABEL = 'topology.kubernetes.io/region';

const NO_TAINTS: readonly Taint[] = [];
const NO_LABELS: StringMap = {};

/** What the scheduler knows of one node: the node's own figures, and the sums of the pods that are bound to it. */
export class NodeInfo {
  readonly name: string;
  /** Small number that stands for the node in arrays. */
  readonly slot: number;
  /** False while pods name a node that does not exist. */
  exists = false;
  unschedulable = false;
  taints = NO_TAINTS;
  labels = NO_LABELS;
  hasHostname = false;
  /** Region and zone. */
  zoneKey = ':';
  cpuMillis = 0;
  memoryBytes = 0;
  ephemeralBytes = 0;
  podsMax = 0;
  extended: ReadonlyMap<string, number> | undefined = undefined;
  /** Size in bytes of each image that the node has. */
  images: ReadonlyMap<string, number> | undefined = undefined;

  podCount = 0;
  usedCpuMillis = 0;
  usedMemoryBytes = 0;
  usedEphemeralBytes = 0;
  usedExtended: Map<string, number> | undefined = undefined;
  scoredCpuMillis = 0;
  scoredMemoryBytes = 0;
  ports: TakenPorts | undefined = undefined;

  constructor(name: string, slot: number) {
    this.name = name;
    this.slot = slot;
  }

  /** Takes over what the Node object says; undefined when it was removed. */
  setNode(node: Node | undefined): void {
    this.exists = node !== undefined;
    if (node === undefined) return;
    this.unschedulable = node.spec.unschedulable === true;
    this.taints = node.spec.taints ?? NO_TAINTS;
    this.labels = node.metadata.labels ?? NO_LABELS;
    this.hasHostname = this.labels[HOSTNAME_LABEL] !== undefined;
    this.zoneKey = `${this.labels[REGION_LABEL] ?? ''}:${this.labels[ZONE_LABEL] ?? ''}`;
    this.#setAllocatable(node);
    this.images = imagesOf(node);
  }

  /** Counts a pod in (1) or out (-1). */
  count(pod: Pod, by: 1 | -1): void {
    const requests = podRequests(pod);
    this.podCount += by;
    this.usedCpuMillis += by * requests.cpuMillis;
    this.usedMemoryBytes += by * requests.memoryBytes;
    this.usedEphemeralBytes += by * requests.ephemeralBytes;
    this.scoredCpuMillis += by * requests.scoredCpuMillis;
    this.scoredMemoryBytes += by * requests.scoredMemoryBytes;
    if (requests.extended !== undefined) this.#countExtended(requests.extended, by);
    for (const port of hostPortsOf(pod)) (this.ports ??= new TakenPorts()).add(port, by);
  }

  #setAllocatable(node: Node): void {
    const allocatable = node.status?.allocatable ?? {};
    this.cpuMillis = toMilli(allocatable['cpu'] ?? '0');
    this.memoryBytes = toBytes(allocatable['memory'] ?? '0');
    this.ephemeralBytes = toBytes(allocatable['ephemeral-storage'] ?? '0');
    this.podsMax = toBytes(allocatable['pods'] ?? '0');
    let extended: Map<string, number> | undefined;
    for (const name in allocatable) {
      if (name === 'cpu' || name === 'memory' || name === 'ephemeral-storage' || name === 'pods') continue;
      (extended ??= new Map()).set(name, toBytes(allocatable[name] ?? '0'));
    }
    this.extended = extended;
  }

  #countExtended(amounts: ReadonlyMap<string, number>, by: 1 | -1): void {
    const used = (this.usedExtended ??= new Map());
    for (const [name, amount] of amounts) used.set(name, (used.get(name) ?? 0) + by * amount);
  }
}

function imagesOf(node: Node): ReadonlyMap<string, number> | undefined {
  const images = node.status?.images;
  if (images === undefined || images.length === 0) return undefined;
  const sizes = new Map<string, number>();
  for (const { names = [], sizeBytes = 0 } of images) for (const name of names) sizes.set(name, sizeBytes);
  return sizes;
}
