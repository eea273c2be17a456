import { describe, expect, test } from 'vitest';
import { endpointsDef } from '../endpoints/def.ts';
import type { Endpoints } from '../endpoints/endpoints.ts';
import { created, createErrors, updateErrors } from '../testing/check.ts';
import { endpointSliceDef } from './def.ts';
import type { EndpointSlice } from './endpoint-slice.ts';

function slice(fields: Partial<EndpointSlice>): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'web-x', namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } },
    addressType: 'IPv4',
    endpoints: null,
    ...fields,
  };
}

function addresses(count: number): { readonly addresses: readonly string[] }[] {
  return Array.from({ length: count }, (_, i) => ({ addresses: [`10.244.0.${i + 2}`] }));
}

function subsets(fields: Endpoints['subsets']): Endpoints {
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'web', namespace: 'default' },
    ...(fields !== undefined && { subsets: fields }),
  };
}

describe('an EndpointSlice', () => {
  test.each<[string, string, Partial<EndpointSlice>]>([
    ['<unset>', '<unset>', { ports: null }],
    ['80', '10.244.0.2,10.244.0.3,10.244.0.4', { endpoints: addresses(3), ports: [{ port: 80 }] }],
    [
      '80,http,* + 1 more...',
      '10.244.0.2,10.244.0.3,10.244.0.4 + 2 more...',
      { endpoints: addresses(5), ports: [{ port: 80 }, { name: 'http' }, {}, { port: 81 }] },
    ],
  ])('prints ports %s and endpoints %s', (ports, endpoints, fields) => {
    expect(endpointSliceDef.tableRow(slice(fields), 0).cells).toEqual(['web-x', 'IPv4', ports, endpoints, '<unknown>']);
  });

  test('becomes a row for the stage', () => {
    const endpoints = [
      {
        addresses: ['10.244.0.2'],
        conditions: { ready: false, serving: true, terminating: true },
        nodeName: 'node-1',
        targetRef: { kind: 'Pod', name: 'web-1', uid: 'u-1' },
      },
      { addresses: ['192.0.2.9'] },
    ];
    expect(
      endpointSliceDef.project?.(
        slice({
          endpoints,
          ports: [
            { name: 'http', port: 80, protocol: 'TCP' },
            { name: '', port: 81 },
          ],
        }),
      ),
    ).toMatchObject({
      type: 'slice',
      key: 'discovery.k8s.io/endpointslices/default/web-x',
      service: 'web',
      addressType: 'IPv4',
      ports: ['http:80/TCP', '81/TCP'],
      endpoints: [
        {
          address: '10.244.0.2',
          podUid: 'u-1',
          podName: 'web-1',
          node: 'node-1',
          ready: false,
          serving: true,
          terminating: true,
        },
        { address: '192.0.2.9', podUid: '', podName: '', node: '', ready: true, serving: true, terminating: false },
      ],
    });
  });

  test('is found by its Service', () => {
    expect(endpointSliceDef.indexes[0]?.values(slice({}))).toEqual(['default/web']);
    expect(
      endpointSliceDef.indexes[0]?.values({ ...slice({}), metadata: { name: 'x', namespace: 'default' } }),
    ).toEqual([]);
  });

  test('is refused with addresses that fit no type', () => {
    expect(
      createErrors(
        endpointSliceDef,
        slice({ addressType: 'IPv4', endpoints: [{ addresses: [] }, { addresses: ['127.0.0.1'] }] }),
      ),
    ).toEqual([
      'endpoints[0].addresses: Required value: must contain at least 1 address',
      'endpoints[1].addresses[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
    ]);
    expect(createErrors(endpointSliceDef, slice({ endpoints: addresses(1001) }))).toEqual([
      'endpoints: Too many: 1001: must have at most 1000 items',
    ]);
    expect(updateErrors(endpointSliceDef, slice({ addressType: 'FQDN' }), slice({}))).toEqual([
      'addressType: Invalid value: "FQDN": field is immutable',
    ]);
  });
});

describe('Endpoints', () => {
  const ready = addresses(3).map((endpoint) => ({ ip: endpoint.addresses[0] ?? '' }));

  test.each<[string, Endpoints]>([
    ['<none>', subsets(undefined)],
    ['', subsets([{ notReadyAddresses: ready, ports: [{ port: 80 }] }])],
    ['10.244.0.2:80,10.244.0.3:80,10.244.0.4:80', subsets([{ addresses: ready, ports: [{ port: 80 }] }])],
    [
      '10.244.0.2:80,10.244.0.3:80,10.244.0.4:80 + 3 more...',
      subsets([{ addresses: ready, ports: [{ port: 80 }, { port: 81 }] }]),
    ],
    ['10.244.0.2,10.244.0.3,10.244.0.4', subsets([{ addresses: ready }])],
  ])('print %s', (text, object) => {
    expect(endpointsDef.tableRow(created(endpointsDef, object), 0).cells).toEqual(['web', text, '<unknown>']);
  });

  test('are refused without addresses or with ports that need names', () => {
    expect(createErrors(endpointsDef, subsets([{ ports: [{ port: 80 }, { port: 0, name: 'b' }] }]))).toEqual([
      'subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`',
      'subsets[0].ports[0].name: Required value',
      'subsets[0].ports[1].port: Invalid value: 0: must be between 1 and 65535, inclusive',
    ]);
  });
});
