import * as fc from 'fast-check';
import { SCHEMAS } from '../../../schema/served.ts';
import { asType } from '../../../schema/schema.ts';
import type { Struct, Type } from '../../../schema/types.ts';
import type { Json, JsonObject } from '../../json.ts';
import { isJsonArray, isJsonObject } from '../../json.ts';
import type { ManagerKey } from '../managers.ts';
import { isNothing } from '../shape.ts';

/** The kind that these tests apply: it has maps, keyed lists, sets, atomic lists and structs. */
export const STRUCT: Struct = SCHEMAS.structOf('apps/v1.Deployment');
export const TYPE: Type = asType(STRUCT);

export function applier(manager: string): ManagerKey {
  return { manager, operation: 'Apply', apiVersion: 'apps/v1', subresource: '' };
}

export function updater(manager: string): ManagerKey {
  return { ...applier(manager), operation: 'Update' };
}

const word = fc.constantFrom('a', 'b', 'c');
const labels = fc.dictionary(word, word, { maxKeys: 3 });
const byKey = <T extends object>(items: fc.Arbitrary<T>, key: (item: T) => unknown): fc.Arbitrary<T[]> =>
  fc.uniqueArray(items, { maxLength: 3, selector: key });

const container = fc.record(
  {
    name: word,
    image: word,
    ports: byKey(
      fc.record(
        { containerPort: fc.constantFrom(80, 90), protocol: fc.constantFrom('TCP', 'UDP'), name: word },
        { requiredKeys: ['containerPort', 'protocol'] },
      ),
      ({ containerPort, protocol }) => `${containerPort}/${protocol}`,
    ),
    env: byKey(fc.record({ name: word, value: word }, { requiredKeys: ['name'] }), ({ name }) => name),
    args: fc.array(word, { maxLength: 2 }),
  },
  { requiredKeys: ['name'] },
);

/** Configurations of a Deployment, whole or in parts. Empty parts are left out: decoding drops them, so they would come anew each time. */
export const configs: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      metadata: fc.record({ labels, finalizers: fc.uniqueArray(word, { maxLength: 2 }) }, { requiredKeys: [] }),
      spec: fc.record(
        {
          replicas: fc.nat(3),
          selector: fc.record({ matchLabels: labels }),
          template: fc.record(
            {
              spec: fc.record(
                { containers: byKey(container, ({ name }) => name), nodeSelector: labels },
                { requiredKeys: [] },
              ),
            },
            { requiredKeys: [] },
          ),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  )
  .map((parts) => ({ apiVersion: 'apps/v1', kind: 'Deployment', ...withoutEmpty(parts as JsonObject) }));

function withoutEmpty(object: JsonObject): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(object)) {
    const inner = isJsonObject(value) ? withoutEmpty(value) : isJsonArray(value) ? value.map(itemWithoutEmpty) : value;
    if (!isNothing(inner)) kept[key] = inner;
  }
  return kept;
}

function itemWithoutEmpty(item: Json): Json {
  return isJsonObject(item) ? withoutEmpty(item) : item;
}
