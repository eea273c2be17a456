import { expect, test } from 'vitest';
import { Cluster } from '../testing/cluster.ts';
import { service } from '../testing/session.ts';

const SERVICES = '/api/v1/namespaces/default/services';

interface Spec {
  readonly clusterIP?: string;
  readonly ports: readonly { readonly nodePort?: number }[];
}

const specOf = (cluster: Cluster, name: string): Spec => cluster.get(`${SERVICES}/${name}`).spec as Spec;
const wanting = (name: string, spec: object): unknown => {
  const base = service(name, 'ClusterIP') as { spec: object };
  return { ...base, spec: { ...base.spec, ...spec } };
};

test('addresses and node ports come from the dynamic bands, each once', () => {
  const cluster = new Cluster();
  const seen = new Set<string | number>();
  for (let i = 0; i < 40; i++) {
    cluster.post(SERVICES, service(`s${i}`, 'NodePort'));
    const { clusterIP = '', ports } = specOf(cluster, `s${i}`);
    const [, second = 0, third = 0] = clusterIP.split('.').map(Number);
    // 10.96.0.0/12 keeps its first 256 addresses for people, 30000-30085 are the ports kept for them.
    expect([clusterIP.startsWith('10.'), second >= 96 && second < 112, second > 96 || third > 0]).toEqual([
      true,
      true,
      true,
    ]);
    expect(ports[0]?.nodePort).toBeGreaterThanOrEqual(30_086);
    seen.add(clusterIP).add(ports[0]?.nodePort ?? 0);
  }
  expect(seen.size).toBe(80);
});

test('what is asked for by hand is given, or refused in upstream words', () => {
  const cluster = new Cluster();
  cluster.post(
    SERVICES,
    wanting('fixed', { type: 'NodePort', clusterIP: '10.96.7.7', ports: [{ port: 80, nodePort: 30_080 }] }),
  );
  expect(specOf(cluster, 'fixed')).toMatchObject({ clusterIP: '10.96.7.7', ports: [{ nodePort: 30_080 }] });
  const said = [
    wanting('a', { clusterIP: '10.96.7.7' }),
    wanting('b', { clusterIP: '1.2.3.4' }),
    wanting('c', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] }),
    wanting('d', { type: 'NodePort', ports: [{ port: 80, nodePort: 8080 }] }),
  ].map((body) => cluster.said(cluster.post(SERVICES, body)));
  expect(said).toEqual([
    '422: Service "a" is invalid: spec.clusterIPs: Invalid value: ["10.96.7.7"]: failed to allocate IP 10.96.7.7: provided IP is already allocated',
    '422: Service "b" is invalid: spec.clusterIPs: Invalid value: ["1.2.3.4"]: failed to allocate IP 1.2.3.4: the provided network does not match the current range',
    '422: Service "c" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
    '422: Service "d" is invalid: spec.ports[0].nodePort: Invalid value: 8080: provided port is not in the valid range. The range of valid ports is 30000-32767',
  ]);
});

test('a Service keeps its address when its type changes, and gives everything back when it goes', () => {
  const cluster = new Cluster();
  cluster.post(SERVICES, service('web', 'ClusterIP'));
  const { clusterIP } = specOf(cluster, 'web');
  cluster.patch(`${SERVICES}/web`, { spec: { type: 'NodePort' } });
  const { ports } = specOf(cluster, 'web');
  expect(ports[0]?.nodePort).toBeGreaterThan(30_000);
  cluster.patch(`${SERVICES}/web`, { spec: { type: 'LoadBalancer' } });
  expect(specOf(cluster, 'web')).toMatchObject({ clusterIP, ports: [{ nodePort: ports[0]?.nodePort }] });
  cluster.patch(`${SERVICES}/web`, { spec: { type: 'ClusterIP' } });
  expect(specOf(cluster, 'web').ports[0]).toEqual({ port: 80, protocol: 'TCP', targetPort: 8080 });
  cluster.run();
  cluster.ask('DELETE', `${SERVICES}/web`);
  cluster.run();
  const again = cluster.post(
    SERVICES,
    wanting('again', { clusterIP, type: 'NodePort', ports: [{ port: 80, nodePort: ports[0]?.nodePort }] }),
  );
  expect(cluster.said(again)).toBe('201');
});

