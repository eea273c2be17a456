import type { NodeInfo } from './node-info.ts';

/** How many touches are remembered: whoever has missed more takes all nodes for changed. */
export const TOUCHED_KEPT = 8_192;

/**
 * The figures that are read for every node of every search, as columns by slot: in a cluster of thousands of nodes the
 * search is as fast as its memory, and columns are read in one sweep. `NodeInfo` has the same figures, and all others.
 */
export class NodeColumns {
  freePods = new Float64Array(64);
  freeCpuMillis = new Float64Array(64);
  freeMemoryBytes = new Float64Array(64);
  freeEphemeralBytes = new Float64Array(64);
  /** 1 when the node has a hostname label. */
  hostnames = new Uint8Array(64);
  /** Sum of the scores that depend on nothing but the node and the requests whose id is in `scoredFor`; 0: none. */
  localScores = new Float64Array(64);
  scoredFor = new Int32Array(64);

  /** The slots that were touched last, in a ring. */
  readonly touched = new Int32Array(TOUCHED_KEPT);
  /** How often any node was touched. */
  touches = 0;

  /** Says that something on a node has changed. */
  touch(slot: number): void {
    this.touched[this.touches++ % TOUCHED_KEPT] = slot;
    this.scoredFor[slot] = 0;
  }

  /** Takes over what has changed of a node. */
  refresh(info: NodeInfo): void {
    const { slot } = info;
    if (slot >= this.freePods.length) this.#grow();
    this.freePods[slot] = info.podsMax - info.podCount;
    this.freeCpuMillis[slot] = info.cpuMillis - info.usedCpuMillis;
    this.freeMemoryBytes[slot] = info.memoryBytes - info.usedMemoryBytes;
    this.freeEphemeralBytes[slot] = info.ephemeralBytes - info.usedEphemeralBytes;
    this.hostnames[slot] = info.hasHostname ? 1 : 0;
    this.touch(slot);
  }

  #grow(): void {
    const size = this.freePods.length * 2;
    this.freePods = longer(this.freePods, new Float64Array(size));
    this.freeCpuMillis = longer(this.freeCpuMillis, new Float64Array(size));
    this.freeMemoryBytes = longer(this.freeMemoryBytes, new Float64Array(size));
    this.freeEphemeralBytes = longer(this.freeEphemeralBytes, new Float64Array(size));
    this.hostnames = longer(this.hostnames, new Uint8Array(size));
    this.localScores = longer(this.localScores, new Float64Array(size));
    this.scoredFor = longer(this.scoredFor, new Int32Array(size));
  }
}

function longer<T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
