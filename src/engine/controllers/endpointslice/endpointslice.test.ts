import { describe, expect, test } from 'vitest';
import { endpointSlices, type EndpointSlice } from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { nodes } from '../../../api/kinds/node/node.ts';
import type { ContainerPort } from '../../../api/kinds/pod/container.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { services, type ServicePort } from '../../../api/kinds/service/service.ts';
import { belongsInEndpoints } from '../shared/endpoint-facts.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { pod, service } from '../testing/objects.ts';
import { endpointOf } from './endpoint.ts';
import { endpointSliceController } from './index.ts';
import { commonPortGroup, portGroupOf } from './ports.ts';
import table from './testing/endpointslice.json' with { type: 'json' };

describe("upstream's tables", () => {
  test.each(table.podInEndpoints.cases)('$name', (each) => {
    const told = {
      ...pod('p'),
      metadata: { name: 'p', ...(each.deleting ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}) },
      status: {
        phase: each.phase,
        ...(each.podIP === null ? {} : { podIP: each.podIP }),
        podIPs: each.podIPs.map((ip) => ({ ip })),
      },
    } as Pod;
    expect(belongsInEndpoints(told, each.includeTerminating)).toBe(each.want);
  });

  test.each(table.endpointConditions.cases)('$name', (each) => {
    const ip = each.wantAddresses[0] ?? '';
    const told: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'p',
        namespace: 'default',
        ...(each.podDeleting ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
      },
      spec: { containers: [], ...(each.hostnameAndSubdomainMatch ? { hostname: 'host-1', subdomain: 'web' } : {}) },
      status: { podIPs: [{ ip }], conditions: [{ type: 'Ready', status: each.podReady ? 'True' : 'False' }] },
    };
    const endpoint = endpointOf(
      told,
      service('web', { publishNotReadyAddresses: each.publishNotReadyAddresses }),
      false,
      each.nodeZone ?? undefined,
    );
    expect(endpoint).toEqual({
      addresses: each.wantAddresses,
      conditions: { ready: each.wantReady, serving: each.wantServing, terminating: each.wantTerminating },
      targetRef: { kind: 'Pod', namespace: 'default', name: 'p' },
      ...(each.wantHostname === null ? {} : { hostname: 'host-1' }),
      ...(each.wantZone === null ? {} : { zone: each.wantZone }),
    });
  });

  test.each(table.endpointPorts.cases)('$name', (each) => {
    const container = (told: { readonly ports: readonly unknown[] }, index: number) => ({
      name: `c${index}`,
      image: 'i',
      ...told,
      ports: told.ports as readonly ContainerPort[],
    });
    const told: Pod = {
      ...pod('p'),
      spec: { containers: each.containers.map(container), initContainers: each.initContainers.map(container) },
    };
    const held = service('web', { ports: each.servicePorts as unknown as readonly ServicePort[] });
    expect((commonPortGroup(held) ?? portGroupOf(held, told)).ports).toEqual(each.want);
  });
});

const make = (): ControlPlane => new ControlPlane([endpointSliceController], { nodes: ['node-1', 'node-2'] });

/** Address and readiness of every endpoint, slice by slice. */
const shown = (plane: ControlPlane): string[] =>
  plane
    .all(endpointSlices)
    .map(({ endpoints }) =>
      (endpoints ?? [])
        .map(({ addresses, conditions }) => `${addresses[0] ?? ''}${conditions?.ready === true ? '' : '!'}`)
        .join(' '),
    );

function somePods(plane: ControlPlane, count: number, prefix = 'p'): void {
  for (let i = 0; i < count; i++) plane.create(pods, pod(`${prefix}${String(i).padStart(3, '0')}`, { app: 'web' }));
  plane.runPods();
}

