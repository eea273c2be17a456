import { describe, expect, test } from 'vitest';
import { SCHEMAS } from '../schema/served.ts';
import { isFailure } from './failure.ts';
import { compareBytes, goPlain } from './go-format.ts';
import type { Json, JsonObject } from './json.ts';
import { isJsonArray, isJsonObject } from './json.ts';
import type { MergeField, MergeSchema, MergeType } from './merge-schema.ts';
import { createTwoWayPatch } from './strategic-diff.ts';
import { applyStrategicMergePatch } from './strategic-merge.ts';
import { strategicMergeStatus } from './strategic-status.ts';
import { createThreeWayPatch } from './strategic-three-way.ts';
import table from './testing/strategic-merge-patch.json' with { type: 'json' };

interface Case {
  readonly name: string;
  readonly lastApplied?: JsonObject;
  readonly desired?: JsonObject;
  readonly live?: JsonObject;
  readonly twoWayPatch?: JsonObject;
  readonly twoWayResult?: JsonObject;
  readonly threeWayPatch?: JsonObject;
  readonly threeWayResult?: JsonObject;
  readonly errorContains?: string;
}

const ITEM: MergeSchema = makeItemSchema();

/** The schema of upstream's MergeItem, from the table's own description. */
function makeItemSchema(): MergeSchema {
  const fields = new Map<string, MergeField>();
  const schema: MergeSchema = { name: 'MergeItem', fields };
  const self: MergeType = { is: 'struct', struct: schema, patch: 'merge' };
  const any: MergeType = { is: 'any' };
  const rules: Readonly<Record<string, { strategy: string; key?: string; primitive?: boolean }>> = table.schema;
  for (const [name, rule] of Object.entries(rules)) {
    const retainKeys = rule.strategy.includes('retainKeys');
    const merges = rule.strategy.startsWith('merge');
    if (name.endsWith('Map'))
      fields.set(name, { type: { is: 'struct', struct: schema, patch: retainKeys ? 'retainKeys' : 'merge' } });
    else if (name === 'replacingItem') fields.set(name, { type: { is: 'struct', struct: schema, patch: 'replace' } });
    else {
      const patch = { strategy: merges ? ('merge' as const) : ('replace' as const), mergeKey: rule.key, retainKeys };
      fields.set(name, { type: { is: 'list', items: rule.primitive === true ? any : self, patch } });
    }
  }
  fields.set('simpleMap', { type: { is: 'map', values: any } });
  for (const name of ['name', 'value', 'other']) fields.set(name, { type: any });
  return schema;
}

/** Lists that are merged have no order of their own: sorts them, as upstream's tests do. */
function sorted(value: JsonObject, schema: MergeSchema = ITEM): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, sortedValue(key, child, schema)]));
}

function sortedValue(key: string, value: Json, schema: MergeSchema): Json {
  if (key === '$retainKeys' || key.startsWith('$deleteFromPrimitiveList')) return [...(value as Json[])].sort(byText);
  const type = schema.fields.get(key)?.type;
  if (type?.is === 'struct' && isJsonObject(value)) return sorted(value, type.struct);
  if (type?.is !== 'list' || type.patch.strategy !== 'merge' || !isJsonArray(value)) return value;
  const { mergeKey } = type.patch;
  if (mergeKey === undefined) return [...new Set(value)].sort(byText);
  const items =
    type.items.is === 'struct'
      ? value.map((item) => sorted(item as JsonObject, (type.items as { struct: MergeSchema }).struct))
      : value;
  return [...items].sort((a, b) => byText((a as JsonObject)[mergeKey] ?? null, (b as JsonObject)[mergeKey] ?? null));
}

function byText(a: Json, b: Json): number {
  return compareBytes(goPlain(a), goPlain(b));
}

function good(result: ReturnType<typeof applyStrategicMergePatch>): JsonObject {
  if (isFailure(result)) throw new Error(result.error);
  return result;
}

const CASES = table.cases as unknown as readonly Case[];
const APPLY_ONLY = table.applyOnly as unknown as readonly Case[];

describe('strategic merge patches, against upstream tables', () => {
  test.each(CASES.filter((each) => each.twoWayPatch !== undefined))(
    'two ways: $name',
    ({ lastApplied = {}, desired = {}, twoWayPatch = {}, twoWayResult }) => {
      expect(sorted(good(createTwoWayPatch(ITEM, lastApplied, desired)))).toEqual(sorted(twoWayPatch));
      expect(sorted(good(applyStrategicMergePatch(ITEM, lastApplied, twoWayPatch)))).toEqual(
        sorted(twoWayResult ?? desired),
      );
    },
  );

  test.each(CASES.filter((each) => each.threeWayPatch !== undefined))('three ways: $name', (each) => {
    const { name, lastApplied = {}, desired = {}, live = {}, threeWayPatch = {}, threeWayResult = {} } = each;
    const careful = createThreeWayPatch(ITEM, lastApplied, desired, live, false);
    expect(isFailure(careful)).toBe(name.includes('conflict'));
    expect(sorted(good(createThreeWayPatch(ITEM, lastApplied, desired, live, true)))).toEqual(sorted(threeWayPatch));
    expect(sorted(good(applyStrategicMergePatch(ITEM, live, threeWayPatch)))).toEqual(sorted(threeWayResult));
  });

  test.each(APPLY_ONLY.filter((each) => each.errorContains === undefined))(
    'apply: $name',
    ({ lastApplied = {}, desired = {}, twoWayPatch = {} }) => {
      expect(applyStrategicMergePatch(ITEM, lastApplied, twoWayPatch)).toEqual(desired);
    },
  );

  test.each(APPLY_ONLY.filter((each) => each.errorContains !== undefined))(
    'refuse: $name',
    ({ lastApplied = {}, twoWayPatch = {}, errorContains = '' }) => {
      expect(applyStrategicMergePatch(ITEM, lastApplied, twoWayPatch)).toEqual({
        error: expect.stringContaining(errorContains) as string,
      });
    },
  );

  test.each(table.sortMergeLists)('sort: $name', ({ in: input, want }) => {
    expect(sorted(input as unknown as JsonObject)).toEqual(want);
  });
});

