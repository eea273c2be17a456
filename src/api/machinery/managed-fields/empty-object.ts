import type { Struct, Type } from '../../schema/types.ts';
import type { Json, JsonObject } from '../json.ts';

const cache = new WeakMap<Struct, JsonObject>();

/**
 * What Go's zero value of a kind looks like as JSON: structs that are no pointers, and lists that are always written. A create is compared
 * with it, which is why nobody owns `spec` itself, but someone owns `metadata.labels`.
 */
export function emptyObject(struct: Struct): JsonObject {
  let empty = cache.get(struct);
  if (empty === undefined) {
    const fields: Record<string, Json> = {};
    for (const { name, type, isRequired, isAlwaysWritten } of struct.fields.values()) {
      const value = zeroOf(type, isRequired, isAlwaysWritten);
      if (value !== undefined) fields[name] = value;
    }
    empty = fields;
    cache.set(struct, empty);
  }
  return empty;
}

function zeroOf(type: Type, isRequired: boolean, isAlwaysWritten: boolean): Json | undefined {
  if (type.is === 'struct') return isAlwaysWritten ? emptyObject(type.struct) : undefined;
  return isRequired && type.is === 'list' ? [] : undefined;
}
