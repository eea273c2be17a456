import { deepEqual } from './equal.ts';

type Plain = Readonly<Record<string, unknown>>;

/**
 * Merges plain data (RFC 7386): objects are merged key by key, null deletes, everything else replaces. Nothing is changed in place:
 * the result shares every part that stays the same, and is the target itself when nothing changes. A key whose value is undefined is
 * left alone. This is the one write of the simulator, so it costs no more than the path to what changes.
 */
export function mergePatch<T>(target: T, patch: unknown): T {
  return merge(target, patch) as T;
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isPlain(patch)) return deepEqual(target, patch) ? target : patch;
  if (!isPlain(target)) return withoutNulls(patch);
  let changed: Record<string, unknown> | undefined;
  for (const key of Object.keys(patch)) {
    const change = patch[key];
    if (change === undefined) continue;
    const before = Object.hasOwn(target, key) ? target[key] : undefined;
    const after = change === null ? undefined : before === undefined ? withoutNulls(change) : merge(before, change);
    if (after === before) continue;
    changed ??= { ...target };
    if (after === undefined) delete changed[key];
    else setKey(changed, key, after);
  }
  return changed ?? target;
}

/** What a patch becomes where there was nothing: nulls inside objects have nothing to delete. Lists are taken as they are. */
function withoutNulls(value: unknown): unknown {
  if (!isPlain(value)) return value;
  let changed: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const before = value[key];
    const after = before === null ? undefined : withoutNulls(before);
    if (after === before) continue;
    changed ??= { ...value };
    if (after === undefined) delete changed[key];
    else setKey(changed, key, after);
  }
  return changed ?? value;
}

/** Sets an own key. A plain assignment to "__proto__", a legal key of a ConfigMap, would change the prototype instead. */
export function setKey<T>(target: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
