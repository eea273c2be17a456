import { describe, expect, test } from 'vitest';
import type { EndpointSlice } from '../../api/kinds/endpoint-slice/endpoint-slice.ts';
import type { Event } from '../../api/kinds/event/event.ts';
import { Cluster } from '../testing/cluster.ts';
import { atRest } from '../testing/invariants.ts';
import { deployment, service } from '../testing/session.ts';

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const SERVICES = '/api/v1/namespaces/default/services';
const PODS = '/api/v1/namespaces/default/pods';
const SLICES =
  '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dweb';

function running(replicas: number, type = 'ClusterIP'): Cluster {
  const cluster = new Cluster();
  cluster.post(DEPLOYMENTS, deployment('web', replicas, 'nginx:1.27'));
  cluster.post(SERVICES, service('web', type));
  cluster.run();
  return cluster;
}

const sizes = (cluster: Cluster): number[] =>
  (cluster.items(SLICES) as EndpointSlice[]).map(({ endpoints }) => endpoints?.length ?? 0).sort((a, b) => a - b);

const eventsOf = (cluster: Cluster, kind: string): string[] =>
  (cluster.items('/api/v1/namespaces/default/events') as Event[])
    .filter((event) => event.involvedObject.kind === kind)
    .map((event) => `${event.reason ?? ''}: ${event.message ?? ''}`.replaceAll(/web-[456789bcdf]+(-\w{5})?/g, 'web-*'));

