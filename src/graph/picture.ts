/** The scene itself: keeps every item in place and projects again what a delta has made stale. */
import type { ObjectKey } from '../api/machinery/key.ts';
import type { Row } from '../api/row.ts';
import type { Dirty } from './dirty.ts';
import { NODE_LADDER, MIN_ROWS, gridSize, podRect, sameRect } from './geometry.ts';
import type { GridSize } from './geometry.ts';
import { createLayout, sameTotals } from './layout.ts';
import type { Layout, LayoutTotals, StageShape } from './layout.ts';
import { linesOf } from './lines.ts';
import { byText } from './model.ts';
import type { Model } from './model.ts';
import { Places } from './places.ts';
import { projectNode } from './project-node.ts';
import { projectOutside, projectService } from './project-service.ts';
import { hasCard, projectWorkload } from './project-workload.ts';
import { revisionLetter } from './revision.ts';
import type {
  EndpointLine,
  Ghost,
  LaneBand,
  NodeBox,
  OutsideItem,
  PodItem,
  Rect,
  ServiceItem,
  StageScene,
  WorkloadItem,
} from './scene.ts';

export class Picture implements StageScene {
  readonly nodes = new Map<string, NodeBox>();
  readonly pods = new Map<ObjectKey, PodItem>();
  readonly services = new Map<ObjectKey, ServiceItem>();
  readonly outside = new Map<ObjectKey, OutsideItem>();
  readonly workloads = new Map<ObjectKey, WorkloadItem>();
  readonly lines = new Map<ObjectKey, readonly EndpointLine[]>();
  readonly #model: Model;
  readonly #dirty: Dirty;
  readonly #places: Places;
  #shape: StageShape;
  #layout: Layout;
  #grid: GridSize = gridSize(NODE_LADDER, 0, MIN_ROWS);
  #nodesSeen = 0;
  #reflow = 0;

  constructor(model: Model, dirty: Dirty, shape: StageShape) {
    this.#model = model;
    this.#dirty = dirty;
    this.#shape = shape;
    this.#places = new Places();
    this.#layout = createLayout(this.#totals());
  }

  get layout(): Layout {
    return this.#layout;
  }

  get bounds(): Rect {
    return this.#layout.bounds;
  }

  get frame(): Rect {
    return this.#layout.frame;
  }

  get bands(): readonly LaneBand[] {
    return this.#layout.bands;
  }

  get reflow(): number {
    return this.#reflow;
  }

  get ghosts(): ReadonlyMap<string, Ghost> {
    return this.#places.ghosts;
  }

  clear(): void {
    this.nodes.clear();
    this.pods.clear();
    this.services.clear();
    this.outside.clear();
    this.workloads.clear();
    this.lines.clear();
    this.#places.clear();
    this.#dirty.clear();
    this.#nodesSeen = -1;
  }

  /** Notes who came, went or changed place. */
  follow(prev: Row | undefined, next: Row | undefined): void {
    this.#places.follow(prev, next);
  }

  expire(nowMs: number): boolean {
    return this.#places.expire(nowMs);
  }

