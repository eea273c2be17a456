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
