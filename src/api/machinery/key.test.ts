import { describe, expect, test } from 'vitest';
import { isObjectKey, keyName, keyNamespace, keyPlural, keyResource, makeKey, parseKey } from './key.ts';

describe('object keys', () => {
  test('a namespaced key keeps its four parts', () => {
    const key = makeKey('apps', 'deployments', 'default', 'web');
    expect(key).toBe('apps/deployments/default/web');
    expect(parseKey(key)).toEqual({ group: 'apps', plural: 'deployments', namespace: 'default', name: 'web' });
    expect([keyName(key), keyNamespace(key), keyResource(key), keyPlural(key)]).toEqual([
      'web',
      'default',
      'apps/deployments',
      'deployments',
    ]);
  });

  test('the core group is written as core and read back as the empty group', () => {
    const key = makeKey('', 'nodes', '', 'node-1');
    expect(key).toBe('core/nodes//node-1');
    expect(parseKey(key)).toEqual({ group: '', plural: 'nodes', namespace: '', name: 'node-1' });
    expect([keyName(key), keyNamespace(key), keyResource(key)]).toEqual(['node-1', '', 'core/nodes']);
  });

  test('a string from outside is a key only with all four parts', () => {
    expect(['a/b/c/d', 'a/b//d'].map(isObjectKey)).toEqual([true, true]);
    expect(['', 'a/b/c', 'a/b/c/', '/b/c/d', 'a/b/c/d/e'].map(isObjectKey)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
