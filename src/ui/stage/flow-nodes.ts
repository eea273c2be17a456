/**
 * From the scene to React Flow's nodes: only what lies in the window, and for an item that has not changed the very node
 * object of last time, so that React renders what changed and nothing else. Cards for pods come and go a few at a time,
 * because each costs the page a part of a millisecond; the canvas paints whichever pods have none.
 */
import type { Node } from '@xyflow/react';
import type { ObjectKey } from '../../api/machinery/key.ts';
import { sameRect } from '../../graph/geometry.ts';
import type { Rect, StageScene } from '../../graph/scene.ts';

export interface FlowInput {
  readonly scene: StageScene;
  readonly version: number;
  readonly window: Rect;
  /** True: the canvas paints the pods, except the lifted ones. */
  readonly mass: boolean;
  /** Pods that are cards whatever the level: under the pointer, focused, selected. */
  readonly lifted: ReadonlySet<ObjectKey>;
  readonly selection: ObjectKey | undefined;
  /** What stays bright; undefined: everything. */
  readonly near: ReadonlySet<ObjectKey> | undefined;
}

export interface FlowOutput {
  readonly nodes: Node[];
  /** Pods that are cards now. */
  readonly cards: ReadonlySet<ObjectKey>;
  /** True: more cards have to come or go; build again in the next frame. */
  readonly more: boolean;
  /** True: a pod has lost its card, so the canvas has to paint it now. */
  readonly bared: boolean;
  /** How many cards stand elsewhere than before. */
  readonly moved: number;
}

/** More arrivals at once than this are shown at once: nobody's eye follows them one by one. */
const FRESH_MOST = 12;

const Z = { band: 0, box: 1, ghost: 3, card: 3, pod: 4, lifted: 10 } as const;
const SILENT = { 'aria-roledescription': undefined } as const;

interface Made {
  readonly item: { readonly rect: Rect };
  readonly look: string;
  readonly node: Node;
}

type Put = (id: string, type: string, z: number, item: { readonly rect: Rect }, look: string, extra: object) => void;

/** How many pods' cards may come, go and change in one frame. */
class Budget {
  overdrawn = false;
  readonly #left = { coming: 6, going: 24, changing: 12 };

  /** False when nothing is left: then it has to wait for the next frame. */
  spend(what: 'coming' | 'going' | 'changing'): boolean {
    if (this.#left[what] === 0) {
      this.overdrawn = true;
      return false;
    }
    this.#left[what]--;
    return true;
  }
}

/** Makes nodes and remembers them. One for each stage. */
export class FlowNodes {
  #made = new Map<string, Made>();
  #cards: ReadonlySet<ObjectKey> = new Set();
  /** Services and workloads of the last scene, in the window or not; undefined before the first. */
  #seen: ReadonlySet<string> | undefined;
  #drawnVersion = 0;

  build(input: FlowInput): FlowOutput {
    const next = new Map<string, Made>();
    const nodes: Node[] = [];
    let moved = 0;
    const put: Put = (id, type, z, item, look, extra) => {
      const before = this.#made.get(id);
      const same = before && before.item === item && before.look === look;
      const made = same ? before : { item, look, node: makeNode(id, type, z, item, look, extra) };
      if (before && (before.item.rect.x !== item.rect.x || before.item.rect.y !== item.rect.y)) moved++;
      next.set(id, made);
      nodes.push(made.node);
    };
    this.#lanes(input, put);
    const { cards, more } = this.#pods(input, put);
    const bared = [...this.#cards].some((key) => !cards.has(key));
    this.#made = next;
    this.#cards = cards;
    this.#seen = new Set<string>([...input.scene.services.keys(), ...input.scene.workloads.keys()]);
    this.#drawnVersion = input.version;
    return { nodes, cards, more, bared, moved };
  }

  #lanes(input: FlowInput, put: Put): void {
    const { scene } = input;
    for (const band of scene.bands) {
      const empty = isEmpty(scene, band.id);
      put(`band ${band.id}`, 'band', Z.band, band, empty ? 'is-empty' : '', { item: band, empty });
    }
    for (const item of scene.workloads.values()) {
      if (!visible(input, item.rect)) continue;
      const near = item.key !== input.selection && item.sets.some((set) => input.near?.has(set.key));
      const look = [near ? '' : lookFor(input, item.key), setLook(input, item.sets), this.#newcomer(item.key)].join(
        ' ',
      );
      put(item.key, 'workload', Z.card, item, look, { item, selection: input.selection });
    }
    for (const item of scene.outside.values()) {
      if (visible(input, item.rect))
        put(`outside ${item.service}`, 'outside', Z.card, item, dimFor(input, item.service), { item });
    }
    for (const item of scene.services.values()) {
      if (!visible(input, item.rect)) continue;
      put(item.key, 'service', Z.card, item, `${lookFor(input, item.key)} ${this.#newcomer(item.key)}`, { item });
    }
    for (const item of scene.nodes.values()) {
      if (visible(input, item.rect)) put(`box ${item.name}`, 'box', Z.box, item, lookFor(input, item.key), { item });
    }
    for (const ghost of scene.ghosts.values()) {
      if (!input.mass && visible(input, ghost.rect)) put(`ghost ${ghost.id}`, 'ghost', Z.ghost, ghost, '', { ghost });
    }
  }

