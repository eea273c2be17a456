/** Who stands where: slots of pods for life, seats in the other lanes, and the ghosts of pods that have just left. */
import type { ObjectKey } from '../api/machinery/key.ts';
import type { PodRow, Row } from '../api/row.ts';
import { byText } from './model.ts';
import { NodeList } from './node-list.ts';
import type { Ghost, PodItem, Rect } from './scene.ts';
import { sameRect } from './geometry.ts';
import { Seats } from './seats.ts';
import { Slots } from './slots.ts';

/** How long, in virtual time, the outline of a deleted pod stays. */
export const GHOST_MS = 2000;

export interface Place {
  /** Empty: the waiting room. */
  readonly node: string;
  readonly slot: number;
}

interface Settling {
  readonly nowMs: number;
  /** Slots that boxes show anyway: no ghost makes way while one of them is free. */
  readonly room: number;
  /** What the picture last showed of a pod that has left. */
  readonly leavers: (key: ObjectKey) => PodItem | undefined;
}

export class Places {
  readonly nodes = new NodeList();
  services = new Seats<ObjectKey>();
  outside = new Seats<ObjectKey>();
  cards = new Seats<ObjectKey>();
  readonly ghosts = new Map<string, Ghost>();
  readonly #slots = new Map<string, Slots<ObjectKey>>();
  readonly #places = new Map<ObjectKey, Place>();
  readonly #arrivals = new Map<ObjectKey, PodRow>();
  readonly #leavers = new Map<ObjectKey, { readonly row: PodRow; readonly place: Place }>();

  /** Highest number of slots that any box needs. */
  get extent(): number {
    let most = 0;
    for (const [node, slots] of this.#slots) if (node !== '') most = Math.max(most, slots.extent);
    return most;
  }

  get waitingExtent(): number {
    return this.#slots.get('')?.extent ?? 0;
  }

  placeOf(key: ObjectKey): Place | undefined {
    return this.#places.get(key);
  }

  /** The pods in a box, in the order of their slots. */
  podsOn(node: string): ObjectKey[] {
    return this.#slots.get(node)?.owners() ?? [];
  }

  clear(): void {
    this.nodes.clear();
    this.services = new Seats();
    this.outside = new Seats();
    this.cards = new Seats();
    this.ghosts.clear();
    this.#slots.clear();
    this.#places.clear();
    this.#arrivals.clear();
    this.#leavers.clear();
  }

  /** Notes one change; slots are given in `settle`, when the whole delta is known. */
  follow(prev: Row | undefined, next: Row | undefined): void {
    this.nodes.follow(prev, next);
    if (prev?.type === 'pod' && (next?.type !== 'pod' || next.uid !== prev.uid || next.node !== prev.node)) {
      this.#leave(prev, next?.type !== 'pod' || next.uid !== prev.uid);
    }
    if (next?.type === 'pod' && !this.#places.has(next.key)) this.#arrivals.set(next.key, next);
  }

  /** Gives slots to those who came, oldest first; leaves ghosts of those who went. */
  settle(now: Settling): { readonly placed: readonly PodRow[]; readonly left: readonly ObjectKey[] } {
    for (const [key, { row, place }] of this.#leavers) this.#haunt(row, place, now.leavers(key), now.nowMs);
    const left = [...this.#leavers.keys()].filter((key) => !this.#arrivals.has(key));
    const placed = [...this.#arrivals.values()].sort((a, b) => a.createdMs - b.createdMs || byText(a.key, b.key));
    for (const row of placed) {
      const slots = this.#slotsOf(row.node);
      const slot = slots.take(row.key, row.node === '' ? slots.extent : now.room);
      this.ghosts.delete(ghostAt(row.node, slot));
      this.#places.set(row.key, { node: row.node, slot });
    }
    this.#arrivals.clear();
    this.#leavers.clear();
    for (const node of this.#slots.keys()) if (node !== '' && !this.nodes.has(node)) this.#forget(node);
    return { placed, left };
  }

  /** Lets ghosts go whose time is over. True when one went. */
  expire(nowMs: number): boolean {
    let went = false;
    for (const [at, ghost] of this.ghosts) {
      if (nowMs < ghost.untilMs && nowMs >= ghost.untilMs - GHOST_MS) continue;
      this.ghosts.delete(at);
      this.#slots.get(ghost.node)?.release(ghost.slot);
      went = true;
    }
    return went;
  }

  /** Ghosts stand where their slot is now. */
  placeGhosts(rectOf: (node: string, slot: number) => Rect): void {
    for (const [at, ghost] of this.ghosts) {
      const rect = rectOf(ghost.node, ghost.slot);
      if (!sameRect(rect, ghost.rect)) this.ghosts.set(at, { ...ghost, rect });
    }
  }

  #leave(row: PodRow, gone: boolean): void {
    this.#arrivals.delete(row.key);
    const place = this.#places.get(row.key);
    if (!place) return;
    this.#places.delete(row.key);
    this.#slots.get(place.node)?.leave(place.slot, gone);
    if (gone && !this.#leavers.has(row.key)) this.#leavers.set(row.key, { row, place });
  }

  #haunt(row: PodRow, place: Place, item: PodItem | undefined, nowMs: number): void {
    const slots = this.#slots.get(place.node);
    if (!slots?.isHeld(place.slot)) return;
    if (!item) {
      slots.release(place.slot);
      return;
    }
    this.ghosts.set(ghostAt(place.node, place.slot), {
      id: row.uid,
      name: row.name,
      ip: row.ip,
      ...place,
      rect: item.rect,
      untilMs: nowMs + GHOST_MS,
    });
  }

  #forget(node: string): void {
    this.#slots.delete(node);
    for (const [at, ghost] of this.ghosts) if (ghost.node === node) this.ghosts.delete(at);
  }

  #slotsOf(node: string): Slots<ObjectKey> {
    const found = this.#slots.get(node);
    if (found) return found;
    const made = new Slots<ObjectKey>();
    this.#slots.set(node, made);
    return made;
  }
}

function ghostAt(node: string, slot: number): string {
  return `${node}|${slot}`;
}
