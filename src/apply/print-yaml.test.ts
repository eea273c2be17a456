import * as fc from 'fast-check';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import type { JsonObject } from '../api/machinery/json.ts';
import { printYaml } from './print-yaml.ts';
import { YAML_DIALECT } from './yaml-dialect.ts';

const read = (text: string): unknown => parse(text, YAML_DIALECT);

test('an object is printed as kubectl prints it: sorted keys, lists at the level of their key', () => {
  const object = {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name: 'web', labels: {} },
    spec: { ports: [{ port: 80, name: 'http' }, { port: 443 }], selector: { on: 'yes' }, clusterIPs: ['10.96.0.1'] },
    note: 'one\ntwo\n',
    empty: '',
    nothing: null,
    list: [[1, 2], []],
  };
  expect(printYaml(object)).toBe(`apiVersion: v1
empty: ""
kind: Service
list:
- - 1
  - 2
- []
metadata:
  labels: {}
  name: web
note: |
  one
  two
nothing: null
spec:
  clusterIPs:
  - 10.96.0.1
  ports:
  - name: http
    port: 80
  - port: 443
  selector:
    "on": "yes"
`);
});

test('what is printed reads back as the same object, seed 20260105', () => {
  const json = fc.jsonValue({
    maxDepth: 4,
    stringUnit: fc.constantFrom(
      'a',
      ' ',
      '\n',
      ':',
      '#',
      '-',
      '"',
      "'",
      '0',
      '1',
      'e',
      'x',
      '\t',
      '{',
      '|',
      '\u00e9',
      '\u{1f600}',
      '*',
      '&',
      '.',
      '~',
    ),
  });
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), json), (object) => {
      // JSON has no -0 and knows no __proto__ as a field of its own.
      const plain = JSON.parse(JSON.stringify(object)) as JsonObject;
      expect(read(printYaml(plain)) ?? {}).toEqual(plain);
    }),
    { seed: 20260105, numRuns: 400 },
  );
});
