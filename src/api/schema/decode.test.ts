import { describe, expect, test } from 'vitest';
import { fail } from '../machinery/failure.ts';
import type { JsonObject } from '../machinery/json.ts';
import { checkBase64 } from './base64.ts';
import { decodeObject } from './decode-object.ts';
import { decodeStruct, fitsStruct } from './decode.ts';
import { fillStructs } from './defaults.ts';
import { checkGoTime } from './go-time.ts';
import { SCHEMAS } from './served.ts';
import type { Struct } from './types.ts';

function kind(group: string, name: string): Struct {
  const struct = SCHEMAS.schemaOf(group, 'v1', name);
  if (struct === undefined) throw new Error(`no schema of ${name}`);
  return struct;
}

const DEPLOYMENT = kind('apps', 'Deployment');
const SERVICE = kind('', 'Service');
const POD = kind('', 'Pod');

function deployment(spec: JsonObject, extra: JsonObject = {}): JsonObject {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec, ...extra };
}

const GOOD = deployment({
  replicas: 3,
  selector: { matchLabels: { a: 'b' } },
  template: {
    metadata: { labels: { a: 'b' } },
    spec: {
      containers: [
        { name: 'c', image: 'nginx', resources: { limits: { cpu: '500m' } }, ports: [{ containerPort: 80 }] },
      ],
    },
  },
});

