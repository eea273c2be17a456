import { describe, expect, test } from 'vitest';
import { endpoints, type Endpoints } from '../../../api/kinds/endpoints/endpoints.ts';
import { endpointSlices } from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { services, type Service } from '../../../api/kinds/service/service.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { service } from '../testing/objects.ts';
import { endpointSliceMirroringController } from './index.ts';
import { mirrorOf } from './mirror.ts';

/** A Service that selects nobody. */
function bare(): Service {
  const { selector: _selector, ...spec } = service('db').spec;
  return { ...service('db'), spec };
}

const byHand = (more: Partial<Endpoints> = {}, metadata: object = {}): Endpoints => ({
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: { name: 'db', namespace: 'default', labels: { app: 'db' }, ...metadata },
  subsets: [
    {
      addresses: [{ ip: '192.0.2.7' }, { ip: '2001:db8::7' }],
      notReadyAddresses: [{ ip: '192.0.2.8' }],
      ports: [{ port: 5432, protocol: 'TCP' }],
    },
  ],
  ...more,
});

function make(object: Endpoints): ControlPlane {
  const plane = new ControlPlane([endpointSliceMirroringController]);
  plane.create(services, bare());
  plane.create(endpoints, object);
  plane.settle();
  return plane;
}

describe('Endpoints that somebody wrote by hand', () => {
  test('have a slice for each address family', () => {
    const plane = make(byHand());
    const [v4, v6] = plane.all(endpointSlices);
    const { uid } = plane.get(endpoints, 'db').metadata;
    expect(v4).toMatchObject({
      metadata: {
        generateName: 'db-',
        generation: 1,
        labels: {
          app: 'db',
          'kubernetes.io/service-name': 'db',
          'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
        },
        ownerReferences: [
          { apiVersion: 'v1', kind: 'Endpoints', name: 'db', uid, controller: true, blockOwnerDeletion: true },
        ],
      },
      addressType: 'IPv4',
      endpoints: [
        { addresses: ['192.0.2.7'], conditions: { ready: true } },
        { addresses: ['192.0.2.8'], conditions: { ready: false } },
      ],
      ports: [{ name: '', port: 5432, protocol: 'TCP' }],
    });
    expect([v6?.addressType, v6?.endpoints]).toEqual([
      'IPv6',
      [{ addresses: ['2001:db8::7'], conditions: { ready: true } }],
    ]);
    expect(plane.secondLook()).toEqual([]);
  });

  test('keep the slice when they change, and take it with them', () => {
    const plane = make(byHand({ subsets: [{ addresses: [{ ip: '192.0.2.7' }], ports: [{ port: 1 }] }] }));
    const [before] = plane.all(endpointSlices);
    const stored = plane.get(endpoints, 'db');
    plane.update(endpoints, { ...stored, subsets: [{ addresses: [{ ip: '192.0.2.9' }], ports: [{ port: 2 }] }] });
    plane.settle();
    const [after] = plane.all(endpointSlices);
    expect([after?.metadata.name, after?.metadata.generation, after?.endpoints?.[0]?.addresses]).toEqual([
      before?.metadata.name,
      2,
      ['192.0.2.9'],
    ]);
    plane.delete(endpoints, plane.get(endpoints, 'db'));
    plane.settle();
    expect(plane.all(endpointSlices)).toEqual([]);
  });

  test.each([
    ['ask for it', byHand({}, { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } })],
    ['hold a lock', byHand({}, { annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } })],
  ])('that %s are not mirrored', (_why, object) => {
    expect(make(object).all(endpointSlices)).toEqual([]);
  });

  test('are left to the EndpointSlice controller once the Service selects', () => {
    const plane = make(byHand());
    plane.update(services, { ...plane.get(services, 'db'), spec: service('db').spec });
    plane.settle();
    expect(plane.all(endpointSlices)).toEqual([]);
  });
});

test('no more than 1,000 addresses of a subset are mirrored, and it is told', () => {
  const addresses = Array.from({ length: 1003 }, (_, i) => ({ ip: `10.0.${i >> 8}.${i & 255}` }));
  const object = byHand({ subsets: [{ addresses, ports: [{ port: 1 }] }] });
  expect(mirrorOf(object)).toMatchObject({ invalid: 0, skipped: 3 });
  const plane = make(object);
  expect(plane.all(endpointSlices)[0]?.endpoints).toHaveLength(1000);
  expect(plane.eventsOf('db')).toEqual([
    'TooManyAddressesToMirror: A max of 1000 addresses can be mirrored to EndpointSlices per Endpoints subset. 3 addresses were skipped',
  ]);
  expect(plane.secondLook()).toEqual([]);
});