describe('strategic merge patches on real kinds', () => {
  const deployment = SCHEMAS.schemaOf('apps', 'v1', 'Deployment');
  if (deployment === undefined) throw new Error('no schema of Deployment');
  const live: JsonObject = {
    metadata: { name: 'web', labels: { app: 'web' }, finalizers: ['a/b'] },
    spec: {
      replicas: 3,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
      template: {
        spec: {
          containers: [
            { name: 'app', image: 'nginx:1', env: [{ name: 'A', value: '1' }] },
            { name: 'side', image: 'envoy:1' },
          ],
        },
      },
    },
  };

  test('a container is found by its name, the others are shared', () => {
    const patched = good(
      applyStrategicMergePatch(deployment, live, {
        spec: { template: { spec: { containers: [{ name: 'side', image: 'envoy:2' }] } } },
      }),
    );
    expect(patched).toEqual(JSON.parse(JSON.stringify(live).replace('envoy:1', 'envoy:2')));
    expect(patched['metadata']).toBe(live['metadata']);
  });

  test('the object itself comes back when nothing changes', () => {
    const patch = {
      metadata: { labels: { app: 'web' } },
      spec: { replicas: 3, template: { spec: { containers: [{ name: 'app', image: 'nginx:1' }] } } },
    };
    expect(applyStrategicMergePatch(deployment, live, patch)).toBe(live);
  });

  test('a union keeps only the keys that it names', () => {
    const patched = good(
      applyStrategicMergePatch(deployment, live, { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }),
    );
    expect((patched['spec'] as JsonObject)['strategy']).toEqual({ type: 'Recreate' });
  });

  test('a new item comes without nulls and orders', () => {
    const item = { name: 'new', image: 'x', env: [{ name: 'B', $patch: 'delete' }], command: null };
    const patched = good(
      applyStrategicMergePatch(deployment, live, { spec: { template: { spec: { containers: [item] } } } }),
    );
    expect(JSON.stringify(patched)).toContain('{"name":"new","image":"x","env":[]}');
  });

  test('a set of scalars grows at its head, as upstream orders it, and shrinks', () => {
    const grown = good(applyStrategicMergePatch(deployment, live, { metadata: { finalizers: ['c/d'] } }));
    expect((grown['metadata'] as JsonObject)['finalizers']).toEqual(['c/d', 'a/b']);
    const shrunk = good(
      applyStrategicMergePatch(deployment, grown, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a/b'] } }),
    );
    expect((shrunk['metadata'] as JsonObject)['finalizers']).toEqual(['c/d']);
  });

  test('errors have the texts of upstream', () => {
    const containers = (list: Json): JsonObject => ({ spec: { template: { spec: { containers: list } } } });
    const errors = [
      containers([{ image: 'httpd' }]),
      containers([{ name: 'app', $patch: 'burn' }]),
      containers([['x']]),
      containers(['x']),
      { spec: { strategy: { $retainKeys: ['type'], rollingUpdate: {} } } },
      { spec: { '$setElementOrder/nothing': [] } },
      { metadata: { $deleteFromPrimitiveList: ['a/b'] } },
      { spec: { $setElementOrder: [] } },
    ].map((patch) => applyStrategicMergePatch(deployment, live, patch));
    expect(errors).toEqual([
      { error: 'map: map[image:httpd] does not contain declared merge key: name' },
      { error: 'unknown patch type: burn in map: map[$patch:burn name:app]' },
      { error: 'lists of lists are not supported' },
      { error: expect.stringContaining('list element types are not identical') as string },
      { error: 'invalid patch format of retainKeys' },
      { error: 'unable to find api field in struct DeploymentSpec for the json field "nothing"' },
      { error: 'invalid patch format of primitive list' },
      { error: 'invalid patch format of setElementOrder list' },
    ]);
  });

  test('errors become the Status of upstream', () => {
    expect(strategicMergeStatus('map: map[image:httpd] does not contain declared merge key: name')).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'map: map[image:httpd] does not contain declared merge key: name',
      code: 500,
    });
    expect([
      strategicMergeStatus('invalid patch format of retainKeys').code,
      strategicMergeStatus('lists of lists are not supported').code,
    ]).toEqual([400, 422]);
  });

  test('a diff applied gives what it was made from', () => {
    const wanted = JSON.parse(
      JSON.stringify(live).replace('envoy:1', 'envoy:3').replace('"replicas":3', '"replicas":5'),
    ) as JsonObject;
    const patch = good(createTwoWayPatch(deployment, live, wanted));
    expect(patch).toEqual({
      spec: {
        replicas: 5,
        template: {
          spec: {
            '$setElementOrder/containers': [{ name: 'app' }, { name: 'side' }],
            containers: [{ name: 'side', image: 'envoy:3' }],
          },
        },
      },
    });
    expect(applyStrategicMergePatch(deployment, live, patch)).toEqual(wanted);
    expect(createTwoWayPatch(deployment, live, live)).toEqual({});
  });
});
