import { describe, expect, test } from 'vitest';
import { endpoints, type Endpoints } from '../../../api/kinds/endpoints/endpoints.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { services } from '../../../api/kinds/service/service.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { pod, service } from '../testing/objects.ts';
import { shares } from './capacity.ts';
import { endpointsController } from './index.ts';
import { subsetsOf } from './subsets.ts';

const make = (): ControlPlane => new ControlPlane([endpointsController], { nodes: ['node-1'] });

const ips = ({ subsets = [] }: Endpoints): string[] =>
  subsets.map(({ addresses = [], notReadyAddresses = [], ports = [] }) => {
    const list = (all: typeof addresses): string => all.map(({ ip }) => ip).join(',');
    return `${list(addresses)} | ${list(notReadyAddresses)} | ${ports.map(({ port }) => port).join(',')}`;
  });

describe('the Endpoints of a Service', () => {
  test('list ready addresses apart from the others', () => {
    const plane = make();
    plane.create(services, service('web'));
    for (const name of ['a', 'b', 'c']) plane.create(pods, pod(name, { app: 'web' }));
    plane.runPods((each) => each.metadata.name !== 'b');
    plane.delete(pods, plane.get(pods, 'c'));
    plane.settle();
    expect(ips(plane.get(endpoints, 'web'))).toEqual(['10.244.0.2 | 10.244.0.3 | 8080']);
    expect(plane.get(endpoints, 'web').metadata.labels).toEqual({
      'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
    });
    expect(plane.secondLook()).toEqual([]);
  });

  test('have no subsets while nobody stands behind the Service', () => {
    const plane = make();
    plane.create(services, service('web'));
    plane.settle();
    expect(plane.get(endpoints, 'web').subsets).toBeUndefined();
    expect(plane.secondLook()).toEqual([]);
  });

  test('say since when what they bring out has been so', () => {
    const plane = make();
    plane.create(services, service('web'));
    plane.settle();
    const told = (): string | undefined =>
      plane.get(endpoints, 'web').metadata.annotations?.['endpoints.kubernetes.io/last-change-trigger-time'];
    expect(told()).toBe('2026-01-05T09:00:00Z');
    plane.run(5000);
    plane.create(pods, pod('a', { app: 'web' }));
    plane.runPods();
    plane.settle();
    expect(told()).toBe('2026-01-05T09:00:05Z');
    plane.run(5000);
    plane.delete(pods, plane.get(pods, 'a'));
    plane.settle();
    expect(told()).toBeUndefined();
    expect(plane.secondLook()).toEqual([]);
  });

  test('go with the Service', () => {
    const plane = make();
    plane.create(services, service('web'));
    plane.settle();
    plane.delete(services, plane.get(services, 'web'));
    plane.settle();
    expect(plane.all(endpoints)).toEqual([]);
  });

  test('publish Pods that are not ready when the Service asks for it', () => {
    const plane = make();
    plane.create(services, service('web', { publishNotReadyAddresses: true }));
    plane.create(pods, pod('a', { app: 'web' }));
    plane.runPods(() => false);
    plane.settle();
    expect(ips(plane.get(endpoints, 'web'))).toEqual(['10.244.0.2 |  | 8080']);
  });
});

describe('subsets', () => {
  const at = (name: string, ip: string, ports: Readonly<Record<string, number>>) => ({
    ...pod(
      name,
      { app: 'web' },
      {
        spec: {
          containers: [
            {
              name: 'app',
              image: 'i',
              ports: Object.entries(ports).map(([port, containerPort]) => ({ name: port, containerPort })),
            },
          ],
        },
      },
    ),
    status: { podIP: ip, podIPs: [{ ip }], conditions: [{ type: 'Ready', status: 'True' as const }] },
  });

  test('hold each port with the addresses that answer at it', () => {
    const both = service('web', {
      ports: [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'admin', port: 81, targetPort: 'admin' },
      ],
    });
    const members = [
      at('b', '10.0.0.10', { http: 8080 }),
      at('a', '10.0.0.9', { http: 8080, admin: 9090 }),
      at('c', '10.0.0.8', { other: 1 }),
    ];
    expect(
      subsetsOf(both, members).subsets.map(({ addresses, ports }) => [
        addresses?.map(({ ip }) => ip),
        ports?.map(({ port }) => port),
      ]),
    ).toEqual([
      [['10.0.0.9'], [9090]],
      [['10.0.0.10', '10.0.0.9'], [8080]],
    ]);
  });

  test('are cut to 1,000 addresses, ready ones first', () => {
    const counted = shares([
      { ready: 900, notReady: 300 },
      { ready: 50, notReady: 0 },
    ]);
    expect(counted).toEqual({
      counts: [
        { ready: 900, notReady: 50 },
        { ready: 50, notReady: 0 },
      ],
      isOver: true,
    });
    const ready = shares([
      { ready: 1500, notReady: 0 },
      { ready: 500, notReady: 5 },
    ]);
    expect(ready.counts).toEqual([
      { ready: 750, notReady: 0 },
      { ready: 250, notReady: 0 },
    ]);
    expect(shares([{ ready: 999, notReady: 1 }]).isOver).toBe(false);
  });

  test('that are too many keep the first addresses in order', () => {
    const members = Array.from({ length: 1003 }, (_, i) => at(`p${i}`, `10.0.${i % 4}.${i >> 2}`, {}));
    const { subsets, isOver } = subsetsOf(service('web'), members);
    const all = members.map(({ status }) => status.podIP).sort((a, b) => (a < b ? -1 : 1));
    expect([isOver, subsets[0]?.addresses?.map(({ ip }) => ip)]).toEqual([true, all.slice(0, 1000)]);
  });
});