test('a headless Service and an ExternalName have no address, and updates may leave it out', () => {
  const cluster = new Cluster();
  cluster.post(SERVICES, wanting('headless', { clusterIP: 'None' }));
  cluster.post(SERVICES, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'db' },
    spec: { type: 'ExternalName', externalName: 'db.example.com' },
  });
  expect([specOf(cluster, 'headless').clusterIP, specOf(cluster, 'db').clusterIP]).toEqual(['None', undefined]);
  cluster.post(SERVICES, service('web', 'NodePort'));
  const before = specOf(cluster, 'web');
  expect(cluster.said(cluster.ask('PUT', `${SERVICES}/web`, service('web', 'NodePort')))).toBe('200');
  expect(specOf(cluster, 'web')).toEqual(before);
  expect(cluster.said(cluster.patch(`${SERVICES}/web`, { spec: { clusterIP: '10.96.44.44' } }))).toBe(
    '422: Service "web" is invalid: spec.clusterIPs[0]: Invalid value: ["10.96.44.44"]: may not change once set',
  );
});

test('one number in two protocols gets one node port, when the Service is new', () => {
  const cluster = new Cluster();
  const dns = [
    { name: 'udp', port: 53, protocol: 'UDP' },
    { name: 'tcp', port: 53, protocol: 'TCP' },
    { name: 'web', port: 80 },
  ];
  cluster.post(SERVICES, wanting('dns', { type: 'NodePort', ports: dns }));
  const [udp, tcp, web] = specOf(cluster, 'dns').ports.map(({ nodePort }) => nodePort);
  expect([udp === tcp, udp === web]).toEqual([true, false]);
  const fixed = [
    { name: 'udp', port: 53, protocol: 'UDP' },
    { name: 'tcp', port: 53, nodePort: 30_053 },
  ];
  cluster.post(SERVICES, wanting('fixed', { type: 'NodePort', ports: fixed }));
  expect(specOf(cluster, 'fixed').ports.map(({ nodePort }) => nodePort)).toEqual([30_053, 30_053]);
});

test('a load balancer that keeps the client address has a port for health checks, and gives it back', () => {
  const cluster = new Cluster();
  const local = { type: 'LoadBalancer', externalTrafficPolicy: 'Local', allocateLoadBalancerNodePorts: false };
  cluster.post(SERVICES, wanting('a', local));
  const { healthCheckNodePort = 0, ports } = specOf(cluster, 'a') as Spec & { readonly healthCheckNodePort?: number };
  expect([healthCheckNodePort >= 30_000, ports[0]?.nodePort]).toEqual([true, undefined]);
  const taken = cluster.post(SERVICES, wanting('b', { ...local, healthCheckNodePort }));
  expect(cluster.said(taken)).toBe(
    `500: Internal error occurred: failed to allocate requested HealthCheck NodePort ${healthCheckNodePort}: provided port is already allocated`,
  );
  cluster.patch(`${SERVICES}/a`, { spec: { externalTrafficPolicy: 'Cluster' } });
  expect(specOf(cluster, 'a')).not.toHaveProperty('healthCheckNodePort');
  expect(cluster.post(SERVICES, wanting('b', { ...local, healthCheckNodePort })).status).toBe(201);
});

test('the ends of the range belong to nobody', () => {
  const cluster = new Cluster();
  for (const ip of ['10.96.0.0', '10.111.255.255'])
    expect(cluster.said(cluster.post(SERVICES, wanting('p', { clusterIP: ip })))).toBe(
      `422: Service "p" is invalid: spec.clusterIPs: Invalid value: ["${ip}"]: failed to allocate IP ${ip}: the provided IP (${ip}) is not in the valid range. The range of valid IPs is 10.96.0.0/12`,
    );
});

test('whoever asks for Endpoints is told that they are deprecated', () => {
  const cluster = new Cluster();
  const url = '/api/v1/namespaces/default/endpoints';
  const warning = '299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"';
  const object = { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'db' }, subsets: [] };
  const answers = [
    cluster.ask('GET', url),
    cluster.ask('GET', `${url}/kubernetes`),
    cluster.ask('GET', `${url}/nosuch`),
    cluster.post(url, object),
    cluster.ask('DELETE', `${url}/db`),
  ];
  expect(answers.map(({ status, headers }) => [status, headers?.['warning']])).toEqual(
    [200, 200, 404, 201, 200].map((status) => [status, warning]),
  );
  expect(cluster.ask('GET', SERVICES).headers?.['warning']).toBeUndefined();
});
