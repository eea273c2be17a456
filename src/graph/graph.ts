/**
 * From the cluster's rows to the picture, incrementally. Deltas come in, scene items come out; each delta costs what it
 * changes. Pure: no React, no DOM, no clock of its own, and the same deltas give the same picture on every machine.
 *
 * Promises: every drawn thing stands for a row, found by uid. A Pod is drawn in the box that its `spec.nodeName` names,
 * takes the lowest free slot there and keeps it for life. Boxes move only when a node comes or goes, or when the
 * fullest one must open more columns. What it does not do: draw, animate, or decide what is worth looking at.
 */
import type { ObjectKey } from '../api/machinery/key.ts';
import type { Row } from '../api/row.ts';
import type { Delta } from '../protocol/delta.ts';
import { Dirty } from './dirty.ts';
import type { Layout, StageShape } from './layout.ts';
import { Model } from './model.ts';
import { Picture } from './picture.ts';
import type { StageScene } from './scene.ts';

export interface Graph {
  /** Takes one delta in. Total: rows that make no sense together are still drawn as they are. */
  apply(delta: Delta): void;
  /** Lets virtual time pass without a change: ghosts fade. */
  tick(nowMs: number): void;
  /** Arranges the lanes for another shape of screen. */
  setShape(shape: StageShape): void;
  /** Grows whenever the scene may look different. */
  readonly version: number;
  readonly rows: ReadonlyMap<ObjectKey, Row>;
  readonly scene: StageScene;
  readonly layout: Layout;
  readonly nowMs: number;
}

/** An empty picture. */
export function createGraph(shape: StageShape = 'wide'): Graph {
  return new LiveGraph(shape);
}

class LiveGraph implements Graph {
  readonly #model = new Model();
  readonly #dirty = new Dirty();
  readonly #picture: Picture;
  #version = 0;
  #nowMs = 0;

  constructor(shape: StageShape) {
    this.#picture = new Picture(this.#model, this.#dirty, shape);
  }

  get version(): number {
    return this.#version;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  get rows(): ReadonlyMap<ObjectKey, Row> {
    return this.#model.rows;
  }

  get scene(): StageScene {
    return this.#picture;
  }

  get layout(): Layout {
    return this.#picture.layout;
  }

  apply(delta: Delta): void {
    this.#nowMs = delta.nowMs;
    if (!delta.reset && delta.upserts.length === 0 && delta.deletes.length === 0) {
      this.tick(delta.nowMs);
      return;
    }
    this.#version++;
    if (delta.reset) {
      this.#model.clear();
      this.#picture.clear();
    }
    for (const key of delta.deletes) {
      const prev = this.#model.remove(key);
      if (prev) this.#changed(prev, undefined);
    }
    for (const row of delta.upserts) this.#changed(this.#model.put(row), row);
    this.#picture.update(delta.nowMs, delta.reset ? 0 : this.#version);
  }

  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    if (this.#picture.expire(nowMs)) this.#version++;
  }

  setShape(shape: StageShape): void {
    if (this.#picture.setShape(shape)) this.#version++;
  }

  #changed(prev: Row | undefined, next: Row | undefined): void {
    this.#dirty.follow(this.#model, prev, next);
    this.#picture.follow(prev, next);
  }
}
