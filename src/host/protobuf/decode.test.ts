import { describe, expect, test } from 'vitest';
import { ALL_SCHEMAS } from '../../api/schema/all.ts';
import { decodeProtobuf, isProtobuf } from './decode.ts';

/** Bodies as kubectl 1.33 sends them. */
const SENT = {
  deployment: [
    'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50EqsBCh8KA3dlYhIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEnoIABIMCgoK',
    'A2FwcBIDd2ViGmAKHAoAEgAaACIAKgAyADgAQgBaCgoDYXBwEgN3ZWISQBIiCgVuZ2lueBIFbmdpbngqAEIAagByAIABAIgB',
    'AJABAKIBABoAMgBCAEoAUgBYAGAAaACCAQCKAQCaAQDCAQAiAgoAKAA4ABoMCAAQABgAIAAoADgAGgAiAA==',
  ].join(''),
  service: [
    'azhzAAoNCgJ2MRIHU2VydmljZRJpCh8KA3dlYhIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEkIKGwoHODAtODA4MBIDVENQ',
    'GFAiBwgAEJA/GgAoABIKCgNhcHASA3dlYhoAIglDbHVzdGVySVA6AEIAUgBaAGAAaAAaAgoAGgAiAA==',
  ].join(''),
  budget: [
    'azhzAAogCglwb2xpY3kvdjESE1BvZERpc3J1cHRpb25CdWRnZXQSOgoRCgFwEgAaACIAKgAyADgAQgASGQoJCAEQABoDNTAl',
    'EgwKCgoDYXBwEgN3ZWIaCggAGAAgACgAMAAaACIA',
  ].join(''),
  secret: 'azhzAAoMCgJ2MRIGU2VjcmV0Eh0KEQoBcxIAGgAiACoAMgA4AEIAEgYKAWESAWIaABoAIgA=',
  token: 'azhzAAooChhhdXRoZW50aWNhdGlvbi5rOHMuaW8vdjESDFRva2VuUmVxdWVzdBIdChAKABIAGgAiACoAMgA4AEIAEgMgsAkaBAoAEgAaACIA',
  ingress: [
    'azhzAAofChRuZXR3b3JraW5nLms4cy5pby92MRIHSW5ncmVzcxJDChEKAWkSABoAIgAqADIAOABCABIqGigKBmEudGVzdBIe',
    'ChwKGgoBLxINIgsKA3dlYhIECgAQUBoGUHJlZml4GgIKABoAIgA=',
  ].join(''),
};

function decode(base64: string): unknown {
  return decodeProtobuf(Buffer.from(base64, 'base64'), ALL_SCHEMAS);
}

/** A message of length-delimited fields. */
function message(...fields: readonly (readonly [number: number, value: Uint8Array | string])[]): Uint8Array {
  const parts = fields.flatMap(([number, value]) => {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    return [Uint8Array.of(number * 8 + 2, bytes.length), bytes];
  });
  return Buffer.concat(parts);
}

function envelope(apiVersion: string, kind: string, raw: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from('k8s\0'), message([1, message([1, apiVersion], [2, kind])], [2, raw])]);
}

describe('a protobuf body', () => {
  test('becomes the JSON that the client would have sent: pointers keep their zero, plain fields do not', () => {
    expect(decode(SENT.deployment)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'nginx', image: 'nginx', resources: {} }] },
        },
        strategy: {},
      },
      // A number in a status, which a create drops.
      status: { replicas: 0 },
    });
    expect(decode(SENT.service)).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: {
        ports: [{ name: '80-8080', protocol: 'TCP', port: 80, targetPort: 8080 }],
        selector: { app: 'web' },
        type: 'ClusterIP',
      },
      status: { loadBalancer: {} },
    });
  });

  test('has percentages, bytes, numbers and parts that JSON keeps in the parent', () => {
    expect(decode(SENT.budget)).toMatchObject({ spec: { minAvailable: '50%' } });
    expect(decode(SENT.secret)).toMatchObject({ kind: 'Secret', data: { a: 'Yg==' } });
    expect(decode(SENT.token)).toMatchObject({ kind: 'TokenRequest', spec: { expirationSeconds: 1200 } });
    const path = { path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } };
    expect(decode(SENT.ingress)).toMatchObject({ spec: { rules: [{ host: 'a.test', http: { paths: [path] } }] } });
    const volume = message([1, 'data'], [2, message([2, message([1, 'Memory'])])]);
    const pod = envelope('v1', 'Pod', message([2, message([1, volume])]));
    expect(decodeProtobuf(pod, ALL_SCHEMAS)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      spec: { volumes: [{ name: 'data', emptyDir: { medium: 'Memory' } }] },
    });
  });

  test('of a delete has the options of any group', () => {
    const options = envelope('apps/v1', 'DeleteOptions', message([4, 'Background']));
    expect(decodeProtobuf(options, ALL_SCHEMAS)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Background',
    });
  });

  test('is refused with a reason when it is none, or of a kind that nobody knows', () => {
    const broken = (bytes: Uint8Array) => () => decodeProtobuf(bytes, ALL_SCHEMAS);
    expect(broken(Buffer.from('{}'))).toThrow('does not appear to be a protobuf message');
    expect(broken(envelope('v9', 'Pod', new Uint8Array(0)))).toThrow('no kind "Pod" is registered for version "v9"');
    expect(broken(Buffer.from(SENT.service, 'base64').subarray(0, 60))).toThrow('the message ends too early');
    expect(broken(Buffer.concat([Buffer.from('k8s\0'), Uint8Array.of(15)]))).toThrow('unknown wire type 7');
    expect(['application/vnd.kubernetes.protobuf; x=y', 'application/json', null].map(isProtobuf)).toEqual([
      true,
      false,
      false,
    ]);
  });
});
