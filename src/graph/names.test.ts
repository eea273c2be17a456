import { describe, expect, it } from 'vitest';
import { createGraph } from './graph.ts';
import type { Graph } from './graph.ts';
import { nodeName, outsideName, podName, serviceName, setName, shortImage, workloadName } from './names.ts';
import { outlineOf } from './outline.ts';
import { revisionLetter, revisionTexture } from './revision.ts';
import {
  deltaOf,
  endpointRow,
  nodeRow,
  podKey,
  podRow,
  proxyRow,
  serviceKey,
  serviceRow,
  sliceKey,
  sliceRow,
  workloadRow,
} from './testing/rows.ts';

describe('names', () => {
  const { scene } = sampleGraph();

  it('say of a pod what the picture shows', () => {
    const pod = scene.pods.get(podKey('web-7f9-x2k4q'));
    expect(pod && podName(pod)).toBe(
      'Pod web-7f9 x2k4q, ready, IP 10.244.2.7, on node-2, revision B, endpoint of Service web',
    );
  });

  it('say why a pod is not well', () => {
    const rows = [
      podRow('lonely', { state: 'unscheduled', message: '0/3 nodes are available: 3 Insufficient cpu.' }),
      podRow('sick', { node: 'node-1', state: 'failed', status: 'CrashLoopBackOff', restarts: 4 }),
    ];
    const graph = createGraph();
    graph.apply(deltaOf(rows, { reset: true }));
    expect([...graph.scene.pods.values()].map(podName)).toEqual([
      'Pod lonely, waiting for a node, 0/3 nodes are available: 3 Insufficient cpu.',
      'Pod sick, failed (CrashLoopBackOff), on node-1, 4 restarts',
    ]);
  });

  it('say of a node whether its kube-proxy is behind', () => {
    expect([...scene.nodes.values()].map(nodeName)).toEqual([
      'Node node-1, Ready, IP 172.18.0.2, 0 of 0 pods ready, kube-proxy has not learned the latest of web',
      'Node node-2, NotReady, scheduling disabled, IP 172.18.0.2, 1 of 1 pod ready',
    ]);
  });

  it('say of a Service where it can be reached', () => {
    const service = scene.services.get(serviceKey('web'));
    expect(service && serviceName(service)).toBe(
      'Service web, LoadBalancer, virtual IP 10.96.0.12, port 80 to 8080, node port 30080, 1 of 2 endpoints ready',
    );
    expect([...scene.outside.values()].map(outsideName)).toEqual(['External address 203.0.113.9:80 of Service web']);
  });

  it('say of a workload how much of it runs, and in which revisions', () => {
    const [card] = scene.workloads.values();
    expect(card && [workloadName(card), ...card.sets.map(setName)]).toEqual([
      'Deployment web, 1 of 3 ready, image registry.k8s.io/web:1',
      'ReplicaSet web-7f9, revision B, 1 of 3 ready',
    ]);
  });

  it('shorten an image to what tells it apart', () => {
    expect(['nginx', 'registry.k8s.io/library/nginx:1.27', 'localhost:5000/a/b:2@sha256:abc'].map(shortImage)).toEqual([
      'nginx',
      'nginx:1.27',
      'b:2',
    ]);
  });
});

describe('the outline', () => {
  it('lists nodes with their pods and Services with their endpoints, hand-made ones too', () => {
    const { nodes, waiting, services } = outlineOf(sampleGraph().scene);
    expect(nodes.map((group) => [group.name.slice(0, 11), group.entries.map((entry) => entry.key)])).toEqual([
      ['Node node-1', []],
      ['Node node-2', [podKey('web-7f9-x2k4q')]],
    ]);
    expect(waiting).toEqual([]);
    expect(services.map((group) => group.entries)).toEqual([
      [
        { key: podKey('web-7f9-x2k4q'), name: 'Endpoint 10.244.2.7, on node-2, ready' },
        { key: undefined, name: 'Endpoint 192.0.2.1, not ready, terminating but still serving' },
      ],
    ]);
  });
});

describe('revisions', () => {
  it('are lettered by number, and neighbours never share a texture', () => {
    expect([0, 1, 2, 26, 27, 28, 52, 53].map(revisionLetter)).toEqual(['', 'A', 'B', 'Z', 'AA', 'AB', 'AZ', 'BA']);
    for (let n = 1; n < 100; n++) {
      expect(revisionTexture(revisionLetter(n))).not.toBe(revisionTexture(revisionLetter(n + 1)));
    }
  });
});

function sampleGraph(): Graph {
  const graph = createGraph();
  const set = workloadRow('ReplicaSet', 'web-7f9', {
    ownerUid: 'uid-Deployment-web',
    revision: 2,
    desired: 3,
    ready: 1,
  });
  graph.apply(
    deltaOf(
      [
        nodeRow('node-1'),
        nodeRow('node-2', { ready: 'False', unschedulable: true }),
        proxyRow('node-1', [sliceKey('web-1')]),
        workloadRow('Deployment', 'web', { desired: 3, ready: 1, images: ['registry.k8s.io/web:1'] }),
        set,
        podRow('web-7f9-x2k4q', {
          node: 'node-2',
          ip: '10.244.2.7',
          state: 'ready',
          status: 'Running',
          ownerUid: set.uid,
        }),
        serviceRow('web', {
          serviceType: 'LoadBalancer',
          ports: [{ name: '', protocol: 'TCP', port: 80, targetPort: '8080', nodePort: 30080 }],
          ingress: ['203.0.113.9'],
        }),
        sliceRow('web-1', 'web', [
          endpointRow('10.244.2.7', { podUid: 'uid-web-7f9-x2k4q', node: 'node-2' }),
          endpointRow('192.0.2.1', { ready: false, terminating: true }),
        ]),
      ],
      { reset: true },
    ),
  );
  return graph;
}
