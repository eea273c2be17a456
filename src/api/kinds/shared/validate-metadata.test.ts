import { describe, expect, test } from 'vitest';
import { renderFieldError } from '../../machinery/field-error.ts';
import type { ObjectMeta } from '../../machinery/object.ts';
import { nameIsDnsSubdomain } from './name-rules.ts';
import { validateMetadata, validateMetadataUpdate } from './validate-metadata.ts';

const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const OWNER = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'u' };

function errors(meta: ObjectMeta, namespaced = true): readonly string[] {
  return validateMetadata(
    { name: 'x', ...(namespaced && { namespace: 'default' }), ...meta },
    namespaced,
    nameIsDnsSubdomain,
  ).map(renderFieldError);
}

describe('metadata', () => {
  test('is good', () => {
    const meta = {
      generateName: 'web-',
      labels: { app: 'web', 'example.com/tier': '' },
      annotations: { 'Example.com/Note': 'any text, also ü' },
      ownerReferences: [{ ...OWNER, controller: true }],
      finalizers: ['kubernetes', 'example.com/x'],
    };
    expect(errors(meta)).toEqual([]);
  });

  test.each<[string, ObjectMeta, boolean, readonly string[]]>([
    ['a wrong name', { name: 'Bad_Name' }, true, [`metadata.name: Invalid value: "Bad_Name": ${SUBDOMAIN}`]],
    ['a wrong prefix', { generateName: 'Web-' }, true, [`metadata.generateName: Invalid value: "Web-": ${SUBDOMAIN}`]],
    ['no namespace', { namespace: '' }, true, ['metadata.namespace: Required value']],
    ['a namespace too many', { namespace: 'a' }, false, ['metadata.namespace: Forbidden: not allowed on this type']],
    [
      'annotations that are too big',
      { annotations: { a: 'x'.repeat(256 * 1024) } },
      true,
      ['metadata.annotations: Too long: may not be more than 262144 bytes'],
    ],
    [
      'two controllers',
      {
        ownerReferences: [
          { ...OWNER, controller: true },
          { ...OWNER, name: 'b', controller: true },
        ],
      },
      true,
      [
        'metadata.ownerReferences: Invalid value: [{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web","uid":"u","controller":true},{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"b","uid":"u","controller":true}]: Only one reference can have Controller set to true. Found "true" in references for ReplicaSet/web and ReplicaSet/b',
      ],
    ],
    [
      'an owner without uid',
      { ownerReferences: [{ ...OWNER, uid: '' }] },
      true,
      ['metadata.ownerReferences.uid: Invalid value: "": must not be empty'],
    ],
    [
      'a finalizer without a domain',
      { finalizers: ['mine'] },
      true,
      [
        'metadata.finalizers[0]: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified',
      ],
    ],
    [
      'two finalizers that exclude each other',
      { finalizers: ['orphan', 'foregroundDeletion'] },
      true,
      [
        'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
      ],
    ],
  ])('is refused with %s', (_what, meta, namespaced, expected) => {
    expect(errors(meta, namespaced)).toEqual(expected);
  });

  test('keeps its name', () => {
    expect(validateMetadataUpdate({ name: 'b' }, { name: 'a' }).map(renderFieldError)).toEqual([
      'metadata.name: Invalid value: "b": field is immutable',
    ]);
  });
});
