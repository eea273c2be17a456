import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { Cluster } from '../../testing/cluster.ts';

const API = '/api/v1/namespaces/default';

function ranged(...limits: readonly object[]): Cluster {
  const cluster = new Cluster();
  const range = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'limits' }, spec: { limits } };
  expect(cluster.said(cluster.post(`${API}/limitranges`, range))).toBe('201');
  return cluster;
}

function pod(...resources: readonly object[]): unknown {
  const containers = resources.map((each, i) => ({ name: `c${i}`, image: 'nginx', resources: each }));
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers } };
}

describe('a limit range', () => {
  test('fills what containers leave open, and the Pod tells it', () => {
    const cluster = ranged({
      type: 'Container',
      default: { memory: '512Mi' },
      max: { cpu: '2' },
      min: { cpu: '100m' },
    });
    cluster.post(`${API}/pods`, pod({}, { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } }));
    const { metadata, spec, status } = cluster.get(`${API}/pods/p`) as Pod;
    expect(spec.containers.map(({ resources }) => resources)).toEqual([
      { limits: { memory: '512Mi', cpu: '2' }, requests: { memory: '512Mi', cpu: '2' } },
      { limits: { memory: '1Gi', cpu: '2' }, requests: { memory: '1Gi', cpu: '2' } },
    ]);
    expect(metadata.annotations).toEqual({
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu, memory request for container c0; cpu, memory limit for container c0; cpu request for container c1; cpu limit for container c1',
    });
    expect(status?.qosClass).toBe('Guaranteed');
  });

  test('says when it was made, and nothing more', () => {
    const cluster = ranged({ type: 'Container', max: { cpu: '1' } });
    expect(cluster.table(`${API}/limitranges`, [])).toEqual(['limits 2026-01-05T09:00:00Z']);
  });

  test.each<[object, readonly object[], string]>([
    [
      { type: 'Container', max: { memory: '1Gi' } },
      [{ requests: { memory: '800Mi' }, limits: { memory: '1536Mi' } }],
      'maximum memory usage per Container is 1Gi, but limit is 1536Mi',
    ],
    [
      { type: 'Container', min: { memory: '500Mi' } },
      [{ requests: { memory: '100Mi' } }],
      'minimum memory usage per Container is 500Mi, but request is 100Mi',
    ],
    [
      { type: 'Container', min: { cpu: '100m' }, max: { cpu: '1' } },
      [{ requests: { cpu: '50m' }, limits: { cpu: '2' } }],
      '[minimum cpu usage per Container is 100m, but request is 50m, maximum cpu usage per Container is 1, but limit is 2]',
    ],
    [
      { type: 'Container', maxLimitRequestRatio: { cpu: '2' } },
      [{ requests: { cpu: '100m' }, limits: { cpu: '300m' } }],
      'cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000',
    ],
    [
      { type: 'Container', maxLimitRequestRatio: { cpu: '2' } },
      [{}],
      'cpu max limit to request ratio per Container is 2, but no request is specified or request is 0',
    ],
    [
      { type: 'Pod', max: { cpu: '1' } },
      [{ limits: { cpu: '600m' } }, { limits: { cpu: '600m' } }],
      'maximum cpu usage per Pod is 1, but limit is 1200m',
    ],
    [{ type: 'Pod', max: { cpu: '1' } }, [{}], 'maximum cpu usage per Pod is 1.  No limit is specified'],
    [{ type: 'Pod', min: { cpu: '1' } }, [{}], 'minimum cpu usage per Pod is 1.  No request is specified'],
  ])('of %j refuses %j', (item, containers, why) => {
    const cluster = ranged(item);
    expect(cluster.said(cluster.post(`${API}/pods`, pod(...containers)))).toBe(`403: pods "p" is forbidden: ${why}`);
  });
});

test.each<[object, string]>([
  [
    { type: 'Container', min: { cpu: '2' }, max: { cpu: '1' } },
    'spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1',
  ],
  [
    { type: 'Pod', default: { cpu: '1' } },
    "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'",
  ],
  [
    { type: 'PersistentVolumeClaim' },
    'spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided',
  ],
  [
    { type: 'Container', maxLimitRequestRatio: { cpu: '500m' } },
    'spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1',
  ],
  [{ type: 'Shelf' }, 'spec.limits[0].type: Invalid value: "Shelf": must be a standard limit type or fully qualified'],
])('a limit range of %j is refused', (item, problem) => {
  const cluster = new Cluster();
  const range = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'l' }, spec: { limits: [item] } };
  expect(cluster.said(cluster.post(`${API}/limitranges`, range))).toContain(problem);
});
