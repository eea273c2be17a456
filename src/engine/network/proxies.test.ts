import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endpointSlices, type EndpointSlice } from '../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { kubeProxies } from '../../api/kinds/kube-proxy/kube-proxy.ts';
import { nodes } from '../../api/kinds/node/node.ts';
import { services, type Service } from '../../api/kinds/service/service.ts';
import { NODE_FAULTS } from '../node-side/node-power.ts';
import { SmallCluster, START_MS, stored } from '../node-side/testing/small-cluster.ts';
import { endpointsFor, pickEndpoint, proxyRules } from './index.ts';

const SLICE_KEY = 'discovery.k8s.io/endpointslices/default/web-1';

function slice(ips: readonly string[], name = 'web-1', service = 'web'): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name, namespace: 'default', labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    endpoints: ips.map((ip) => ({
      addresses: [ip],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: 'node-1',
    })),
    ports: [{ name: '', port: 8080, protocol: 'TCP' }],
  };
}

function addService(cluster: SmallCluster, name = 'web', spec: Service['spec'] = {}): Service {
  return cluster.create(services, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
  });
}

function setSlice(cluster: SmallCluster, ips: readonly string[]): void {
  const old = cluster.world.get(endpointSlices, 'default', 'web-1');
  if (old === undefined) cluster.create(endpointSlices, slice(ips));
  else stored(cluster.world.update(endpointSlices, { ...old, endpoints: slice(ips).endpoints }));
}

/** What a node sends connections to `web` to. */
function targets(cluster: SmallCluster, node: string): string[] {
  return proxyRules(cluster.world, node).flatMap((rule) =>
    rule.service === 'web' ? endpointsFor(rule, 'internal').map(({ ip, port }) => `${ip}:${port}`) : [],
  );
}

function stale(cluster: SmallCluster, node: string): readonly string[] {
  return cluster.world.get(kubeProxies, '', node)?.status?.stale ?? [];
}

function withNodes(count: number, timing: 'real' | 'classroom' | 'instant' = 'classroom'): SmallCluster {
  const cluster = new SmallCluster(timing);
  for (let i = 1; i <= count; i++) cluster.addNode(`node-${i}`);
  cluster.settle();
  return cluster;
}

describe('what each node has programmed', () => {
  test('every node learns of a change at its own moment; before that it goes by the old version', () => {
    const cluster = withNodes(5);
    addService(cluster);
    setSlice(cluster, ['10.244.1.2']);
    cluster.settle();
    setSlice(cluster, ['10.244.1.3']);
    const learnedMs = new Map<string, number>();
    const names = ['node-1', 'node-2', 'node-3', 'node-4', 'node-5'];
    cluster.runFor(1);
    for (const name of names) expect(stale(cluster, name)).toEqual([SLICE_KEY]);
    while (learnedMs.size < names.length && cluster.loop.step()) {
      for (const name of names) {
        const isNew = targets(cluster, name)[0] === '10.244.1.3:8080';
        expect(stale(cluster, name)).toEqual(isNew ? [] : [SLICE_KEY]);
        expect(targets(cluster, name)).toEqual([isNew ? '10.244.1.3:8080' : '10.244.1.2:8080']);
        if (isNew && !learnedMs.has(name)) learnedMs.set(name, cluster.loop.nowMs);
      }
    }
    expect(new Set(learnedMs.values()).size).toBe(5);
  });

  test('a node programs its tables at most once a second, with all that it has heard of', () => {
    const cluster = withNodes(2, 'real');
    addService(cluster);
    for (let i = 2; i < 40; i++) {
      setSlice(cluster, [`10.244.1.${i}`]);
      cluster.runFor(100);
    }
    cluster.settle();
    const synced = cluster.store.log.entries().flatMap(({ key, prev, next, atMs }) => {
      const learned = (next as { status?: { learnedRv: number } } | undefined)?.status?.learnedRv;
      const before = (prev as { status?: { learnedRv: number } } | undefined)?.status?.learnedRv;
      return key === 'sim.kubarium.dev/kubeproxies//node-1' && learned !== before ? [atMs - START_MS] : [];
    });
    const gapsMs = synced.slice(1).map((atMs, i) => atMs - (synced[i] ?? 0));
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(1_000);
    expect(synced.length).toBeGreaterThan(3);
    expect(targets(cluster, 'node-1')).toEqual(['10.244.1.39:8080']);
  });

  test('without any delay one change is one write a node', () => {
    const cluster = withNodes(3, 'instant');
    addService(cluster);
    cluster.settle();
    const before = cluster.store.rv;
    setSlice(cluster, ['10.244.1.2']);
    cluster.settle();
    expect(cluster.store.rv - before).toBe(4);
  });

  test('in a large cluster what is stale is not written in advance', () => {
    const cluster = withNodes(201);
    addService(cluster);
    cluster.settle();
    const before = cluster.store.rv;
    setSlice(cluster, ['10.244.1.2']);
    cluster.runFor(1);
    expect(cluster.store.rv - before).toBe(1);
    cluster.settle();
    expect(targets(cluster, 'node-201')).toEqual(['10.244.1.2:8080']);
  });

  test('headless Services, ExternalName and their slices are nothing to learn', () => {
    const cluster = withNodes(1);
    const before = cluster.world.get(kubeProxies, '', 'node-1')?.status?.learnedRv;
    addService(cluster, 'web', { clusterIP: 'None' });
    const plain = slice(['10.244.1.2']);
    cluster.create(endpointSlices, {
      ...plain,
      metadata: { ...plain.metadata, labels: { ...plain.metadata.labels, 'service.kubernetes.io/headless': '' } },
    });
    cluster.settle();
    expect(cluster.world.get(kubeProxies, '', 'node-1')?.status?.learnedRv).toBe(before);
    expect(proxyRules(cluster.world, 'node-1')).toEqual([]);
  });

  test('a node that is off learns nothing, and everything when it is back', () => {
    const cluster = withNodes(2);
    addService(cluster);
    setSlice(cluster, ['10.244.1.2']);
    cluster.settle();
    cluster.world.table(NODE_FAULTS).set('node-2', { power: false });
    setSlice(cluster, ['10.244.1.3']);
    cluster.runFor(10_000);
    expect(stale(cluster, 'node-2')).toEqual([SLICE_KEY]);
    expect(targets(cluster, 'node-1')).toEqual(['10.244.1.3:8080']);
    cluster.world.table(NODE_FAULTS).delete('node-2');
    cluster.world.enqueue('kube-proxy', 'node-2');
    cluster.settle();
    expect(stale(cluster, 'node-2')).toEqual([]);
    expect(targets(cluster, 'node-2')).toEqual(['10.244.1.3:8080']);
  });

  test('a node that goes takes its tables along', () => {
    const cluster = withNodes(2);
    const node = cluster.world.get(nodes, '', 'node-2');
    if (node !== undefined) cluster.world.delete(nodes, node);
    cluster.settle();
    expect([...cluster.world.list(kubeProxies)].map(({ metadata }) => metadata.name)).toEqual(['node-1']);
    addService(cluster);
    cluster.settle();
    expect(proxyRules(cluster.world, 'node-1')).toHaveLength(1);
  });
});

