import { describe, expect, test } from 'vitest';
import type { DnsAnswer, DnsType } from '../../protocol/dns.ts';
import { Cluster } from '../testing/cluster.ts';
import { deployment, service } from '../testing/session.ts';

const API = '/api/v1/namespaces/default';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

function ask(cluster: Cluster, name: string, type: DnsType = 'A', more = ''): DnsAnswer {
  const url = `/apis/sim.kubarium.dev/v1/dns?name=${encodeURIComponent(name)}&type=${type}${more}`;
  return cluster.ask('GET', url).body as DnsAnswer;
}

const told = (answer: DnsAnswer): string[] => answer.records.map(({ name, type, data }) => `${name} ${type} ${data}`);

/** Two Pods behind a Service of this spec. */
function running(spec: object): Cluster {
  const cluster = new Cluster();
  cluster.post(DEPLOYMENTS, deployment('web', 2, 'nginx'));
  const base = service('web', 'ClusterIP') as { readonly spec: object };
  cluster.post(`${API}/services`, { ...base, spec: { ...base.spec, ...spec } });
  cluster.post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
  cluster.run();
  return cluster;
}

const podIps = (cluster: Cluster): string[] =>
  cluster.items(`${API}/pods`).map(({ status }) => (status as { readonly podIP: string }).podIP);

describe('a Service with an address', () => {
  test('is found by its short name in its namespace, and by its longer ones from elsewhere', () => {
    const cluster = running({ clusterIP: '10.96.7.7' });
    const record = 'web.default.svc.cluster.local A 10.96.7.7';
    for (const name of ['web', 'web.default', 'web.default.svc', 'WEB.default.svc.cluster.local.'])
      expect(told(ask(cluster, name))).toEqual([record]);
    expect(told(ask(cluster, 'web.default', 'A', '&namespace=team'))).toEqual([record]);
    const lost = ask(cluster, 'web', 'A', '&namespace=team');
    expect([lost.code, lost.queries.map(({ name, code }) => `${name} ${code}`)]).toEqual([
      'FORWARDED',
      [
        'web.team.svc.cluster.local NXDOMAIN',
        'web.svc.cluster.local NXDOMAIN',
        'web.cluster.local NXDOMAIN',
        'web FORWARDED',
      ],
    ]);
  });

  test('has no IPv6 address, but exists', () => {
    const { code, records } = ask(running({}), 'web.default.svc.cluster.local.', 'AAAA');
    expect([code, records]).toEqual(['NOERROR', []]);
  });

  test('says the port of a name, and its own name for an address', () => {
    const cluster = running({ clusterIP: '10.96.7.7', ports: [{ name: 'http', port: 80, targetPort: 8080 }] });
    expect(told(ask(cluster, '_http._tcp.web', 'SRV'))).toEqual([
      '_http._tcp.web.default.svc.cluster.local SRV 0 100 80 web.default.svc.cluster.local',
    ]);
    expect(ask(cluster, '_https._tcp.web.default.svc.cluster.local.', 'SRV').code).toBe('NXDOMAIN');
    expect(told(ask(cluster, '7.7.96.10.in-addr.arpa.', 'PTR'))).toEqual([
      '7.7.96.10.in-addr.arpa PTR web.default.svc.cluster.local',
    ]);
  });
});

