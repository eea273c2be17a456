import { describe, expect, test } from 'vitest';
import { findResource, groupVersions } from './discovery.ts';
import { childType, walk } from './schema.ts';
import { SCHEMAS } from './served.ts';
import type { Struct } from './types.ts';

function kind(group: string, version: string, name: string): Struct {
  const struct = SCHEMAS.schemaOf(group, version, name);
  if (struct === undefined) throw new Error(`no schema of ${name}`);
  return struct;
}

describe('generated schemas', () => {
  test('a kind is found by group, version and name, a part of a kind is not', () => {
    expect(kind('apps', 'v1', 'Deployment').go).toBe('v1.Deployment');
    expect(kind('', 'v1', 'Pod')).toBe(kind('', 'v1', 'Pod'));
    const missing = [
      SCHEMAS.schemaOf('', 'v1', 'PodSpec'),
      SCHEMAS.schemaOf('apps', 'v2', 'Deployment'),
      SCHEMAS.schemaOf('', 'v1', 'Widget'),
    ];
    expect(missing).toEqual([undefined, undefined, undefined]);
  });

  test('a list is made from the kind of its items', () => {
    const list = kind('apps', 'v1', 'DeploymentList');
    expect([...list.fields.keys()]).toEqual(['apiVersion', 'items', 'kind', 'metadata']);
    expect(walk(list, ['items', 0, 'spec', 'replicas'])).toEqual({ is: 'int', go: 'int32' });
  });

  test('a walk reaches fields through structs, lists and maps', () => {
    const deployment = kind('apps', 'v1', 'Deployment');
    const template = ['spec', 'template', 'spec'] as const;
    expect(walk(deployment, [...template, 'containers', 0, 'imagePullPolicy'])).toEqual({
      is: 'string',
      go: 'v1.PullPolicy',
      values: ['Always', 'IfNotPresent', 'Never'],
    });
    expect(walk(deployment, ['metadata', 'labels', 'app'])).toEqual({ is: 'string', go: 'string', values: [] });
    expect(walk(deployment, ['metadata', 'uid'])).toEqual({ is: 'string', go: 'types.UID', values: [] });
    expect(walk(deployment, [...template, 'nothing', 'here'])).toBeUndefined();
    expect(walk(deployment, [...template, 'containers', 0, 'resources', 'limits', 'cpu'])?.is).toBe('quantity');
    expect(walk(deployment, [...template, 'nodeSelector'])).toMatchObject({ is: 'map', isAtomic: true });
  });

  test('lists know their keys for apply and for patches', () => {
    const ports = walk(kind('', 'v1', 'Service'), ['spec', 'ports']);
    expect(ports).toMatchObject({
      is: 'list',
      go: '[]v1.ServicePort',
      listType: 'map',
      keys: ['port', 'protocol'],
      patch: { strategy: 'merge', mergeKey: 'port', retainKeys: false },
    });
    const pod = kind('', 'v1', 'Pod');
    expect(walk(pod, ['spec', 'volumes'])).toMatchObject({
      patch: { strategy: 'merge', mergeKey: 'name', retainKeys: true },
    });
    expect(walk(pod, ['spec', 'tolerations'])).toMatchObject({ listType: 'atomic', patch: { strategy: 'replace' } });
    expect(walk(pod, ['metadata', 'finalizers'])).toMatchObject({
      listType: 'set',
      patch: { strategy: 'merge', mergeKey: undefined },
    });
    expect(walk(kind('apps', 'v1', 'Deployment'), ['spec', 'strategy'])).toMatchObject({
      is: 'struct',
      patch: 'retainKeys',
    });
    expect(walk(kind('policy', 'v1', 'PodDisruptionBudget'), ['spec', 'selector'])).toMatchObject({
      is: 'struct',
      patch: 'replace',
    });
    expect(walk(kind('', 'v1', 'PersistentVolume'), ['spec', 'claimRef'])).toMatchObject({
      isGranular: true,
      struct: { isAtomic: true },
    });
  });

  test('fields know whether they are required, always written, and their default', () => {
    const container = walk(kind('', 'v1', 'Pod'), ['spec', 'containers', 0]);
    const fields = container?.is === 'struct' ? container.struct.fields : new Map<string, never>();
    expect([
      fields.get('name')?.isRequired,
      fields.get('resources')?.isAlwaysWritten,
      fields.get('image')?.isRequired,
    ]).toEqual([true, true, false]);
    const port = walk(kind('', 'v1', 'Service'), ['spec', 'ports', 0]);
    expect(port?.is === 'struct' && port.struct.fields.get('protocol')?.defaultText).toBe('TCP');
    expect(childType({ is: 'bool', go: 'bool' }, 'x')).toBeUndefined();
  });

  test('every generated struct can be read to its leaves', () => {
    const seen = new Set<Struct>();
    const visit = (struct: Struct): void => {
      if (seen.has(struct)) return;
      seen.add(struct);
      for (const { type } of struct.fields.values()) {
        const inner = type.is === 'list' ? type.items : type.is === 'map' ? type.values : type;
        if (inner.is === 'struct') visit(inner.struct);
      }
    };
    for (const { group, version, resources } of groupVersions()) {
      for (const { kind: name } of resources) {
        const struct = SCHEMAS.schemaOf(group, version, name);
        if (struct !== undefined) visit(struct);
      }
    }
    expect(seen.size).toBeGreaterThan(330);
  });
});

describe('discovery', () => {
  test('resources have the facts of the server', () => {
    expect(findResource('apps', 'v1', 'deployments')).toEqual({
      group: 'apps',
      version: 'v1',
      name: 'deployments',
      singularName: 'deployment',
      kind: 'Deployment',
      namespaced: true,
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      shortNames: ['deploy'],
      categories: ['all'],
      storageVersionHash: '8aSe+NMegvE=',
      subresources: [
        {
          name: 'scale',
          kind: 'Scale',
          kindGroup: 'autoscaling',
          kindVersion: 'v1',
          verbs: ['get', 'patch', 'update'],
        },
        { name: 'status', kind: 'Deployment', kindGroup: '', kindVersion: '', verbs: ['get', 'patch', 'update'] },
      ],
    });
    expect(findResource('', 'v1', 'namespaces')?.verbs).not.toContain('deletecollection');
    expect(findResource('', 'v1', 'widgets')).toBeUndefined();
  });

  test('groups come in the order of the server, the preferred version first', () => {
    expect(groupVersions().map(({ group, version }) => `${group}/${version}`)).toEqual([
      '/v1',
      'apps/v1',
      'events.k8s.io/v1',
      'authentication.k8s.io/v1',
      'authorization.k8s.io/v1',
      'autoscaling/v2',
      'autoscaling/v1',
      'batch/v1',
      'networking.k8s.io/v1',
      'policy/v1',
      'rbac.authorization.k8s.io/v1',
      'storage.k8s.io/v1',
      'apiextensions.k8s.io/v1',
      'scheduling.k8s.io/v1',
      'coordination.k8s.io/v1',
      'discovery.k8s.io/v1',
    ]);
  });
});