describe('rules', () => {
  test('say all that a packet needs', () => {
    const cluster = withNodes(2, 'instant');
    addService(cluster, 'web', {
      type: 'NodePort',
      ports: [{ name: 'http', port: 80, nodePort: 30080 }],
      externalTrafficPolicy: 'Local',
      clusterIP: '10.96.0.50',
    });
    const plain = slice(['10.244.1.2']);
    cluster.create(endpointSlices, {
      ...plain,
      ports: [
        { name: 'http', port: 8080, protocol: 'TCP' },
        { name: 'other', port: 9 },
      ],
    });
    cluster.settle();
    const rules = proxyRules(cluster.world, 'node-2');
    expect(rules).toMatchObject([
      {
        namespace: 'default',
        service: 'web',
        portName: 'http',
        protocol: 'TCP',
        clusterIp: '10.96.0.50',
        port: 80,
        nodePort: 30080,
        policy: { internalLocal: false, externalLocal: true, external: true },
      },
    ]);
    const rule = rules[0];
    if (rule === undefined) throw new Error('no rule');
    expect(endpointsFor(rule, 'internal').map(({ ip }) => ip)).toEqual(['10.244.1.2']);
    // The only endpoint is on the other node: packets from outside are dropped here, not refused.
    expect(endpointsFor(rule, 'external')).toEqual([]);
    expect(rule.endpoints.hasAny).toBe(true);
  });

  test('an endpoint is picked by even chance', () => {
    const cluster = withNodes(1, 'instant');
    addService(cluster);
    setSlice(cluster, ['10.244.1.2', '10.244.1.3', '10.244.1.4', '10.244.1.5']);
    cluster.settle();
    const rule = proxyRules(cluster.world, 'node-1').find(({ service }) => service === 'web');
    const counts = new Map<string, number>();
    for (let i = 0; i < 4_000; i++) {
      const ip =
        pickEndpoint(cluster.world, rule === undefined ? [] : endpointsFor(rule, 'internal'), `connection-${i}`)?.ip ??
        '';
      counts.set(ip, (counts.get(ip) ?? 0) + 1);
    }
    expect(counts.size).toBe(4);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(120);
  });
});

describe('old versions', () => {
  test('whatever changes, each node goes by a past state of the objects, and at rest by the present one (seed 11)', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            ip: fc.option(fc.integer({ min: 2, max: 9 }), { nil: undefined }),
            waitMs: fc.integer({ min: 0, max: 900 }),
          }),
          { maxLength: 25 },
        ),
        (steps) => {
          const cluster = new SmallCluster('classroom');
          for (let i = 1; i <= 3; i++) cluster.addNode(`node-${i}`);
          addService(cluster);
          const states: string[] = ['[]'];
          const seen = new Map<string, number>();
          const check = (): void => {
            for (const node of ['node-1', 'node-2', 'node-3']) {
              if (cluster.world.get(kubeProxies, '', node)?.status === undefined) continue;
              const at = states.lastIndexOf(JSON.stringify(targets(cluster, node)));
              expect(at).toBeGreaterThanOrEqual(0);
              seen.set(node, at);
            }
          };
          for (const { ip, waitMs } of steps) {
            const old = cluster.world.get(endpointSlices, 'default', 'web-1');
            if (ip === undefined && old !== undefined) cluster.world.delete(endpointSlices, old);
            else if (ip !== undefined) setSlice(cluster, [`10.244.1.${ip}`]);
            states.push(JSON.stringify(ip === undefined ? [] : [`10.244.1.${ip}:8080`]));
            check();
            cluster.runFor(waitMs);
            check();
          }
          cluster.settle();
          for (const node of ['node-1', 'node-2', 'node-3'])
            expect(JSON.stringify(targets(cluster, node))).toBe(states.at(-1));
          expect(cluster.save().tables.get('proxy/versions')?.size).toBe(0);
          expect(cluster.save().tables.get('proxy/changes')?.size).toBe(0);
        },
      ),
      { seed: 11, numRuns: 60 },
    );
  });
});
