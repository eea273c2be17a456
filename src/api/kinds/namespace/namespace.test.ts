import { expect, test } from 'vitest';
import { created, createErrors, updated } from '../testing/check.ts';
import { namespaceDef } from './def.ts';
import type { Namespace } from './namespace.ts';

const given: Namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a' } };

test('a Namespace gets its label, its finalizer and its phase', () => {
  expect(created(namespaceDef, given)).toEqual({
    ...given,
    metadata: { name: 'team-a', labels: { 'kubernetes.io/metadata.name': 'team-a' } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  });
});

test('a Namespace under deletion is Terminating, and held until its finalizers are gone', () => {
  const dying = namespaceDef.deleting?.(created(namespaceDef, given)) as Namespace;
  expect(dying.status).toEqual({ phase: 'Terminating' });
  expect([namespaceDef.held?.(dying), namespaceDef.held?.({ ...dying, spec: { finalizers: [] } })]).toEqual([
    true,
    false,
  ]);
});

test('an update takes finalizers away only from a Namespace that is being deleted', () => {
  const stored = created(namespaceDef, given);
  const bare = { ...stored, spec: { finalizers: [] } };
  expect(updated(namespaceDef, bare, stored).spec).toEqual({ finalizers: ['kubernetes'] });
  const dying = { ...stored, metadata: { ...stored.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
  expect(updated(namespaceDef, bare, dying).spec).toEqual({ finalizers: [] });
});

test('a Namespace is refused in the words of a real API server', () => {
  expect(createErrors(namespaceDef, { ...given, metadata: { name: 'UPPER' } })).toEqual([
    "metadata.name: Invalid value: \"UPPER\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
  ]);
});
