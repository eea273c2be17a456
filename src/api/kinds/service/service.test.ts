import { describe, expect, test } from 'vitest';
import { created, createErrors, updated, updateErrors } from '../testing/check.ts';
import { serviceWith } from '../testing/parts.ts';
import { serviceDef } from './def.ts';
import type { Service, ServiceSpec } from './service.ts';

const NOW_MS = Date.UTC(2026, 0, 1, 0, 10);
const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

function specOf(spec: ServiceSpec): unknown {
  return created(serviceDef, serviceWith(spec)).spec;
}

/** A stored Service as the allocators leave it. */
function stored(spec: ServiceSpec): Service {
  const service = created(serviceDef, serviceWith(spec)) as Service;
  return service.spec.clusterIPs === undefined && service.spec.type !== 'ExternalName'
    ? { ...service, spec: { ...service.spec, clusterIP: '10.96.5.5', clusterIPs: ['10.96.5.5'] } }
    : service;
}

const port = { name: '', port: 80, targetPort: 80, protocol: 'TCP' };

describe('the defaults of a Service', () => {
  const common = {
    selector: { app: 'p' },
    internalTrafficPolicy: 'Cluster',
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    sessionAffinity: 'None',
  };

  test('are those of a ClusterIP', () => {
    expect(created(serviceDef, serviceWith({ ports: [{ port: 80 }] }))).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'p', namespace: 'default' },
      spec: { ...common, type: 'ClusterIP', ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }] },
      status: { loadBalancer: {} },
    });
  });

  test('depend on the type', () => {
    const ports = [{ port: 80, protocol: 'TCP', targetPort: 'http' }];
    expect(specOf({ type: 'NodePort', ports })).toEqual({
      ...common,
      type: 'NodePort',
      ports,
      externalTrafficPolicy: 'Cluster',
    });
    expect(specOf({ type: 'LoadBalancer', ports })).toEqual({
      ...common,
      type: 'LoadBalancer',
      ports,
      externalTrafficPolicy: 'Cluster',
      allocateLoadBalancerNodePorts: true,
    });
    expect(specOf({ type: 'ExternalName', externalName: 'db.example.com' })).toEqual({
      selector: { app: 'p' },
      type: 'ExternalName',
      externalName: 'db.example.com',
      sessionAffinity: 'None',
    });
  });

  test('complete session affinity and a headless Service', () => {
    expect(specOf({ sessionAffinity: 'ClientIP' })).toMatchObject({
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } },
    });
    expect(specOf({ clusterIP: 'None' })).toMatchObject({
      clusterIP: 'None',
      clusterIPs: ['None'],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
    });
    expect(specOf({ clusterIP: 'None', selector: {} })).toMatchObject({
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack',
    });
    expect(specOf({ externalIPs: ['192.0.2.7'], ports: [port] })).toMatchObject({ externalTrafficPolicy: 'Cluster' });
  });
});