describe('decoding a good object', () => {
  test('the same reference comes back when nothing changes', () => {
    expect(decodeStruct(DEPLOYMENT, GOOD)).toEqual({ value: GOOD, unknownFields: [] });
    expect(fitsStruct(DEPLOYMENT, GOOD)).toBe(true);
  });

  test('null is absent, and what does not change is shared', () => {
    const body = deployment({ replicas: null, selector: GOOD['spec']! }, { status: null });
    const decoded = decodeStruct(DEPLOYMENT, {
      ...GOOD,
      spec: { ...(GOOD['spec'] as JsonObject), replicas: null },
      status: null,
    }) as { value: JsonObject };
    const { replicas: _, ...spec } = GOOD['spec'] as JsonObject;
    expect(decoded.value).toEqual({ ...GOOD, spec });
    expect((decoded.value['spec'] as JsonObject)['template']).toBe((GOOD['spec'] as JsonObject)['template']);
    expect(fitsStruct(DEPLOYMENT, body)).toBe(false);
  });

  test('null inside a list or a map is the zero value of its type', () => {
    const body = { metadata: { labels: { a: null } }, spec: { containers: [null], nodeSelector: {} } };
    expect(decodeStruct(POD, body)).toEqual({
      value: { metadata: { labels: { a: '' } }, spec: { containers: [{}] } },
      unknownFields: [],
    });
  });

  test('quantities become canonical, also when written as numbers', () => {
    const resources = { limits: { cpu: 0.5, memory: '1024Mi' }, requests: { cpu: '1000m', memory: '1Gi' } };
    const body = { spec: { containers: [{ name: 'a', resources }] } };
    expect(decodeStruct(POD, body)).toMatchObject({
      value: {
        spec: {
          containers: [
            { resources: { limits: { cpu: '500m', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' } } },
          ],
        },
      },
    });
  });

  test('times become canonical', () => {
    expect(decodeStruct(POD, { metadata: { creationTimestamp: '2026-01-01T02:00:00.5+02:00' } })).toMatchObject({
      value: { metadata: { creationTimestamp: '2026-01-01T00:00:00Z' } },
    });
  });

  test('empty lists and maps go, unless the field is required', () => {
    expect(decodeStruct(POD, { spec: { containers: [], volumes: [], nodeSelector: {}, securityContext: {} } })).toEqual(
      {
        value: { spec: { containers: [], securityContext: {} } },
        unknownFields: [],
      },
    );
  });

  test('a data key of any name survives', () => {
    const body = JSON.parse('{"data":{"__proto__":null,"b":"c"}}') as JsonObject;
    const decoded = decodeStruct(kind('', 'ConfigMap'), body) as { value: JsonObject };
    expect(JSON.stringify(decoded.value)).toBe('{"data":{"__proto__":"","b":"c"}}');
  });
});

describe('unknown fields', () => {
  const body = deployment(
    { replicaz: 3, template: { spec: { containers: [{ name: 'a' }, { name: 'b', imag: 1 }], nope: {} } } },
    { extra: 1 },
  );

  test('are left out and told with their path', () => {
    expect(decodeStruct(DEPLOYMENT, body)).toEqual({
      value: deployment({ template: { spec: { containers: [{ name: 'a' }, { name: 'b' }] } } }),
      unknownFields: ['spec.replicaz', 'spec.template.spec.containers[1].imag', 'spec.template.spec.nope', 'extra'],
    });
  });

  test('are refused, warned about or dropped, as fieldValidation says', () => {
    expect(decodeObject(DEPLOYMENT, deployment({ replicaz: 3 }), 'Strict')).toMatchObject({
      code: 400,
      reason: 'BadRequest',
      message:
        'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replicaz"',
    });
    expect(decodeObject(DEPLOYMENT, deployment({ a: 1, b: 2 }), 'Strict', ['spec.c'])).toMatchObject({
      message:
        'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: duplicate field "spec.c", unknown field "spec.a", unknown field "spec.b"',
    });
    expect(decodeObject(DEPLOYMENT, deployment({ replicaz: 3 }), 'Warn')).toEqual({
      object: deployment({}),
      warnings: ['unknown field "spec.replicaz"'],
    });
    expect(decodeObject(DEPLOYMENT, deployment({ replicaz: 3 }), 'Ignore')).toEqual({
      object: deployment({}),
      warnings: [],
    });
  });

  test('are told in order of their text after a patch', () => {
    expect(decodeStruct(DEPLOYMENT, deployment({ b: 1, a: 1 }), 'unstructured')).toMatchObject({
      unknownFields: ['spec.a', 'spec.b'],
    });
  });
});

describe('values of a wrong type', () => {
  const at = (field: string, go: string, word = 'string'): { error: string } =>
    fail(`json: cannot unmarshal ${word} into Go struct field ${field} of type ${go}`);

  test.each<[string, Struct, JsonObject, { error: string }]>([
    ['text for a number', DEPLOYMENT, { spec: { replicas: 'three' } }, at('DeploymentSpec.spec.replicas', 'int32')],
    [
      'text for a number in a list',
      SERVICE,
      { spec: { ports: [{ port: 'eighty' }] } },
      at('ServicePort.spec.ports.port', 'int32'),
    ],
    ['a fraction', DEPLOYMENT, { spec: { replicas: 1.5 } }, at('DeploymentSpec.spec.replicas', 'int32', 'number 1.5')],
    [
      'a number too large',
      DEPLOYMENT,
      { spec: { replicas: 2 ** 31 } },
      at('DeploymentSpec.spec.replicas', 'int32', 'number 2147483648'),
    ],
    ['text for a struct', DEPLOYMENT, { spec: 'x' }, at('Deployment.spec', 'v1.DeploymentSpec')],
    [
      'an object for a list',
      POD,
      { spec: { containers: {} } },
      at('PodSpec.spec.containers', '[]v1.Container', 'object'),
    ],
    ['text for an item', POD, { spec: { containers: ['x'] } }, at('PodSpec.spec.containers', 'v1.Container')],
    [
      'a number for a label',
      POD,
      { metadata: { labels: { a: 5 } } },
      at('ObjectMeta.metadata.labels', 'string', 'number'),
    ],
    [
      'a list for labels',
      POD,
      { metadata: { labels: ['a'] } },
      at('ObjectMeta.metadata.labels', 'map[string]string', 'array'),
    ],
    [
      'a number for an enum',
      POD,
      { spec: { containers: [{ imagePullPolicy: 1 }] } },
      at('Container.spec.containers.imagePullPolicy', 'v1.PullPolicy', 'number'),
    ],
    [
      'a boolean for env',
      POD,
      { spec: { containers: [{ env: [{ name: 'A', value: true }] }] } },
      at('EnvVar.spec.containers.env.value', 'string', 'bool'),
    ],
    ['text for a boolean', POD, { spec: { hostNetwork: 'yes' } }, at('PodSpec.spec.hostNetwork', 'bool')],
    ['text for limits', POD, { spec: { overhead: 'x' } }, at('PodSpec.spec.overhead', 'v1.ResourceList')],
    [
      'a boolean for a port',
      SERVICE,
      { spec: { ports: [{ targetPort: true }] } },
      at('ServicePort.spec.ports.targetPort', 'int32', 'bool'),
    ],
    [
      'a number for a time',
      POD,
      { metadata: { creationTimestamp: 5 } },
      at('ObjectMeta.metadata.creationTimestamp', 'string', 'number'),
    ],
    [
      'a bad quantity',
      POD,
      { spec: { containers: [{ name: 5, resources: { limits: { memory: '1 Gi' } } }] } },
      fail("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"),
    ],
    [
      'a bad suffix',
      POD,
      { spec: { containers: [{ resources: { limits: { memory: '30mi' } } }] } },
      fail("unable to parse quantity's suffix"),
    ],
    [
      'bad base64',
      kind('', 'Secret'),
      { data: { password: 'not base64!' } },
      fail('illegal base64 data at input byte 3'),
    ],
    [
      'a bad time',
      POD,
      { metadata: { creationTimestamp: 'soon' } },
      fail('parsing time "soon" as "2006-01-02T15:04:05Z07:00": cannot parse "soon" as "2006"'),
    ],
    [
      'the first of two',
      DEPLOYMENT,
      { spec: { paused: 1, replicas: 'x' } },
      at('DeploymentSpec.spec.paused', 'bool', 'number'),
    ],
  ])('%s', (_, struct, body, error) => {
    expect(decodeStruct(struct, body)).toEqual(error);
  });

  test('the Status is a bad request', () => {
    expect(
      decodeObject(SERVICE, { apiVersion: 'v1', kind: 'Service', spec: { ports: [{ port: 'eighty' }] } }, 'Strict'),
    ).toMatchObject({
      code: 400,
      message:
        'Service in version "v1" cannot be handled as a Service: json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32',
    });
  });

  test.each<[string, Struct, JsonObject, string]>([
    ['text for a number', DEPLOYMENT, { spec: { replicas: 'many' } }, 'unrecognized type: int32'],
    ['a fraction', DEPLOYMENT, { spec: { replicas: 1.5 } }, 'cannot convert float64 to int32'],
    ['a number for text', POD, { metadata: { labels: { a: 1 } } }, 'cannot convert int64 to string'],
    ['a number for an enum', POD, { spec: { restartPolicy: 1 } }, 'cannot convert int64 to v1.RestartPolicy'],
    ['a boolean for text', POD, { metadata: { labels: { a: true } } }, 'unrecognized type: string'],
    ['text for a struct', DEPLOYMENT, { spec: 'x' }, 'cannot restore struct from: string'],
    ['an object for a list', POD, { spec: { containers: {} } }, 'cannot restore slice from map'],
    ['a number for a map', POD, { metadata: { labels: 1 } }, 'cannot restore map from int64'],
    [
      'a boolean for a port',
      SERVICE,
      { spec: { ports: [{ targetPort: true }] } },
      'json: cannot unmarshal bool into Go value of type int32',
    ],
  ])('after a patch: %s', (_, struct, body, error) => {
    expect(decodeStruct(struct, body, 'unstructured')).toEqual(fail(error));
  });

  test('base64 errors are at the place where Go stops', () => {
    expect(['', 'YQ==', 'YWI=', 'YWJj', 'YW\nJj'].map(checkBase64)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(['a', 'YQ', 'YQ=', 'YQ=x', 'YQ==x', '=', 'Y=', 'YWJj!'].map(checkBase64)).toEqual([0, 0, 3, 2, 4, 0, 1, 4]);
  });

  test('times are checked piece by piece', () => {
    expect(checkGoTime('2026-01-01T00:00:00Z', false)).toBeUndefined();
    expect(checkGoTime('2026-01-01T00:00:00.000000Z', true)).toBeUndefined();
    expect(checkGoTime('2026-13-01T00:00:00Z', false)).toBe('parsing time "2026-13-01T00:00:00Z": month out of range');
    expect(checkGoTime('2026-02-29T00:00:00Z', false)).toBe('parsing time "2026-02-29T00:00:00Z": day out of range');
    expect(checkGoTime('2026-01-01', false)).toBe(
      'parsing time "2026-01-01" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T"',
    );
    expect(checkGoTime('2026-01-01T00:00:00Zx', false)).toBe('parsing time "2026-01-01T00:00:00Zx": extra text: "x"');
    expect(checkGoTime('2026-01-01T00:00:00Z', true)).toBe(
      'parsing time "2026-01-01T00:00:00Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"',
    );
  });
});

describe('parts that the server always writes', () => {
  test('are filled in, the rest is shared', () => {
    const filled = fillStructs(DEPLOYMENT, GOOD);
    expect(filled).toMatchObject({
      status: {},
      spec: { strategy: {}, template: { spec: { containers: [{ name: 'c', resources: {} }] } } },
    });
    expect(fillStructs(DEPLOYMENT, filled)).toBe(filled);
    expect(fillStructs(DEPLOYMENT, GOOD, ['status'])).not.toHaveProperty('status');
    expect(filled['metadata']).toBe(GOOD['metadata']);
  });
});
