import { describe, expect, test } from 'vitest';
import { podWith } from '../testing/parts.ts';
import type { Container, ResourceRequirements } from './container.ts';
import { defaultPod } from './defaults.ts';
import { qosClassOf } from './qos.ts';
import { podRequests } from './requests.ts';
import { podGraceSeconds, preparePod } from './strategy.ts';

const both = { cpu: '100m', memory: '64Mi' };

function container(name: string, resources: ResourceRequirements): Container {
  return { name, image: 'x', resources };
}

describe('the class of service', () => {
  test.each<[string, string, readonly ResourceRequirements[]]>([
    ['BestEffort', 'when nothing is asked for', [{}, {}]],
    ['BestEffort', 'when only storage is asked for', [{ requests: { 'ephemeral-storage': '1Gi' } }]],
    ['Guaranteed', 'when all have equal limits and requests', [{ limits: both, requests: both }]],
    ['Guaranteed', 'when requests come from limits', [{ limits: both }]],
    [
      'Guaranteed',
      'when the amounts are equal but written otherwise',
      [{ limits: both, requests: { cpu: '0.1', memory: '65536Ki' } }],
    ],
    ['Burstable', 'when one container asks for nothing', [{ limits: both, requests: both }, {}]],
    ['Burstable', 'when memory has no limit', [{ limits: { cpu: '1' }, requests: { cpu: '1' } }]],
    ['Burstable', 'when requests are below limits', [{ limits: both, requests: { cpu: '50m', memory: '64Mi' } }]],
    ['Burstable', 'when there are only requests', [{ requests: both }]],
  ])('is %s %s', (qos, _when, all) => {
    expect(
      qosClassOf(defaultPod(podWith({ containers: all.map((resources, i) => container(`c${i}`, resources)) })).spec),
    ).toBe(qos);
  });

  test('counts init containers, and the amounts of the whole Pod before those of containers', () => {
    const full = container('a', { limits: both, requests: both });
    expect(qosClassOf({ containers: [full], initContainers: [container('i', {})] })).toBe('Burstable');
    expect(qosClassOf({ containers: [container('a', {})], resources: { limits: both, requests: both } })).toBe(
      'Guaranteed',
    );
  });
});

describe('what a Pod asks of its node', () => {
  test('is the sum of its containers', () => {
    const spec = {
      containers: [
        container('a', { requests: both }),
        container('b', { requests: { cpu: '1', 'example.com/gpu': '2' } }),
      ],
    };
    expect(podRequests(spec)).toEqual({ cpu: 1100, memory: 64 * 1024 * 1024, 'example.com/gpu': 2 });
    expect(podRequests({ ...spec, nodeName: 'node-1' })).toBe(podRequests(spec));
  });

  test('is at least what the largest init container asks for, with the sidecars started before it', () => {
    const spec = {
      containers: [container('a', { requests: { cpu: '1' } })],
      initContainers: [
        { ...container('side', { requests: { cpu: '500m' } }), restartPolicy: 'Always' },
        container('big', { requests: { cpu: '2' } }),
      ],
      overhead: { cpu: '100m' },
    };
    expect(podRequests(spec)).toEqual({ cpu: 2600 });
    expect(podRequests({ ...spec, resources: { requests: { cpu: '4' } } })).toEqual({ cpu: 4100 });
  });
});

describe('a new Pod', () => {
  test('is Pending and has its class', () => {
    expect(preparePod(podWith()).status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  test('says so when it is gated', () => {
    expect(preparePod(podWith({ schedulingGates: [{ name: 'x' }] })).status).toEqual({
      phase: 'Pending',
      qosClass: 'BestEffort',
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'SchedulingGated',
          message: 'Scheduling is blocked due to non-empty scheduling gates',
        },
      ],
    });
  });
});

describe('the seconds that a Pod may take to stop', () => {
  const bound = podWith({ nodeName: 'node-1', terminationGracePeriodSeconds: 30 });

  test.each([
    ['what the Pod says', bound, undefined, 30],
    ['what the request says', bound, 5, 5],
    ['0 by request', bound, 0, 0],
    ['1 for a negative request', bound, -5, 1],
    ['1 for a negative wish of the Pod', podWith({ nodeName: 'n', terminationGracePeriodSeconds: -1 }), undefined, 1],
    ['0 before it is bound', podWith({ terminationGracePeriodSeconds: 30 }), 5, 0],
    ['0 once it has ended', { ...bound, status: { phase: 'Failed' as const } }, 5, 0],
  ])('are %s', (_what, pod, requested, seconds) => {
    expect(podGraceSeconds(pod, requested)).toBe(seconds);
  });
});
