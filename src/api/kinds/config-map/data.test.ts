import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../machinery/object.ts';
import { secretDef } from '../secret/def.ts';
import type { Secret } from '../secret/secret.ts';
import { created, createErrors, updateErrors } from '../testing/check.ts';
import type { ConfigMap } from './config-map.ts';
import { configMapDef } from './def.ts';

const KEY_RULE =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

function map(fields: Partial<ConfigMap>): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'app', namespace: 'default' }, ...fields };
}

function secret(fields: Partial<Secret>): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'pw', namespace: 'default' }, ...fields };
}

describe('a ConfigMap', () => {
  test('is refused with wrong keys, a key in both bags, and more than a mebibyte', () => {
    expect(
      createErrors(configMapDef, map({ data: { 'bad key': 'x', both: 'y' }, binaryData: { both: 'aGk=' } })),
    ).toEqual([
      `data[bad key]: Invalid value: "bad key": ${KEY_RULE}`,
      'data[both]: Invalid value: "both": duplicate of key present in binaryData',
    ]);
    expect(createErrors(configMapDef, map({ data: { big: 'x'.repeat(1024 * 1024 + 1) } }))).toEqual([
      ': Too long: may not be more than 1048576 bytes',
    ]);
  });

  test('that is immutable stays as it is', () => {
    const stored = map({ data: { mode: 'live' }, immutable: true });
    expect(updateErrors(configMapDef, map({ data: { mode: 'x' }, immutable: true }), stored)).toEqual([
      'data: Forbidden: field is immutable when `immutable` is set',
    ]);
    expect(updateErrors(configMapDef, map({ data: { mode: 'live' } }), stored)).toEqual([
      'immutable: Forbidden: field is immutable when `immutable` is set',
    ]);
    expect(
      updateErrors(configMapDef, { ...stored, metadata: { ...stored.metadata, labels: { a: 'b' } } }, stored),
    ).toEqual([]);
  });

  test('prints how much it holds', () => {
    expect(configMapDef.tableRow(map({ data: { a: '', b: '' }, binaryData: { c: '' } }), 0).cells).toEqual([
      'app',
      3,
      '<unknown>',
    ]);
  });
});

describe('a Secret', () => {
  test('takes stringData into data, over what is there', () => {
    expect(
      created(secretDef, secret({ data: { password: 'b2xk', other: 'eA==' }, stringData: { password: 'hunter2' } })),
    ).toEqual(secret({ type: 'Opaque', data: { password: 'aHVudGVyMg==', other: 'eA==' } }));
  });

  test('is refused without what its type needs', () => {
    expect(createErrors(secretDef, secret({ type: 'kubernetes.io/tls', data: { 'tls.crt': '' } }))).toEqual([
      'data[tls.key]: Required value',
    ]);
    expect(createErrors(secretDef, secret({ type: 'kubernetes.io/basic-auth' }))).toEqual([
      'data[username]: Required value',
      'data[password]: Required value',
    ]);
    expect(createErrors(secretDef, secret({ data: { a: '%' } }))).toEqual([
      'data[a]: Invalid value: "%": illegal base64 data',
    ]);
  });

  test('keeps its type', () => {
    const stored = created(secretDef, secret({}));
    expect(updateErrors(secretDef, secret({ type: 'example.com/other' }), stored)).toEqual([
      'type: Invalid value: "example.com/other": field is immutable',
    ]);
  });
});
