import { describe, expect, test } from 'vitest';
import { KINDS } from '../registry.ts';
import { aggregated, apiGroup, apiGroupList, apiResourceList, apiVersions } from './documents.ts';

interface Groups {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources?: readonly { readonly resource: string }[];
    }[];
  }[];
}

const deployments = {
  singular: 'deployment',
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
};

describe('discovery', () => {
  test('tells a resource with its subresources in both forms', () => {
    const { items } = aggregated(false) as Groups;
    const apps = items.find(({ metadata }) => metadata.name === 'apps');
    expect(apps?.versions[0]?.resources?.find(({ resource }) => resource === 'deployments')).toEqual({
      resource: 'deployments',
      responseKind: { group: '', version: '', kind: 'Deployment' },
      scope: 'Namespaced',
      singularResource: deployments.singular,
      verbs: deployments.verbs,
      shortNames: ['deploy'],
      categories: ['all'],
      subresources: [
        {
          subresource: 'scale',
          responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
          verbs: ['get', 'patch', 'update'],
        },
        {
          subresource: 'status',
          responseKind: { group: '', version: '', kind: 'Deployment' },
          verbs: ['get', 'patch', 'update'],
        },
      ],
    });
    const { resources } = apiResourceList('apps', 'v1') as { resources: readonly { readonly name: string }[] };
    expect(resources.filter(({ name }) => name.startsWith('deployments'))).toEqual([
      {
        name: 'deployments',
        singularName: deployments.singular,
        namespaced: true,
        kind: 'Deployment',
        verbs: deployments.verbs,
        shortNames: ['deploy'],
        categories: ['all'],
        storageVersionHash: '8aSe+NMegvE=',
      },
      {
        name: 'deployments/scale',
        singularName: '',
        namespaced: true,
        group: 'autoscaling',
        version: 'v1',
        kind: 'Scale',
        verbs: ['get', 'patch', 'update'],
      },
      {
        name: 'deployments/status',
        singularName: '',
        namespaced: true,
        kind: 'Deployment',
        verbs: ['get', 'patch', 'update'],
      },
    ]);
  });

  test('names every kind that is served, and none that is hidden', () => {
    const told = [true, false].flatMap((core) =>
      (aggregated(core) as Groups).items.flatMap(({ metadata, versions }) =>
        versions.flatMap(({ version, resources = [] }) =>
          resources.map(({ resource }) => `${metadata.name ?? ''}/${version}/${resource}`),
        ),
      ),
    );
    const served = KINDS.filter((def) => def.hidden !== true);
    const missing = served.filter(({ group, version, plural }) => !told.includes(`${group}/${version}/${plural}`));
    expect(missing.map(({ kind }) => kind)).toEqual([]);
    expect(told.filter((name) => name.includes('kubarium'))).toEqual([]);
  });

  test('keeps the order of a real server, and its groups without resources', () => {
    const { groups } = apiGroupList() as { groups: readonly { readonly name: string }[] };
    const names = groups.map(({ name }) => name);
    expect(names[0]).toBe('apiregistration.k8s.io');
    expect(names.indexOf('apps')).toBeLessThan(names.indexOf('batch'));
    expect(names.indexOf('batch')).toBeLessThan(names.indexOf('networking.k8s.io'));
    expect(names.at(-1)).toBe('flowcontrol.apiserver.k8s.io');
    expect(apiGroup('apps')).toEqual({
      kind: 'APIGroup',
      apiVersion: 'v1',
      name: 'apps',
      versions: [{ groupVersion: 'apps/v1', version: 'v1' }],
      preferredVersion: { groupVersion: 'apps/v1', version: 'v1' },
    });
    expect([apiGroup('nope'), apiResourceList('apps', 'v9')]).toEqual([undefined, undefined]);
    expect(apiVersions('127.0.0.1:8080')).toEqual({
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1:8080' }],
    });
  });
});