describe('a Service is refused in the words of a real API server', () => {
  test.each<[string, Service, readonly string[]]>([
    [
      'a wrong name',
      serviceWith({ ports: [port] }, 'My_Service'),
      [`metadata.name: Invalid value: "My_Service": ${LABEL_RULE}`],
    ],
    [
      'a port out of range',
      serviceWith({ ports: [{ port: 70000 }] }),
      [
        'spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive',
        'spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
      ],
    ],
    [
      'ports without names',
      serviceWith({ ports: [{ port: 80 }, { port: 81 }] }),
      ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value'],
    ],
    [
      'ports of one name',
      serviceWith({
        ports: [
          { name: 'a', port: 80 },
          { name: 'a', port: 81 },
        ],
      }),
      ['spec.ports[1].name: Duplicate value: "a"'],
    ],
    ['no ports', serviceWith({ ports: [] }), ['spec.ports: Required value']],
    [
      'a wrong protocol',
      serviceWith({ ports: [{ port: 80, protocol: 'HTTP' }] }),
      ['spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"'],
    ],
    [
      'no address',
      serviceWith({ clusterIP: 'banana', ports: [port] }),
      ['spec.clusterIPs[0]: Invalid value: "banana": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
    ],
    [
      'a wrong type',
      serviceWith({ type: 'Loadbalancer', ports: [port] }),
      [
        'spec.type: Unsupported value: "Loadbalancer": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
      ],
    ],
    [
      'a wrong affinity',
      serviceWith({ sessionAffinity: 'Cookie', ports: [port] }),
      ['spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"'],
    ],
    [
      'a wrong target port',
      serviceWith({ ports: [{ port: 80, targetPort: 'UPPER_x' }] }),
      [
        'spec.ports[0].targetPort: Invalid value: "UPPER_x": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
      ],
    ],
  ])('with %s', (_what, service, errors) => {
    expect(createErrors(serviceDef, service)).toEqual(errors);
  });

  test('but may have a name that starts with a digit', () => {
    expect(createErrors(serviceDef, serviceWith({ ports: [port] }, '9lives'))).toEqual([]);
  });
});

describe('a Service is refused with upstream texts', () => {
  const named = [{ name: 'a', port: 80, targetPort: 80, protocol: 'TCP', nodePort: 30080 }];

  test.each<[string, ServiceSpec, readonly string[]]>([
    [
      'a port twice',
      {
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 80 },
        ],
      },
      [
        'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
      ],
    ],
    [
      'a node port twice',
      { type: 'NodePort', ports: [named[0]!, { ...named[0]!, name: 'b', port: 81 }] },
      ['spec.ports[1].nodePort: Duplicate value: 30080'],
    ],
    [
      'a node port of a ClusterIP',
      { ports: named },
      ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ],
    [
      'a headless NodePort',
      { type: 'NodePort', clusterIP: 'None', ports: [port] },
      ['spec.clusterIPs[0]: Invalid value: "None": may not be set to \'None\' for NodePort services'],
    ],
    ['no external name', { type: 'ExternalName' }, ['spec.externalName: Required value']],
    [
      'an ExternalName with a cluster IP',
      { type: 'ExternalName', externalName: 'a.b.', clusterIP: '10.96.0.5' },
      ['spec.clusterIPs: Forbidden: may not be set for ExternalName services'],
    ],
    [
      'an affinity that lasts too long',
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 90_000 } }, ports: [port] },
      [
        'spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 90000: must be greater than 0 and less than 86400',
      ],
    ],
    [
      'a traffic policy inside the cluster',
      { externalTrafficPolicy: 'Local', ports: [port] },
      ['spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services'],
    ],
    [
      'a health check port without need',
      { type: 'NodePort', healthCheckNodePort: 30000, ports: [port] },
      [
        "spec.healthCheckNodePort: Invalid value: 30000: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
      ],
    ],
    [
      'fields of load balancers',
      {
        loadBalancerSourceRanges: ['10.0.0.0/8'],
        loadBalancerClass: 'x',
        allocateLoadBalancerNodePorts: false,
        ports: [port],
      },
      [
        "spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'",
        "spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is 'LoadBalancer'",
        "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'",
      ],
    ],
    [
      'an unknown distribution',
      { trafficDistribution: 'Far', ports: [port] },
      [
        'spec.trafficDistribution: Unsupported value: "Far": supported values: "PreferClose", "PreferSameNode", "PreferSameZone"',
      ],
    ],
    [
      'both families',
      { ipFamilyPolicy: 'RequireDualStack', ports: [port] },
      [
        'spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services',
      ],
    ],
    [
      'clusterIPs without clusterIP',
      { clusterIPs: ['10.96.0.9'], ports: [port] },
      ['spec.clusterIPs: Invalid value: ["10.96.0.9"]: must be empty when `clusterIP` is not specified'],
    ],
    [
      'an external IP of its own machine',
      { externalIPs: ['127.0.0.1'], ports: [port] },
      ['spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)'],
    ],
  ])('with %s', (_what, spec, errors) => {
    expect(createErrors(serviceDef, serviceWith(spec))).toEqual(errors);
  });
});

