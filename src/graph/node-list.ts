/**
 * Which boxes there are and in which order: every Node, and every node that some Pod still names although its Node
 * object is gone. Oldest first, then by name as people count (node-2 before node-10).
 */
import type { NodeRow, Row } from '../api/row.ts';
import { byText } from './model.ts';

interface Entry {
  readonly name: string;
  readonly sortName: string;
  row: NodeRow | undefined;
  /** Kept after the Node is gone, so that its box stays where it was. */
  createdMs: number;
  pods: number;
}

export class NodeList {
  readonly #entries = new Map<string, Entry>();
  #order: readonly string[] = [];
  #index = new Map<string, number>();
  #stale = false;
  #generation = 0;

  /** Grows whenever a box comes or goes or the order changes. */
  get generation(): number {
    this.#sort();
    return this.#generation;
  }

  get names(): readonly string[] {
    this.#sort();
    return this.#order;
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  indexOf(name: string): number {
    this.#sort();
    return this.#index.get(name) ?? -1;
  }

  rowOf(name: string): NodeRow | undefined {
    return this.#entries.get(name)?.row;
  }

  clear(): void {
    this.#entries.clear();
    this.#stale = true;
  }

  follow(prev: Row | undefined, next: Row | undefined): void {
    if (prev?.type === 'node' && prev.name !== next?.name) this.#nodeLeft(prev);
    if (next?.type === 'node') this.#nodeCame(next);
    const before = podNode(prev);
    const after = podNode(next);
    if (before === after) return;
    if (after !== '') this.#entry(after).pods++;
    if (before !== '') this.#podLeft(before);
  }

  #nodeCame(row: NodeRow): void {
    const entry = this.#entry(row.name);
    if (entry.createdMs !== row.createdMs) this.#stale = true;
    entry.row = row;
    entry.createdMs = row.createdMs;
  }

  #nodeLeft(row: NodeRow): void {
    const entry = this.#entries.get(row.name);
    if (!entry) return;
    entry.row = undefined;
    this.#drop(entry);
  }

  #podLeft(name: string): void {
    const entry = this.#entries.get(name);
    if (!entry) return;
    entry.pods--;
    this.#drop(entry);
  }

  #drop(entry: Entry): void {
    if (entry.row || entry.pods > 0) return;
    this.#entries.delete(entry.name);
    this.#stale = true;
  }

  #entry(name: string): Entry {
    const found = this.#entries.get(name);
    if (found) return found;
    const entry: Entry = { name, sortName: countingOrder(name), row: undefined, createdMs: Infinity, pods: 0 };
    this.#entries.set(name, entry);
    this.#stale = true;
    return entry;
  }

  #sort(): void {
    if (!this.#stale) return;
    this.#stale = false;
    const entries = [...this.#entries.values()];
    entries.sort(
      (a, b) => compareAge(a.createdMs, b.createdMs) || byText(a.sortName, b.sortName) || byText(a.name, b.name),
    );
    const order = entries.map((e) => e.name);
    if (order.length === this.#order.length && order.every((name, i) => name === this.#order[i])) return;
    this.#order = order;
    this.#index = new Map(order.map((name, i) => [name, i]));
    this.#generation++;
  }
}

/** Two unknown ages are equal; subtracting infinities would say NaN. */
function compareAge(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function podNode(row: Row | undefined): string {
  return row?.type === 'pod' ? row.node : '';
}

function countingOrder(name: string): string {
  return name.replace(/\d+/g, (digits) => digits.padStart(10, '0'));
}
