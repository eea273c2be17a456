import { expect, test } from 'vitest';
import { configMaps } from '../../../api/kinds/config-map/config-map.ts';
import { deployments } from '../../../api/kinds/deployment/deployment.ts';
import { namespaces } from '../../../api/kinds/namespace/namespace.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { serviceAccounts } from '../../../api/kinds/service-account/service-account.ts';
import { CONTROLLERS } from '../index.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { deployment } from '../testing/objects.ts';
import { namespaceController } from './index.ts';

const TEAM = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a' } };

test('a namespace is given an account and a certificate, and takes everything with it when it goes', () => {
  const plane = new ControlPlane(CONTROLLERS, { nodes: ['node-1'] });
  plane.create(namespaces, TEAM);
  plane.settle();
  expect(plane.get(serviceAccounts, 'default', 'team-a').metadata.name).toBe('default');
  expect(plane.get(configMaps, 'kube-root-ca.crt', 'team-a').data?.['ca.crt']).toContain('BEGIN CERTIFICATE');
  const web = deployment('web');
  plane.create(deployments, { ...web, metadata: { ...web.metadata, namespace: 'team-a' } });
  plane.converge();
  expect(plane.secondLook()).toEqual([]);
  plane.delete(namespaces, plane.get(namespaces, 'team-a', ''));
  plane.settle();
  const going = plane.get(namespaces, 'team-a', '');
  expect(going.status?.phase).toBe('Terminating');
  const remaining = going.status?.conditions?.find(({ type }) => type === 'NamespaceContentRemaining');
  expect(remaining?.message).toMatch(
    /^Some resources are remaining: configmaps\. has 1 resource instances, deployments\.apps has 1 .*, pods\. has 3 resource instances/,
  );
  plane.endPods();
  plane.settle();
  expect(plane.world.get(namespaces, '', 'team-a')).toBeUndefined();
  const left = [...plane.store.resources()].flatMap((resource) => [
    ...plane.store.collection(resource).objects.values(),
  ]);
  expect(left.filter((object) => object.metadata.namespace === 'team-a')).toEqual([]);
});

test('what holds a namespace back stands in its conditions', () => {
  const plane = new ControlPlane([namespaceController]);
  plane.create(namespaces, TEAM);
  plane.create(configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'held', namespace: 'team-a', finalizers: ['example.com/hold'] },
  });
  plane.delete(namespaces, plane.get(namespaces, 'team-a', ''));
  plane.settle();
  const { conditions = [] } = plane.get(namespaces, 'team-a', '').status ?? {};
  expect(conditions.at(-1)).toMatchObject({
    type: 'NamespaceFinalizersRemaining',
    status: 'True',
    reason: 'SomeFinalizersRemain',
    message: 'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
  });
  expect(plane.secondLook()).toEqual([]);
});

test('a deleted default account comes back', () => {
  const plane = new ControlPlane(CONTROLLERS);
  plane.delete(serviceAccounts, plane.get(serviceAccounts, 'default'));
  plane.settle();
  expect(plane.get(serviceAccounts, 'default').metadata.name).toBe('default');
  expect(plane.all(pods)).toEqual([]);
});