  #pods(input: FlowInput, put: Put): { cards: ReadonlySet<ObjectKey>; more: boolean } {
    const { scene, lifted } = input;
    const cards = new Set<ObjectKey>();
    const budget = new Budget();
    const born = [...scene.pods.values()].filter((pod) => pod.bornVersion > this.#drawnVersion).length;
    for (const item of scene.pods.values()) {
      const isLifted = lifted.has(item.key);
      const wanted = isLifted || (!input.mass && visible(input, item.rect));
      const isCard = this.#cards.has(item.key);
      if (wanted && !isCard && !isLifted && !budget.spend('coming')) continue;
      if (!wanted && (!isCard || budget.spend('going'))) continue;
      cards.add(item.key);
      const id = `pod ${item.key}`;
      const before = this.#made.get(id);
      const look = isLifted && input.mass ? `${lookFor(input, item.key)} is-lifted` : lookFor(input, item.key);
      // A change of state may wait for the next frame; a change of place may not.
      const inPlace = before && before.look === look && sameRect(before.item.rect, item.rect);
      const late = inPlace && before.item !== item && !budget.spend('changing');
      const fresh = before?.node.data['fresh'] ?? (born <= FRESH_MOST && item.bornVersion > this.#drawnVersion);
      const shown = late ? before.item : item;
      put(id, 'pod', isLifted ? Z.lifted : Z.pod, shown, look, { item: shown, fresh, selection: input.selection });
    }
    return { cards, more: budget.overdrawn };
  }

  /** A card that was not on the stage a moment ago may show its coming. */
  #newcomer(key: ObjectKey): string {
    if (this.#seen && !this.#seen.has(key)) return 'is-new';
    return this.#made.get(key)?.look.includes('is-new') ? 'is-new' : '';
  }
}

function makeNode(
  id: string,
  type: string,
  zIndex: number,
  item: { readonly rect: Rect },
  look: string,
  data: object,
): Node {
  const { x, y, w, h } = item.rect;
  return {
    id,
    type,
    data: { ...data },
    zIndex,
    position: { x, y },
    width: w,
    height: h,
    measured: { width: w, height: h },
    handles: [],
    className: look.trim(),
    domAttributes: SILENT,
  };
}

function lookFor(input: FlowInput, key: ObjectKey): string {
  return key === input.selection ? 'is-selected' : dimFor(input, key);
}

function dimFor(input: FlowInput, key: ObjectKey): string {
  return input.near && !input.near.has(key) ? 'is-dim' : '';
}

/** Which row of a card is selected: part of the look, because the rows share one node. */
function setLook(input: FlowInput, sets: readonly { readonly key: ObjectKey }[]): string {
  const index = sets.findIndex((set) => set.key === input.selection);
  return index < 0 ? '' : `has-selected-${index}`;
}

function visible(input: FlowInput, rect: Rect): boolean {
  const { window } = input;
  return (
    rect.x < window.x + window.w &&
    rect.x + rect.w > window.x &&
    rect.y < window.y + window.h &&
    rect.y + rect.h > window.y
  );
}

function isEmpty(scene: StageScene, lane: string): boolean {
  if (lane === 'outside') return scene.outside.size === 0;
  if (lane === 'services') return scene.services.size === 0;
  if (lane === 'nodes') return scene.nodes.size === 0;
  if (lane === 'workloads') return scene.workloads.size === 0;
  for (const pod of scene.pods.values()) if (pod.node === '') return false;
  return true;
}
