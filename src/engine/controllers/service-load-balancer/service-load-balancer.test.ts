import { describe, expect, test } from 'vitest';
import { events } from '../../../api/kinds/event/event.ts';
import { nodes } from '../../../api/kinds/node/node.ts';
import { services, type Service } from '../../../api/kinds/service/service.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { service } from '../testing/objects.ts';
import { nextAddress } from './addresses.ts';
import { serviceLoadBalancerController } from './index.ts';

const make = (): ControlPlane =>
  new ControlPlane([serviceLoadBalancerController], {
    timing: { loadBalancerMs: [20_000, 20_000] },
    nodes: ['node-1'],
  });

const addressOf = (object: Service): string | undefined => object.status?.loadBalancer?.ingress?.[0]?.ip;

function balanced(plane: ControlPlane, name: string): Service {
  return plane.create(
    services,
    service(name, {
      type: 'LoadBalancer',
      clusterIP: '10.96.0.9',
      ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }],
    }),
  );
}

describe('a Service of type LoadBalancer', () => {
  test('gets an address after the time that a cloud takes', () => {
    const plane = make();
    balanced(plane, 'web');
    plane.settle();
    expect(plane.get(services, 'web').metadata.finalizers).toEqual(['service.kubernetes.io/load-balancer-cleanup']);
    plane.run(19_999);
    expect([addressOf(plane.get(services, 'web')), plane.eventsOf('web')]).toEqual([
      undefined,
      ['EnsuringLoadBalancer: Ensuring load balancer'],
    ]);
    plane.run(1);
    expect(plane.get(services, 'web').status?.loadBalancer).toEqual({
      ingress: [{ ip: '203.0.113.1', ipMode: 'VIP' }],
    });
    expect(plane.eventsOf('web').at(-1)).toBe('EnsuredLoadBalancer: Ensured load balancer');
    expect(plane.secondLook()).toEqual([]);
  });

  test('gives its address back when its type changes, and a new one is another', () => {
    const plane = make();
    balanced(plane, 'web');
    plane.run(20_000);
    const stored = plane.get(services, 'web');
    plane.update(services, {
      ...stored,
      spec: { ...stored.spec, type: 'ClusterIP', ports: [{ port: 80, targetPort: 8080 }] },
    });
    plane.settle();
    const after = plane.get(services, 'web');
    expect([after.metadata.finalizers, after.status]).toEqual([undefined, { loadBalancer: {} }]);
    expect(plane.eventsOf('web').slice(2)).toEqual([
      'Type: LoadBalancer -> ClusterIP',
      'DeletingLoadBalancer: Deleting load balancer',
      'DeletedLoadBalancer: Deleted load balancer',
    ]);
    balanced(plane, 'api');
    plane.run(20_000);
    expect(addressOf(plane.get(services, 'api'))).toBe('203.0.113.2');
  });

  test('follows ports and policies, and says what changed', () => {
    const plane = make();
    balanced(plane, 'web');
    plane.run(20_000);
    const change = (spec: Partial<Service['spec']>): readonly string[] => {
      const before = plane.eventsOf('web').length;
      const stored = plane.get(services, 'web');
      plane.update(services, { ...stored, spec: { ...stored.spec, ...spec } });
      plane.settle();
      return plane.eventsOf('web').slice(before);
    };
    expect(change({ loadBalancerSourceRanges: ['10.0.0.0/8', '192.0.2.0/24'] })).toEqual([
      'LoadBalancerSourceRanges: [] -> [10.0.0.0/8 192.0.2.0/24]',
    ]);
    expect(change({ externalTrafficPolicy: 'Local', healthCheckNodePort: 30099 })).toEqual([
      'ExternalTrafficPolicy: Cluster -> Local',
    ]);
    expect(change({ selector: { app: 'other' } })).toEqual([]);
    expect(plane.all(events).filter(({ reason }) => reason === 'EnsuredLoadBalancer')).toMatchObject([{ count: 3 }]);
    expect(addressOf(plane.get(services, 'web'))).toBe('203.0.113.1');
    expect(plane.secondLook()).toEqual([]);
  });

  test('sends to all nodes that nobody excluded, ready or not', () => {
    const plane = make();
    const first = plane.get(nodes, 'node-1', '');
    balanced(plane, 'web');
    plane.run(20_000);
    plane.addNode('node-2');
    plane.settle();
    expect(plane.eventsOf('web').at(-1)).toBe('UpdatedLoadBalancer: Updated load balancer with new hosts');
    plane.delete(nodes, plane.get(nodes, 'node-2', ''));
    plane.settle();
    const label = 'node.kubernetes.io/exclude-from-external-load-balancers';
    plane.update(nodes, {
      ...first,
      metadata: { ...first.metadata, labels: { ...first.metadata.labels, [label]: '' } },
    });
    plane.settle();
    expect(plane.eventsOf('web').at(-1)).toBe('UnAvailableLoadBalancer: There are no available nodes for LoadBalancer');
    expect(plane.secondLook()).toEqual([]);
  });

  test('is held by its finalizer until the cloud has let go', () => {
    const plane = make();
    balanced(plane, 'web');
    plane.run(20_000);
    plane.delete(services, plane.get(services, 'web'));
    expect(plane.all(services)).toHaveLength(1);
    plane.settle();
    expect(plane.all(services)).toEqual([]);
  });

  test('with a class of its own belongs to somebody else', () => {
    const plane = make();
    plane.create(
      services,
      service('web', {
        type: 'LoadBalancer',
        loadBalancerClass: 'example.com/lb',
        ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }],
      }),
    );
    plane.run(60_000);
    expect([plane.get(services, 'web').metadata.finalizers, plane.eventsOf('web')]).toEqual([undefined, []]);
  });
});

test('addresses go round and skip those in use', () => {
  expect(nextAddress(253, new Set(['203.0.113.254', '203.0.113.1']))).toEqual({ host: 2, ip: '203.0.113.2' });
  expect(nextAddress(0, new Set(Array.from({ length: 254 }, (_, i) => `203.0.113.${i + 1}`)))).toBeUndefined();
});