describe('a headless Service', () => {
  const headless = { clusterIP: 'None', ports: [{ name: 'http', port: 80, targetPort: 8080 }] };

  test('is its ready endpoints, each with a name of its own', () => {
    const cluster = running(headless);
    const ips = podIps(cluster);
    expect(
      ask(cluster, 'web')
        .records.map(({ data }) => data)
        .sort(),
    ).toEqual([...ips].sort());
    const [ip = ''] = ips;
    expect(told(ask(cluster, `${ip.replaceAll('.', '-')}.web`))).toEqual([
      `${ip.replaceAll('.', '-')}.web.default.svc.cluster.local A ${ip}`,
    ]);
    expect(ask(cluster, '_http._tcp.web', 'SRV').records).toHaveLength(2);
    expect(told(ask(cluster, `${ip.split('.').reverse().join('.')}.in-addr.arpa.`, 'PTR'))[0]).toMatch(
      /-\d+\.web\.default\.svc\.cluster\.local$/,
    );
  });

  test('gives a Pod with hostname and subdomain its own name', () => {
    const cluster = running(headless);
    cluster.post(`${API}/pods`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', labels: { app: 'web' } },
      spec: { hostname: 'db-0', subdomain: 'web', containers: [{ name: 'a', image: 'nginx' }] },
    });
    cluster.run();
    expect(ask(cluster, 'db-0.web').records).toHaveLength(1);
    expect(ask(cluster, 'db-1.web.default.svc.cluster.local.').code).toBe('NXDOMAIN');
  });

  test('without anybody behind it is no name at all', () => {
    const cluster = running({ ...headless, selector: { app: 'nobody' } });
    expect(ask(cluster, 'web.default.svc.cluster.local.').code).toBe('NXDOMAIN');
  });
});

test('an ExternalName is an alias, followed as far as the cluster knows', () => {
  const cluster = running({ clusterIP: '10.96.7.7' });
  const alias = (name: string, externalName: string): unknown => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { type: 'ExternalName', externalName },
  });
  cluster.post(`${API}/services`, alias('db', 'db.example.com'));
  cluster.post(`${API}/services`, alias('site', 'web.default.svc.cluster.local'));
  expect(told(ask(cluster, 'db'))).toEqual(['db.default.svc.cluster.local CNAME db.example.com']);
  expect(told(ask(cluster, 'site'))).toEqual([
    'site.default.svc.cluster.local CNAME web.default.svc.cluster.local',
    'web.default.svc.cluster.local A 10.96.7.7',
  ]);
});

test("a Pod's own name is its address with dashes", () => {
  const cluster = new Cluster();
  expect(told(ask(cluster, '10-244-1-9.default.pod.cluster.local.'))).toEqual([
    '10-244-1-9.default.pod.cluster.local A 10.244.1.9',
  ]);
  expect(ask(cluster, '10-244-1-9.nowhere.pod.cluster.local.').code).toBe('NXDOMAIN');
});

describe('the search path', () => {
  function asking(spec: object): DnsAnswer {
    const cluster = running({});
    const containers = [{ name: 'a', image: 'nginx' }];
    const said = cluster.post(`${API}/pods`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'client' },
      spec: { containers, ...spec },
    });
    expect(said.status).toBe(201);
    return ask(cluster, 'a.b.c.d.e.f', 'A', '&pod=client');
  }

  test.each<[object, readonly string[], readonly string[], string]>([
    [{}, ['10.96.0.10'], ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local'], 'a.b.c.d.e.f'],
    [{ dnsPolicy: 'Default' }, ['192.168.0.1'], [], 'a.b.c.d.e.f'],
    [{ hostNetwork: true }, ['192.168.0.1'], [], 'a.b.c.d.e.f'],
    [
      { dnsConfig: { searches: ['corp.example'], options: [{ name: 'ndots', value: '9' }] } },
      ['10.96.0.10'],
      ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local', 'corp.example'],
      'a.b.c.d.e.f.default.svc.cluster.local',
    ],
    [{ dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.53'] } }, ['192.0.2.53'], [], 'a.b.c.d.e.f'],
  ])('of a Pod with %j', (spec, nameservers, searches, first) => {
    const { resolvConf, queries } = asking(spec);
    expect(resolvConf).toMatchObject({ nameservers, searches });
    expect(queries[0]?.name).toBe(first);
  });
});

test('a question that cannot be asked is refused', () => {
  const cluster = new Cluster();
  const said = (query: string): string => cluster.said(cluster.ask('GET', `/apis/sim.kubarium.dev/v1/dns?${query}`));
  expect([said(''), said('name=web&type=MX')]).toEqual([
    '400: name: a DNS name of up to 255 characters is needed',
    '400: type: must be one of A, AAAA, SRV, CNAME, PTR',
  ]);
});
