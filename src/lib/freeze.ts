let enabled = false;

/** Turns freezing on (tests, development). Production skips it: the promise is the same, the check is not paid for. */
export function enableFreezing(on: boolean): void {
  enabled = on;
}

/** Freezes a tree of plain data. Stops at what is frozen already, so a shared subtree is walked once. */
export function deepFreeze<T>(value: T): T {
  if (enabled) freeze(value);
  return value;
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const child of Object.values(value)) freeze(child);
}
