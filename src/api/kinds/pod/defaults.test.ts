import { describe, expect, test } from 'vitest';
import { fullPod } from '../testing/full-pod.ts';
import { podOf, podWith } from '../testing/parts.ts';
import { defaultPod, defaultPodSpec, defaultTemplate } from './defaults.ts';
import { imageTag } from './image-tag.ts';
import type { Pod } from './pod.ts';

const CONTAINER = {
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
};

describe('the defaults of a Pod', () => {
  test('fill what the API server fills', () => {
    expect(defaultPod(podOf({ ports: [{ containerPort: 80 }] }) as Pod).spec).toEqual({
      containers: [
        {
          name: 'a',
          image: 'nginx',
          imagePullPolicy: 'Always',
          ports: [{ containerPort: 80, protocol: 'TCP' }],
          ...CONTAINER,
        },
      ],
      restartPolicy: 'Always',
      dnsPolicy: 'ClusterFirst',
      schedulerName: 'default-scheduler',
      securityContext: {},
      terminationGracePeriodSeconds: 30,
      enableServiceLinks: true,
    });
  });

  test('leave what is there, and the same reference when all is there', () => {
    const pod = defaultPod(podWith({ restartPolicy: 'Never', terminationGracePeriodSeconds: 0, dnsPolicy: 'Default' }));
    expect(pod.spec).toMatchObject({ restartPolicy: 'Never', terminationGracePeriodSeconds: 0, dnsPolicy: 'Default' });
    expect(defaultPod(pod)).toBe(pod);
  });

  test('share one spec among the Pods of one template', () => {
    const { spec } = defaultTemplate({ metadata: {}, spec: podWith().spec });
    const [one, two] = [defaultPod({ ...podWith(), spec }), defaultPod({ ...podWith(), spec })];
    expect(one.spec).toBe(two.spec);
    expect(one.spec).not.toBe(spec);
  });

  test('take requests from limits, in Pods only', () => {
    const pod = podOf({ resources: { limits: { cpu: '1', memory: '1024Mi' }, requests: { cpu: '0.5' } } }) as Pod;
    expect(defaultPod(pod).spec.containers[0]?.resources).toEqual({
      limits: { cpu: '1', memory: '1Gi' },
      requests: { cpu: '500m', memory: '1Gi' },
    });
    expect(defaultTemplate({ spec: pod.spec }).spec.containers[0]?.resources).toEqual({
      limits: { cpu: '1', memory: '1Gi' },
      requests: { cpu: '500m' },
    });
  });

  test('take host ports from container ports on the host network, in Pods only', () => {
    const spec = { hostNetwork: true, containers: [{ name: 'a', image: 'x:1', ports: [{ containerPort: 80 }] }] };
    expect(defaultPod(podWith(spec)).spec.containers[0]?.ports).toEqual([
      { containerPort: 80, hostPort: 80, protocol: 'TCP' },
    ]);
    expect(defaultPodSpec(spec).containers[0]?.ports).toEqual([{ containerPort: 80, protocol: 'TCP' }]);
  });

  test('show a service account under both of its names', () => {
    expect(defaultPodSpec({ containers: [], serviceAccount: 'builder' })).toMatchObject({
      serviceAccountName: 'builder',
      serviceAccount: 'builder',
    });
    expect(defaultPodSpec({ containers: [], serviceAccountName: 'builder' })).toMatchObject({
      serviceAccount: 'builder',
    });
  });

  test('fill probes, hooks, env and volumes', () => {
    const { spec } = defaultPod(fullPod);
    const [web, side] = spec.containers;
    const numbers = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
    expect(web?.livenessProbe).toEqual({
      httpGet: { port: 'http', path: '/', scheme: 'HTTP', httpHeaders: [{ name: 'Cookie', value: 'a=b' }] },
      ...numbers,
    });
    expect(web?.readinessProbe).toEqual({ grpc: { port: 8081, service: '' }, initialDelaySeconds: 2, ...numbers });
    expect(side?.readinessProbe).toEqual({ exec: { command: ['true'] }, ...numbers });
    expect(side?.imagePullPolicy).toBe('IfNotPresent');
    expect(web?.env?.[1]?.valueFrom).toEqual({ fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } });
    expect(spec.volumes).toEqual([
      { name: 'data', emptyDir: { sizeLimit: '1Gi' } },
      {
        name: 'conf',
        configMap: { name: 'settings', defaultMode: 420, items: [{ key: 'level', path: 'level.txt', mode: 256 }] },
      },
      { name: 'pass', secret: { secretName: 'login', defaultMode: 420 } },
      {
        name: 'info',
        downwardAPI: {
          defaultMode: 420,
          items: [{ path: 'labels', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.labels' } }],
        },
      },
      {
        name: 'all',
        projected: {
          defaultMode: 420,
          sources: [
            { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
            { configMap: { name: 'settings', items: [{ key: 'level', path: 'level' }] } },
            {
              downwardAPI: {
                items: [
                  { path: 'cpu', resourceFieldRef: { containerName: 'web', resource: 'limits.cpu', divisor: '0' } },
                ],
              },
            },
          ],
        },
      },
      { name: 'host', hostPath: { path: '/var/log', type: '' } },
      { name: 'own', persistentVolumeClaim: { claimName: 'own' } },
      { name: 'plain', emptyDir: {} },
      {
        name: 'claim',
        ephemeral: {
          volumeClaimTemplate: {
            spec: {
              accessModes: ['ReadWriteOnce'],
              volumeMode: 'Filesystem',
              resources: { requests: { storage: '1Gi' } },
            },
          },
        },
      },
      { name: 'net', nfs: { server: 'files', path: '/x' } },
      { name: 'drv', csi: { driver: 'csi.example.com' } },
    ]);
  });

  test('drop nulls, as Go does', () => {
    const pod = {
      ...podWith(),
      spec: {
        containers: [{ name: 'a', image: 'x:1', ports: null, resources: null }],
        nodeSelector: null,
        affinity: null,
      },
    };
    const { spec } = defaultPod(pod as unknown as Pod);
    expect(spec.containers).toEqual([{ name: 'a', image: 'x:1', imagePullPolicy: 'IfNotPresent', ...CONTAINER }]);
    expect([Object.hasOwn(spec, 'nodeSelector'), Object.hasOwn(spec, 'affinity')]).toEqual([false, false]);
  });
});

test.each([
  ['nginx', 'latest'],
  ['nginx:1.29', '1.29'],
  ['registry:5000/nginx', 'latest'],
  ['registry:5000/nginx:v1', 'v1'],
  ['nginx@sha256:abc', ''],
  ['nginx:v2@sha256:abc', 'v2'],
  ['nginx:latest', 'latest'],
])('the tag of %s is "%s"', (image, tag) => {
  expect(imageTag(image)).toBe(tag);
});