  setShape(shape: StageShape): boolean {
    if (shape === this.#shape) return false;
    this.#shape = shape;
    this.#arrange();
    this.#project(0);
    return true;
  }

  /** Brings the scene up to date. `bornVersion` marks the Pods that are new. */
  update(nowMs: number, bornVersion: number): void {
    this.#places.expire(nowMs);
    const moved = this.#places.settle({
      nowMs,
      room: this.#grid.columns * this.#grid.rows,
      leavers: (key) => this.pods.get(key),
    });
    for (const key of moved.left) this.pods.delete(key);
    for (const pod of moved.placed) {
      this.#dirty.pods.add(pod.key);
      this.#dirty.podMoved(this.#model, pod.uid);
    }
    this.#seatServices();
    this.#seatCards();
    this.#arrange();
    this.#project(bornVersion);
  }

  #seatServices(): void {
    const arrived = [...this.#dirty.services].map((key) => this.#model.service(key)).filter((row) => row !== undefined);
    for (const key of this.#dirty.services) {
      const row = this.#model.service(key);
      if (!row) {
        this.#places.services.leave(key);
        this.services.delete(key);
        this.lines.delete(key);
      }
      if (!row || !projectOutside(row)) {
        this.#places.outside.leave(key);
        this.outside.delete(key);
      }
    }
    for (const row of arrived.sort(byAge)) {
      const slot = this.#places.services.enter(row.key);
      if (projectOutside(row)) this.#places.outside.enter(row.key, slot);
    }
  }

  #seatCards(): void {
    const rows = [];
    for (const key of this.#dirty.cards) {
      const row = this.#model.workload(key);
      if (row && hasCard(this.#model, row)) {
        rows.push(row);
      } else {
        this.#places.cards.leave(key);
        this.workloads.delete(key);
      }
    }
    for (const row of rows.sort(byAge)) this.#places.cards.enter(row.key);
  }

  /** Places lanes and boxes anew when a total has changed, and marks what stands elsewhere now. */
  #arrange(): void {
    const { generation } = this.#places.nodes;
    const size = gridSize(NODE_LADDER, this.#places.extent, MIN_ROWS);
    const wider = size.columns > this.#grid.columns;
    const longer = size.columns === this.#grid.columns && size.rows > this.#grid.rows;
    if (wider || longer || generation !== this.#nodesSeen) this.#grid = size;
    for (const name of this.nodes.keys()) if (!this.#places.nodes.has(name)) this.nodes.delete(name);
    const totals = this.#totals();
    if (generation === this.#nodesSeen && sameTotals(totals, this.#layout.totals)) return;
    this.#nodesSeen = generation;
    this.#layout = createLayout(totals);
    if (this.#markBoxes()) this.#reflow++;
    this.#markLanes();
  }

  /** True when a box that was there before stands elsewhere. */
  #markBoxes(): boolean {
    let moved = false;
    this.#places.nodes.names.forEach((name, index) => {
      const before = this.nodes.get(name)?.rect;
      const rect = this.#layout.boxRect(index);
      if (before && sameRect(before, rect)) return;
      this.#dirty.boxes.add(name);
      if (!before || (before.x === rect.x && before.y === rect.y)) return;
      moved = true;
      for (const key of this.#places.podsOn(name)) this.#moved(key);
    });
    return moved;
  }

  #markLanes(): void {
    for (const item of this.services.values()) {
      if (!sameRect(item.rect, this.#layout.serviceRect(item.slot))) this.#dirty.services.add(item.key);
    }
    for (const item of this.outside.values()) {
      if (!sameRect(item.rect, this.#layout.outsideRect(item.slot))) this.#dirty.services.add(item.service);
    }
    for (const item of this.workloads.values()) {
      if (!sameRect(item.rect, this.#layout.cardRect(item.slot))) this.#dirty.cards.add(item.key);
    }
    for (const key of this.#places.podsOn('')) {
      const item = this.pods.get(key);
      if (item && !sameRect(item.rect, this.#layout.waitRect(item.slot))) this.#moved(key);
    }
  }

  #moved(key: ObjectKey): void {
    this.#dirty.pods.add(key);
    const row = this.#model.pod(key);
    if (row) this.#dirty.podMoved(this.#model, row.uid);
  }

  #project(bornVersion: number): void {
    const dirty = this.#dirty;
    this.#projectCards();
    this.#projectServices();
    for (const key of dirty.pods) this.#projectPod(key, bornVersion);
    this.#projectBoxes();
    for (const key of dirty.services) {
      const service = this.services.get(key);
      if (service) this.lines.set(key, linesOf(service, this.pods, this.nodes));
    }
    this.#places.placeGhosts((node, slot) => this.#rectOf(node, slot));
    dirty.clear();
  }

  #projectCards(): void {
    for (const key of this.#dirty.cards) {
      const row = this.#model.workload(key);
      const slot = this.#places.cards.slotOf(key);
      if (row && slot !== undefined) {
        this.workloads.set(key, projectWorkload(this.#model, row, slot, this.#layout.cardRect(slot)));
      }
    }
  }

  #projectServices(): void {
    for (const key of this.#dirty.services) {
      const row = this.#model.service(key);
      const slot = this.#places.services.slotOf(key);
      if (!row || slot === undefined) continue;
      this.services.set(key, projectService(this.#model, row, slot, this.#layout.serviceRect(slot)));
      const outside = projectOutside(row);
      const outsideSlot = this.#places.outside.slotOf(key);
      if (!outside || outsideSlot === undefined) continue;
      const rect = this.#layout.outsideRect(outsideSlot);
      this.outside.set(key, { service: key, name: row.name, slot: outsideSlot, rect, ...outside });
    }
  }

  #projectPod(key: ObjectKey, bornVersion: number): void {
    const row = this.#model.pod(key);
    const place = this.#places.placeOf(key);
    if (!row || !place) return;
    const before = this.pods.get(key);
    const owner = row.ownerUid === '' ? undefined : this.#model.workloadOfUid(row.ownerUid);
    this.pods.set(key, {
      key,
      row,
      rect: this.#rectOf(place.node, place.slot),
      node: place.node,
      slot: place.slot,
      letter: owner ? revisionLetter(owner.revision) : '',
      services: this.#model.serviceNamesOfPod(row.uid),
      bornVersion: before && before.row.uid === row.uid ? before.bornVersion : bornVersion,
    });
  }

  #projectBoxes(): void {
    const dirty = this.#dirty;
    const { names } = this.#places.nodes;
    const services = [...this.services.values()].sort((a, b) => a.slot - b.slot);
    const stale = dirty.allBoxes || this.nodes.size !== names.length ? names : dirty.boxes;
    for (const name of stale) {
      const index = this.#places.nodes.indexOf(name);
      if (index < 0) continue;
      const rect = this.#layout.boxRect(index);
      const pods = this.#places.podsOn(name).flatMap((key) => this.pods.get(key) ?? []);
      const row = this.#places.nodes.rowOf(name);
      this.nodes.set(name, projectNode(this.#model, { name, row, rect, grid: this.#grid, pods, services }));
    }
  }

  #rectOf(node: string, slot: number): Rect {
    const index = this.#places.nodes.indexOf(node);
    return index < 0 ? this.#layout.waitRect(slot) : podRect(this.#layout.boxRect(index), slot);
  }

  #totals(): LayoutTotals {
    return {
      shape: this.#shape,
      nodes: this.#places.nodes.names.length,
      grid: this.#grid,
      services: this.#places.services.extent,
      outside: this.#places.outside.extent,
      cards: this.#places.cards.extent,
      waiting: this.#places.waitingExtent,
    };
  }
}

function byAge(a: { createdMs: number; key: string }, b: { createdMs: number; key: string }): number {
  return a.createdMs - b.createdMs || byText(a.key, b.key);
}
