import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { applyConfig, conflictMessage } from './apply-config.ts';
import { compareFields } from './compare.ts';
import { configError } from './config-errors.ts';
import { formatElement } from './element.ts';
import { emptyObject } from './empty-object.ts';
import { pathsOf } from './field-set.ts';
import { fieldsOf } from './fields-of.ts';
import { mergeApplied } from './merge-applied.ts';
import { removeFields } from './remove-fields.ts';
import { applier, STRUCT, TYPE, updater } from './testing/configs.ts';
import { managerId, makeEntry, readManagers } from './managers.ts';

const pod = (spec: Json): JsonObject => ({ spec: { template: { spec } } });
const containers = (...names: string[]): JsonObject => pod({ containers: names.map((name) => ({ name })) });
const namesIn = (value: Json | undefined): string[] =>
  (value as { spec: { template: { spec: { containers: { name: string }[] } } } }).spec.template.spec.containers.map(
    ({ name }) => name,
  );

describe('the fields of a configuration', () => {
  test('are leaves, map keys, items by key or value, and atomic parts as one', () => {
    const config = {
      metadata: { labels: { a: '1' }, finalizers: ['f'], annotations: {} },
      spec: {
        selector: { matchLabels: { a: '1' } },
        template: {
          spec: {
            containers: [{ name: 'c', args: ['x'], ports: [{ containerPort: 80 }], resources: { limits: { cpu: 1 } } }],
            nodeSelector: { zone: 'a' },
            tolerations: [{ key: 'k' }],
          },
        },
      },
    };
    const c = '.spec.template.spec.containers[name="c"]';
    expect(pathsOf(fieldsOf(TYPE, config))).toEqual([
      '.metadata.annotations',
      '.metadata.finalizers[="f"]',
      '.metadata.labels.a',
      '.spec.selector',
      '.spec.template.spec.nodeSelector',
      '.spec.template.spec.tolerations',
      c,
      `${c}.args`,
      `${c}.name`,
      `${c}.ports[containerPort=80,protocol="TCP"]`,
      `${c}.ports[containerPort=80,protocol="TCP"].containerPort`,
      `${c}.resources.limits.cpu`,
    ]);
  });

  test('path elements are shown as upstream shows them', () => {
    expect(['f:x', 'k:{"a":1,"b":"x"}', 'v:"y"', 'v:3', 'i:2', 'k:broken'].map(formatElement)).toEqual([
      '.x',
      '[a=1,b="x"]',
      '[="y"]',
      '[=3]',
      '[2]',
      '[broken]',
    ]);
  });
});

test('a create owns no struct that is always there, but maps and pointers that came with it', () => {
  const created = {
    metadata: { labels: { a: '1' } },
    spec: { replicas: 1, strategy: { rollingUpdate: { maxSurge: 1 } } },
  };
  const { changed } = compareFields(TYPE, emptyObject(STRUCT), { ...emptyObject(STRUCT), ...created });
  expect(changed).toEqual({
    'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } },
    'f:spec': { 'f:replicas': {}, 'f:strategy': { 'f:rollingUpdate': { '.': {}, 'f:maxSurge': {} } } },
  });
});

test.each([
  [
    ['a', 'b', 'c'],
    ['c', 'a'],
    ['b', 'c', 'a'],
  ],
  [
    ['a', 'x', 'b'],
    ['b', 'a'],
    ['x', 'b', 'a'],
  ],
  [
    ['a', 'b'],
    ['n', 'b'],
    ['a', 'n', 'b'],
  ],
  [['a'], ['n'], ['a', 'n']],
  [
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ],
])('live items %j merged with %j stand as %j', (live, config, merged) => {
  expect(namesIn(mergeApplied(TYPE, containers(...live), containers(...config)))).toEqual(merged);
});

test('an item that stands twice in the live list is replaced by that of the configuration', () => {
  const port = (name: string): Json => ({ containerPort: 80, protocol: 'TCP', name });
  const live = pod({ containers: [{ name: 'c', ports: [port('one'), port('two')] }] });
  const config = pod({ containers: [{ name: 'c', ports: [port('three')] }] });
  expect(mergeApplied(TYPE, live, config)).toEqual(config);
});

test('removing fields leaves what is not named, and null where nothing is left', () => {
  const value = { metadata: { labels: { a: '1', b: '2' }, annotations: { x: 'y' } } };
  const set = fieldsOf(TYPE, { metadata: { labels: { a: '1' }, annotations: { x: 'y' } } });
  expect(removeFields(TYPE, value, set)).toEqual({ metadata: { labels: { b: '2' }, annotations: null } });
});

test('mistakes of a configuration are told with their path', () => {
  expect(configError(TYPE, { spec: { replicas: 1 } })).toBeUndefined();
  expect(configError(TYPE, { metadata: { finalizers: [{}] } })).toBe(
    ".metadata.finalizers: element 0: associative list without keys has an element that's a map type",
  );
  expect(configError(TYPE, { spec: { paused: 'yes', selector: [1] } })).toBe(
    'errors:\n  .spec.paused: expected boolean, got &{yes}\n  .spec.selector: expected map, got &{[1]}',
  );
});

test('several conflicts are told by manager', () => {
  const entry = (manager: string, config: JsonObject) => makeEntry(updater(manager), fieldsOf(TYPE, config), undefined);
  const live = { metadata: { labels: { a: '1' } }, spec: { replicas: 1, paused: true } };
  const managers = readManagers([
    entry('zoe', { spec: { replicas: 1, paused: true } }) ?? {},
    entry('ann', { metadata: { labels: { a: '1' } } }) ?? {},
  ]);
  const config = { metadata: { labels: { a: '2' } }, spec: { replicas: 2, paused: false } };
  const applied = applyConfig({
    type: TYPE,
    live,
    config,
    managers: managers ?? new Map(),
    self: applier('me'),
    force: false,
    time: '',
  });
  expect('conflicts' in applied ? conflictMessage(applied.conflicts) : '').toBe(
    [
      'Apply failed with 3 conflicts: conflicts with "ann" using apps/v1:',
      '- .metadata.labels.a',
      'conflicts with "zoe" using apps/v1:',
      '- .spec.paused',
      '- .spec.replicas',
    ].join('\n'),
  );
});

test('entries that the server could not have written are not read', () => {
  const good = { manager: 'a', operation: 'Apply', apiVersion: 'apps/v1', fieldsType: 'FieldsV1', fieldsV1: {} };
  expect(readManagers([good])?.size).toBe(1);
  for (const bad of [{ operation: 'Create' }, { fieldsType: 'FieldsV2' }, { fieldsV1: { spec: {} } }])
    expect(readManagers([{ ...good, ...bad }])).toBeUndefined();
  expect([managerId(applier('a')), managerId({ ...applier('a'), apiVersion: 'apps/v2' })]).toEqual([
    managerId(good),
    managerId(good),
  ]);
});
