import type { Column } from '../../kind-def.ts';
import { compareBytes } from '../../machinery/go-format.ts';
import type { StringMap } from '../../machinery/object.ts';
import type { Container } from '../pod/container.ts';

export const NONE = '<none>';
export const UNSET = '<unset>';
export const UNKNOWN = '<unknown>';

export const NAME_COLUMN: Column = { name: 'Name', type: 'string', format: 'name', priority: 0 };
export const AGE_COLUMN: Column = { name: 'Age', type: 'string', priority: 0 };

/** A column that is always shown. */
export function column(name: string, type: Column['type'] = 'string'): Column {
  return { name, type, priority: 0 };
}

/** A column of `-o wide`. */
export function wideColumn(name: string, type: Column['type'] = 'string'): Column {
  return { name, type, priority: 1 };
}

/** `a=b,c=d` in key order, `<none>` for no labels. */
export function formatLabels(labels: StringMap | undefined): string {
  const keys = Object.keys(labels ?? {}).sort(compareBytes);
  return keys.length === 0 ? NONE : keys.map((key) => `${key}=${labels?.[key] ?? ''}`).join(',');
}

/** The cells CONTAINERS and IMAGES. */
export function containerCells(containers: readonly Container[]): readonly [names: string, images: string] {
  return [containers.map(({ name }) => name).join(','), containers.map(({ image }) => image).join(',')];
}

/** Up to three texts, then ` + <n> more...`. `total` counts all of them. */
export function firstThree(texts: readonly string[], total: number): string {
  const shown = texts.slice(0, MAX_SHOWN).join(',');
  return total > MAX_SHOWN ? `${shown} + ${total - MAX_SHOWN} more...` : shown;
}

export const MAX_SHOWN = 3;
