import type { Json, JsonObject } from '../machinery/json.ts';
import { isJsonArray, isJsonObject } from '../machinery/json.ts';
import { setKey } from '../../lib/merge.ts';
import type { Struct, Type } from './types.ts';

/**
 * Adds the `{}` that the server always writes for parts that are structs, not pointers: `status: {}`, a container's `resources: {}`,
 * a Deployment's `strategy: {}`. Shares what it does not change. `skip` names fields to leave alone at the top (a create without status).
 */
export function fillStructs(struct: Struct, value: JsonObject, skip: readonly string[] = []): JsonObject {
  let changed: Record<string, Json> | undefined;
  for (const { name, type, isAlwaysWritten } of struct.fields.values()) {
    if (skip.includes(name)) continue;
    const before = value[name] ?? (isAlwaysWritten && type.is === 'struct' ? {} : undefined);
    if (before === undefined) continue;
    const after = fillType(type, before);
    if (after === value[name]) continue;
    changed ??= { ...value };
    setKey(changed, name, after);
  }
  return changed ?? value;
}

function fillType(type: Type, value: Json): Json {
  if (type.is === 'struct') return isJsonObject(value) ? fillStructs(type.struct, value) : value;
  if (type.is !== 'list' || type.items.is !== 'struct' || !isJsonArray(value)) return value;
  let changed: Json[] | undefined;
  for (let i = 0; i < value.length; i++) {
    const before = value[i] as Json;
    const after = fillType(type.items, before);
    if (after === before) continue;
    changed ??= [...value];
    changed[i] = after;
  }
  return changed ?? value;
}
