/** The fields of T, those that may be undefined as optional ones. */
export type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/**
 * The fields that are not undefined, in their order. For objects that are made by the thousand: a spread that brings new
 * fields (`...(x === undefined ? {} : { x })`) costs V8 a microsecond each, this costs a tenth of one for all.
 */
export function present<T extends object>(fields: T): Present<T> {
  const made: Record<string, unknown> = {};
  for (const key in fields) {
    const value = fields[key];
    if (value !== undefined) made[key] = value;
  }
  return made as Present<T>;
}

/** `base` with the fields of `change`: what two spreads say, ten times faster when `change` brings new fields. */
export function withFields<T extends object>(base: T, change: Partial<T>): T {
  // oxlint-disable-next-line prefer-object-spread -- measured: 260 ns against 3,400 ns for a container's status
  return Object.assign({}, base, change);
}
