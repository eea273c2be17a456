/**
 * Tools of the kinds folder that every kind uses: defaults with shared structure, common checks, table and row parts.
 * Nothing here knows a particular kind.
 */

/** True for what Go calls the zero value of a string or a pointer. `null` counts, as it does for Go's decoder. */
export function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/**
 * Fills unset fields from `defaults`; the same reference when nothing was missing.
 * A field counts as unset when it is absent, null or "" (unless "" is its default).
 */
export function fill<T extends object>(object: T, defaults: Partial<T>): T {
  let filled: T | undefined;
  for (const key in defaults) {
    const value = object[key];
    if (isUnset(value) && !(value === '' && defaults[key] === '')) {
      filled ??= { ...object };
      filled[key] = defaults[key] as T[typeof key];
    }
  }
  return filled ?? object;
}

/** As `fill`, for numbers that Go keeps without a pointer: 0 counts as unset, too. */
export function fillNumbers<T extends object>(object: T, defaults: Partial<T>): T {
  let filled: T | undefined;
  for (const key in defaults) {
    const value = object[key];
    if (isUnset(value) || value === 0) {
      filled ??= { ...object };
      filled[key] = defaults[key] as T[typeof key];
    }
  }
  return filled ?? object;
}

/** Sets one field; the same reference when it has that value already. `undefined` removes the field. */
export function setField<T extends object, K extends keyof T>(object: T, key: K, value: T[K] | undefined): T {
  if (object[key] === value) return object;
  const changed = { ...object };
  if (value === undefined) delete changed[key];
  else changed[key] = value;
  return changed;
}

/** Maps one field when it is set; the same reference when the field stays the same. */
export function mapField<T extends object, K extends keyof T>(
  object: T,
  key: K,
  map: (value: NonNullable<T[K]>) => T[K],
): T {
  const value = object[key];
  return value === undefined || value === null ? object : setField(object, key, map(value));
}

/** Maps an array; the same reference when no element changed. */
export function mapShared<T>(array: readonly T[], map: (element: T) => T): readonly T[] {
  let changed: T[] | undefined;
  for (let i = 0; i < array.length; i++) {
    const before = array[i] as T;
    const after = map(before);
    if (after !== before) {
      changed ??= array.slice();
      changed[i] = after;
    }
  }
  return changed ?? array;
}

/** Maps the values of a string map; the same reference when none changed. */
export function mapValues(
  map: Readonly<Record<string, string>>,
  change: (value: string, key: string) => string,
): Readonly<Record<string, string>> {
  let changed: Record<string, string> | undefined;
  for (const key of Object.keys(map)) {
    const before = map[key] as string;
    const after = change(before, key);
    if (after !== before) {
      changed ??= { ...map };
      changed[key] = after;
    }
  }
  return changed ?? map;
}

/** Remembers the result for each input object, and that a result is its own result. For pure functions on shared objects. */
export function memoised<T extends object>(compute: (input: T) => T): (input: T) => T {
  const known = new WeakMap<T, T>();
  return (input) => {
    const hit = known.get(input);
    if (hit !== undefined) return hit;
    const result = compute(input);
    known.set(input, result);
    if (result !== input) known.set(result, result);
    return result;
  };
}

/** Remembers the last result only: for pure functions that are asked many times in a row about one object. */
export function memoisedLast<T extends object>(compute: (input: T) => T): (input: T) => T {
  let last: T | undefined;
  let result: T | undefined;
  return (input) => {
    if (result === undefined || input !== last) {
      result = compute(input);
      last = input;
    }
    return result;
  };
}

/** Without fields that are null, as Go's decoder leaves them unset; the same reference when there was none. */
export function dropNullFields<T extends object>(object: T): T {
  let kept: T | undefined;
  for (const key in object) {
    if (object[key] === null) {
      kept ??= { ...object };
      delete kept[key];
    }
  }
  return kept ?? object;
}

/** As `dropNullFields`, for a whole tree. Nulls in arrays stay. */
export function dropNulls<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return mapShared(value as readonly unknown[], dropNulls) as T;
  const kept: T & object = dropNullFields(value);
  let changed: (T & object) | undefined;
  for (const key in kept) {
    const before = kept[key];
    const after = dropNulls(before);
    if (after !== before) {
      changed ??= { ...kept };
      changed[key] = after;
    }
  }
  return changed ?? kept;
}