describe('an update of a Service', () => {
  test('that says nothing of addresses and node ports keeps them', () => {
    const old = stored({ type: 'NodePort', ports: [{ name: 'a', port: 80, nodePort: 30080 }] });
    const next = updated(
      serviceDef,
      serviceWith({
        type: 'NodePort',
        ports: [
          { name: 'a', port: 8080 },
          { name: 'b', port: 81 },
        ],
      }),
      old,
    ) as Service;
    expect(next.spec).toMatchObject({ clusterIP: '10.96.5.5', clusterIPs: ['10.96.5.5'] });
    expect(next.spec.ports?.map(({ nodePort }) => nodePort)).toEqual([30080, undefined]);
  });

  test('may not change the cluster IP', () => {
    const old = stored({ ports: [port] });
    const next = { ...old, spec: { ...old.spec, clusterIP: '10.96.44.44' } };
    expect(updateErrors(serviceDef, next, old)).toEqual([
      'spec.clusterIPs[0]: Invalid value: ["10.96.44.44"]: may not change once set',
    ]);
    expect(updateErrors(serviceDef, { ...old, spec: { ...old.spec, clusterIP: 'None' } }, old)).toEqual([
      'spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set',
    ]);
  });

  test('to ClusterIP drops the node ports and what only outsiders need', () => {
    const old = stored({ type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30080 }] });
    const next = updated(serviceDef, { ...old, spec: { ...old.spec, type: 'ClusterIP' } }, old) as Service;
    expect(next.spec).toEqual({
      type: 'ClusterIP',
      selector: { app: 'p' },
      clusterIP: '10.96.5.5',
      clusterIPs: ['10.96.5.5'],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      sessionAffinity: 'None',
    });
    expect(updateErrors(serviceDef, { ...old, spec: { ...old.spec, type: 'ClusterIP' } }, old)).toEqual([]);
  });

  test('to ExternalName drops the addresses', () => {
    const old = stored({ ports: [port] });
    const wanted = { ...old, spec: { ...old.spec, type: 'ExternalName', externalName: 'db.example.com' } };
    const { spec } = updated(serviceDef, wanted, old) as Service;
    expect([spec.clusterIP, spec.clusterIPs, spec.ipFamilies, spec.ipFamilyPolicy]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(updateErrors(serviceDef, wanted, old)).toEqual([]);
  });

  test('that changes what the new type may not have is refused', () => {
    const old = stored({ type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] });
    const next = { ...old, spec: { ...old.spec, type: 'ClusterIP', ports: [{ ...port, nodePort: 30081 }] } };
    expect(updateErrors(serviceDef, next, old)).toEqual([
      "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
    ]);
  });

  test('without a difference stays the stored object in all its parts', () => {
    const old = stored({ type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30080 }] });
    expect(updated(serviceDef, old, old)).toBe(old);
  });
});

describe('a row of kubectl get services', () => {
  const meta = { name: 'web', namespace: 'default', creationTimestamp: '2026-01-01T00:09:58Z' };
  const cells = (spec: ServiceSpec, status: Service['status'] = {}): readonly unknown[] =>
    serviceDef.tableRow({ apiVersion: 'v1', kind: 'Service', metadata: meta, spec, status }, NOW_MS).cells;

  test.each<[string, readonly unknown[], readonly unknown[]]>([
    [
      'ClusterIP',
      cells({ type: 'ClusterIP', clusterIPs: ['10.96.0.1'], ports: [{ port: 443, protocol: 'TCP' }] }),
      ['web', 'ClusterIP', '10.96.0.1', '<none>', '443/TCP', '2s', '<none>'],
    ],
    [
      'NodePort',
      cells({
        type: 'NodePort',
        clusterIPs: ['10.96.0.2'],
        selector: { b: '2', a: '1' },
        ports: [
          { port: 80, nodePort: 30113, protocol: 'TCP' },
          { port: 53, nodePort: 30053, protocol: 'UDP' },
        ],
      }),
      ['web', 'NodePort', '10.96.0.2', '<none>', '80:30113/TCP,53:30053/UDP', '2s', 'a=1,b=2'],
    ],
    [
      'pending LoadBalancer',
      cells({ type: 'LoadBalancer', clusterIPs: ['10.96.0.3'], ports: [] }),
      ['web', 'LoadBalancer', '10.96.0.3', '<pending>', '<none>', '2s', '<none>'],
    ],
    [
      'LoadBalancer',
      cells(
        { type: 'LoadBalancer', clusterIPs: ['10.96.0.3'], externalIPs: ['198.51.100.1'] },
        { loadBalancer: { ingress: [{ ip: '203.0.113.2' }, { hostname: 'lb.example.com' }] } },
      ),
      ['web', 'LoadBalancer', '10.96.0.3', '203.0.113.2,lb.example.com,198.51.100.1', '<none>', '2s', '<none>'],
    ],
    [
      'ExternalName',
      cells({ type: 'ExternalName', externalName: 'db.example.com' }),
      ['web', 'ExternalName', '<none>', 'db.example.com', '<none>', '2s', '<none>'],
    ],
  ])('of type %s', (_type, actual, expected) => {
    expect(actual).toEqual(expected);
  });
});

test('a Service becomes a row for the stage', () => {
  const service = stored({ ports: [{ port: 80, targetPort: 'http', name: 'web' }] });
  expect(serviceDef.project?.(service)).toEqual({
    type: 'service',
    key: 'core/services/default/p',
    uid: '',
    rv: 0,
    namespace: 'default',
    name: 'p',
    createdMs: 0,
    serviceType: 'ClusterIP',
    clusterIp: '10.96.5.5',
    ports: [{ name: 'web', protocol: 'TCP', port: 80, targetPort: 'http', nodePort: 0 }],
    selector: { app: 'p' },
    externalName: '',
    ingress: [],
  });
});