describe('the whole cluster', () => {
  test('brings a Deployment and its Service up, and then rests', () => {
    const cluster = running(3);
    expect(cluster.table(DEPLOYMENTS)).toEqual(['web 3/3 3 3']);
    expect(sizes(cluster)).toEqual([3]);
    expect([cluster.sim.isSettled(), atRest(cluster.sim)]).toEqual([true, []]);
    expect(eventsOf(cluster, 'Deployment')).toEqual(['ScalingReplicaSet: Scaled up replica set web-* from 0 to 3']);
    expect(eventsOf(cluster, 'ReplicaSet')).toEqual(Array(3).fill('SuccessfulCreate: Created pod: web-*'));
  });

  test('needs two slices for 105 Pods, and one again for three', () => {
    const cluster = new Cluster({
      nodes: ['a', 'b'].map((name) => ({ name: `node-${name}`, cpu: '64', memory: '64Gi', pods: 110 })),
    });
    cluster.post(DEPLOYMENTS, deployment('web', 105, 'nginx'));
    cluster.run();
    cluster.post(SERVICES, service('web', 'ClusterIP'));
    cluster.run();
    expect(sizes(cluster)).toEqual([5, 100]);
    cluster.patch(`${DEPLOYMENTS}/web`, { spec: { replicas: 3 } });
    cluster.run();
    expect(sizes(cluster).reduce((total, size) => total + size)).toBe(3);
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('keeps one empty slice and empty Endpoints for a Service that nobody stands behind', () => {
    const cluster = running(2);
    const [before] = cluster.items(SLICES);
    cluster.patch(`${DEPLOYMENTS}/web`, { spec: { replicas: 0 } });
    cluster.run();
    expect(cluster.items(SLICES).map(({ metadata }) => metadata.name)).toEqual([before?.metadata.name]);
    expect(cluster.table('/apis/discovery.k8s.io/v1/namespaces/default/endpointslices').at(-1)).toMatch(
      /^web-\w{5} IPv4 <unset> <unset>$/,
    );
    expect(cluster.table('/api/v1/namespaces/default/endpoints').at(-1)).toBe('web <none>');
  });

  test('moves a relabelled Pod out of its Service and replaces it', () => {
    const cluster = running(2);
    const [first] = cluster.items(PODS);
    cluster.patch(
      `${PODS}/${first?.metadata.name ?? ''}`,
      { metadata: { labels: { app: 'quarantine' } } },
      'merge-patch',
    );
    cluster.run();
    expect(cluster.items(PODS)).toHaveLength(3);
    expect(sizes(cluster)).toEqual([2]);
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('leaves Pods alone when their Deployment is deleted as an orphan, and takes them back', () => {
    const cluster = running(2);
    cluster.ask('DELETE', `${DEPLOYMENTS}/web`, { propagationPolicy: 'Orphan' });
    cluster.run();
    const names = cluster.table(PODS);
    cluster.post(DEPLOYMENTS, deployment('web', 2, 'nginx:1.27'));
    cluster.run();
    expect(cluster.table(PODS)).toEqual(names);
    expect(cluster.table(DEPLOYMENTS)).toEqual(['web 2/2 2 2']);
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('takes everything away with a Deployment and its Service', () => {
    const cluster = running(2, 'LoadBalancer');
    cluster.ask('DELETE', `${DEPLOYMENTS}/web`, { propagationPolicy: 'Foreground' });
    cluster.ask('DELETE', `${SERVICES}/web`);
    cluster.run();
    expect([cluster.items(PODS), cluster.items(DEPLOYMENTS), cluster.items(SLICES)]).toEqual([[], [], []]);
    expect(cluster.items(SERVICES).map(({ metadata }) => metadata.name)).toEqual(['kubernetes']);
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('gives and takes load balancer addresses as the type of a Service changes', () => {
    const cluster = running(1, 'LoadBalancer');
    const shown = (): string => cluster.table(SERVICES, ['Age', 'Cluster-IP', 'Port(s)']).at(-1) ?? '';
    expect(shown()).toBe('web LoadBalancer 203.0.113.1');
    cluster.patch(`${SERVICES}/web`, { spec: { type: 'ClusterIP' } });
    cluster.run();
    expect(shown()).toBe('web ClusterIP <none>');
    cluster.patch(`${SERVICES}/web`, { spec: { type: 'LoadBalancer' } });
    cluster.run();
    expect(shown()).toBe('web LoadBalancer 203.0.113.2');
  });

  test('deletes a namespace with all that is in it', () => {
    const cluster = new Cluster();
    cluster.post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a' } });
    cluster.run();
    cluster.post('/apis/apps/v1/namespaces/team-a/deployments', deployment('web', 2, 'nginx'));
    cluster.post('/api/v1/namespaces/team-a/services', service('web', 'ClusterIP'));
    cluster.run();
    expect(cluster.table('/api/v1/namespaces/team-a/pods')).toHaveLength(2);
    cluster.ask('DELETE', '/api/v1/namespaces/team-a');
    cluster.run();
    expect(cluster.ask('GET', '/api/v1/namespaces/team-a').status).toBe(404);
    const left = [...cluster.sim.store.resources()].flatMap((resource) => [
      ...cluster.sim.store.collection(resource).objects.values(),
    ]);
    expect(left.filter(({ metadata }) => metadata.namespace === 'team-a')).toEqual([]);
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('rolls a new image out one Pod at a time and back to the first revision', () => {
    const cluster = running(3);
    const image = (name: string): unknown => ({
      spec: { template: { spec: { containers: [{ name: 'app', image: name }] } } },
    });
    cluster.patch(`${DEPLOYMENTS}/web`, image('nginx:1.28'));
    cluster.run();
    cluster.patch(`${DEPLOYMENTS}/web`, image('nginx:1.27'));
    cluster.run();
    expect(cluster.table('/apis/apps/v1/namespaces/default/replicasets', ['Age', 'Name'])).toEqual(
      expect.arrayContaining(['3 3 3', '0 0 0']),
    );
    expect(cluster.get(`${DEPLOYMENTS}/web`).metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
    expect(eventsOf(cluster, 'Deployment').slice(1, 5)).toEqual([
      'ScalingReplicaSet: Scaled up replica set web-* from 0 to 1',
      'ScalingReplicaSet: Scaled down replica set web-* from 3 to 2',
      'ScalingReplicaSet: Scaled up replica set web-* from 1 to 2',
      'ScalingReplicaSet: Scaled down replica set web-* from 2 to 1',
    ]);
    expect(atRest(cluster.sim)).toEqual([]);
  });
});