describe('the slices of a Service', () => {
  test('say what its Pods are', () => {
    const plane = make();
    plane.create(services, {
      ...service('web'),
      metadata: { name: 'web', namespace: 'default', labels: { tier: 'front' } },
    });
    somePods(plane, 2);
    plane.setPod(plane.get(pods, 'p001'), false);
    plane.settle();
    const [slice] = plane.all(endpointSlices);
    expect(shown(plane)).toEqual(['10.244.0.2 10.244.0.3!']);
    expect(slice).toMatchObject({
      addressType: 'IPv4',
      metadata: {
        generateName: 'web-',
        labels: {
          tier: 'front',
          'kubernetes.io/service-name': 'web',
          'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        },
        ownerReferences: [{ kind: 'Service', name: 'web', controller: true }],
      },
      ports: [{ name: '', port: 8080, protocol: 'TCP' }],
    });
    expect(slice?.endpoints?.[0]).toEqual({
      addresses: ['10.244.0.2'],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: 'node-1',
      targetRef: { kind: 'Pod', namespace: 'default', name: 'p000', uid: plane.get(pods, 'p000').metadata.uid },
      zone: 'zone-a',
    });
    expect(plane.secondLook()).toEqual([]);
  });

  test('are one empty slice while nobody stands behind it, and that slice is used first', () => {
    const plane = make();
    plane.create(services, service('web'));
    plane.settle();
    const [before] = plane.all(endpointSlices);
    expect([before?.endpoints, before?.ports]).toEqual([null, null]);
    expect(plane.secondLook()).toEqual([]);
    somePods(plane, 1);
    plane.settle();
    expect(plane.all(endpointSlices).map((slice) => slice.metadata.name)).toEqual([before?.metadata.name]);
    plane.delete(pods, plane.get(pods, 'p000'), undefined, 0);
    plane.settle();
    expect(
      plane.all(endpointSlices).map(({ metadata, endpoints, ports }) => [metadata.name, endpoints, ports]),
    ).toEqual([[before?.metadata.name, null, null]]);
  });

  test('hold at most 100 endpoints each and are never repacked', () => {
    const plane = make();
    plane.create(services, service('web'));
    somePods(plane, 205);
    plane.settle();
    const sizes = (): number[] =>
      plane
        .all(endpointSlices)
        .map((slice) => slice.endpoints?.length ?? 0)
        .sort((a, b) => a - b);
    expect(sizes()).toEqual([5, 100, 100]);
    for (const each of plane.all(pods).slice(0, 80)) plane.delete(pods, each, undefined, 0);
    plane.settle();
    expect(sizes()).toEqual([5, 20, 100]);
    expect(plane.secondLook()).toEqual([]);
  });

  test('one write shows two Pods that became ready at one instant', () => {
    const plane = make();
    plane.create(services, service('web'));
    somePods(plane, 10);
    plane.settle();
    const before = plane.store.rv;
    for (const name of ['p003', 'p007']) plane.setPod(plane.get(pods, name), false);
    plane.settle();
    expect(plane.store.log.since(before)?.filter((change) => change.resource === endpointSlices.resource)).toHaveLength(
      1,
    );
  });

  test('keep endpoints that did not change, by reference', () => {
    const plane = make();
    plane.create(services, service('web'));
    somePods(plane, 3);
    plane.settle();
    const before = plane.all(endpointSlices)[0]?.endpoints ?? [];
    plane.setPod(plane.get(pods, 'p001'), false);
    plane.settle();
    const after = plane.all(endpointSlices)[0]?.endpoints ?? [];
    expect([after[0] === before[0], after[1] === before[1], after[2] === before[2]]).toEqual([true, false, true]);
  });

  test('show a Pod under deletion until it is gone, serving but not ready', () => {
    const plane = make();
    plane.create(services, service('web'));
    somePods(plane, 1);
    plane.delete(pods, plane.get(pods, 'p000'));
    plane.settle();
    expect(plane.all(endpointSlices)[0]?.endpoints?.[0]?.conditions).toEqual({
      ready: false,
      serving: true,
      terminating: true,
    });
    plane.endPods();
    plane.settle();
    expect(shown(plane)).toEqual(['']);
  });
});

describe('what changes slices', () => {
  test('labels move Pods in and out', () => {
    const plane = make();
    plane.create(services, service('web'));
    somePods(plane, 2);
    plane.settle();
    const first = plane.get(pods, 'p000');
    plane.update(pods, { ...first, metadata: { ...first.metadata, labels: { app: 'other' } } });
    plane.settle();
    expect(shown(plane)).toEqual(['10.244.0.3']);
    const stored = plane.get(services, 'web');
    plane.update(services, { ...stored, spec: { ...stored.spec, selector: { app: 'other' } } });
    plane.settle();
    expect(shown(plane)).toEqual(['10.244.0.2']);
    expect(plane.secondLook()).toEqual([]);
  });

  test('a named port is looked up in each Pod, and Pods that differ have slices of their own', () => {
    const plane = make();
    plane.create(services, service('web', { ports: [{ port: 80, targetPort: 'http' }] }));
    plane.create(pods, pod('a', { app: 'web' }));
    plane.create(
      pods,
      pod(
        'b',
        { app: 'web' },
        { spec: { containers: [{ name: 'app', image: 'i', ports: [{ name: 'http', containerPort: 9000 }] }] } },
      ),
    );
    plane.create(pods, pod('c', { app: 'web' }, { spec: { containers: [{ name: 'app', image: 'i' }] } }));
    plane.runPods();
    plane.settle();
    const ports = plane
      .all(endpointSlices)
      .map((slice) => [slice.ports?.[0]?.port, slice.endpoints?.map((each) => each.targetRef?.name).join()]);
    expect(ports).toEqual([
      [8080, 'a'],
      [9000, 'b'],
      [undefined, 'c'],
    ]);
    expect(plane.secondLook()).toEqual([]);
  });

  test("a change of the Service's port rewrites its slices in place", () => {
    const plane = make();
    plane.create(services, service('web'));
    somePods(plane, 2);
    plane.settle();
    const name = plane.all(endpointSlices)[0]?.metadata.name;
    const stored = plane.get(services, 'web');
    plane.update(services, { ...stored, spec: { ...stored.spec, ports: [{ port: 80, targetPort: 9090 }] } });
    plane.settle();
    expect(
      plane.all(endpointSlices).map((slice) => [slice.metadata.name, slice.ports?.[0]?.port, slice.endpoints?.length]),
    ).toEqual([[name, 9090, 2]]);
  });

  test('an address that changed is another endpoint', () => {
    const plane = make();
    plane.create(services, service('web'));
    somePods(plane, 2);
    plane.settle();
    const first = plane.get(pods, 'p000');
    plane.updateStatus(pods, {
      ...first,
      status: { ...first.status, podIP: '10.244.0.99', podIPs: [{ ip: '10.244.0.99' }] },
    });
    plane.settle();
    expect(shown(plane)).toEqual(['10.244.0.3 10.244.0.99']);
  });

  test('Pods of a node that is gone are left out, and come back with it', () => {
    const plane = make();
    plane.create(services, service('web'));
    somePods(plane, 1);
    plane.settle();
    plane.delete(nodes, plane.get(nodes, 'node-1', ''));
    plane.settle();
    expect(shown(plane)).toEqual(['']);
    plane.addNode('node-1', 'zone-b');
    plane.settle();
    expect([shown(plane), plane.all(endpointSlices)[0]?.endpoints?.[0]?.zone]).toEqual([['10.244.0.2'], 'zone-b']);
  });

  test('a slice that somebody else deleted comes back after a second', () => {
    const plane = make();
    plane.create(services, service('web'));
    somePods(plane, 1);
    plane.settle();
    plane.delete(endpointSlices, plane.all(endpointSlices)[0] as EndpointSlice);
    plane.settle();
    expect(shown(plane)).toEqual([]);
    plane.run(1_000);
    expect(shown(plane)).toEqual(['10.244.0.2']);
  });

  test('Services without a selector and ExternalName are left alone', () => {
    const plane = make();
    const { selector: _selector, ...spec } = service('free').spec;
    plane.create(services, { ...service('free'), spec });
    plane.create(
      services,
      service('name', {
        type: 'ExternalName',
        externalName: 'example.com',
        clusterIP: '',
        clusterIPs: [],
        ipFamilies: [],
      }),
    );
    somePods(plane, 1);
    plane.settle();
    expect(plane.all(endpointSlices)).toEqual([]);
  });
});

describe('a Service that prefers what is close', () => {
  const hints = (plane: ControlPlane): unknown =>
    plane.all(endpointSlices).flatMap((slice) => (slice.endpoints ?? []).map((endpoint) => endpoint.hints));

  test.each([
    ['PreferClose', { forZones: [{ name: 'zone-a' }] }],
    ['PreferSameZone', { forZones: [{ name: 'zone-a' }] }],
    ['PreferSameNode', { forZones: [{ name: 'zone-a' }], forNodes: [{ name: 'node-1' }] }],
  ])('by %s tells it of its ready endpoints, and takes it back', (trafficDistribution, expected) => {
    const plane = new ControlPlane([endpointSliceController], { nodes: ['node-1'] });
    plane.create(services, service('web', { trafficDistribution }));
    for (const name of ['a', 'b']) plane.create(pods, pod(name, { app: 'web' }));
    plane.runPods((each) => each.metadata.name === 'a');
    plane.settle();
    expect(hints(plane)).toEqual([expected, undefined]);
    expect(plane.all(endpointSlices)[0]?.metadata.generation).toBe(1);
    expect(plane.secondLook()).toEqual([]);
    const stored = plane.get(services, 'web');
    const { trafficDistribution: _gone, ...spec } = stored.spec;
    plane.update(services, { ...stored, spec });
    plane.settle();
    expect([hints(plane), plane.all(endpointSlices)[0]?.metadata.generation]).toEqual([[undefined, undefined], 2]);
  });
});
