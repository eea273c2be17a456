import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../machinery/object.ts';
import { created, createErrors, updateErrors } from '../testing/check.ts';
import { fullPod } from '../testing/full-pod.ts';
import { podOf, podWith } from '../testing/parts.ts';
import { podDef } from './def.ts';
import type { PodSpec } from './pod-spec.ts';
import type { Pod } from './pod.ts';

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

function spec(part: Readonly<Record<string, unknown>>): KubeObject {
  return podWith(part);
}

test('a full Pod is valid', () => {
  expect(createErrors(podDef, fullPod)).toEqual([]);
});

describe('a Pod is refused in the words of a real API server', () => {
  test('without containers', () => {
    expect(createErrors(podDef, { ...podWith(), spec: {} })).toEqual(['spec.containers: Required value']);
    expect(createErrors(podDef, spec({ containers: [] }))).toEqual(['spec.containers: Required value']);
  });

  test('with a port 0 and an unknown pull policy', () => {
    expect(createErrors(podDef, podOf({ imagePullPolicy: 'Sometimes', ports: [{ containerPort: 0 }] }))).toEqual([
      'spec.containers[0].ports[0].containerPort: Required value',
      'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
    ]);
  });

  test('when a mount names no volume', () => {
    expect(createErrors(podDef, podOf({ volumeMounts: [{ name: 'nosuch', mountPath: '/x' }] }))).toEqual([
      'spec.containers[0].volumeMounts[0].name: Not found: "nosuch"',
    ]);
  });
});

describe('a Pod is refused with upstream texts', () => {
  test.each<[string, KubeObject, readonly string[]]>([
    [
      'no image, a wrong name',
      podOf({ name: 'A', image: '' }),
      [`spec.containers[0].name: Invalid value: "A": ${LABEL}`, 'spec.containers[0].image: Required value'],
    ],
    [
      'two containers of one name',
      spec({
        containers: [
          { name: 'a', image: 'x' },
          { name: 'a', image: 'y' },
        ],
      }),
      ['spec.containers[1].name: Duplicate value: "a"'],
    ],
    [
      'a port out of range, of a wrong protocol, two of one name',
      podOf({
        ports: [
          { containerPort: 70000 },
          { containerPort: 80, protocol: 'HTTP', name: 'x' },
          { containerPort: 81, name: 'x' },
        ],
      }),
      [
        'spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
        'spec.containers[0].ports[1].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
        'spec.containers[0].ports[2].name: Duplicate value: "x"',
      ],
    ],
    [
      'a port name that is too long',
      podOf({ ports: [{ containerPort: 80, name: 'a-very-long-port-name' }] }),
      ['spec.containers[0].ports[0].name: Invalid value: "a-very-long-port-name": must be no more than 15 characters'],
    ],
    [
      'a request above its limit',
      podOf({ resources: { limits: { cpu: '1' }, requests: { cpu: '2' } } }),
      ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
    ],
    [
      'a negative request',
      podOf({ resources: { requests: { memory: '-1' } } }),
      ['spec.containers[0].resources.requests[memory]: Invalid value: "-1": must be greater than or equal to 0'],
    ],
    [
      'an unknown resource',
      podOf({ resources: { requests: { gpu: '1' } } }),
      [
        'spec.containers[0].resources.requests[gpu]: Invalid value: "gpu": must be a standard resource type or fully qualified',
        'spec.containers[0].resources.requests[gpu]: Invalid value: "gpu": must be a standard resource for containers',
      ],
    ],
    [
      'an extended resource without a limit',
      podOf({ resources: { requests: { 'example.com/gpu': '1' } } }),
      ['spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources'],
    ],
    ['an empty env name', podOf({ env: [{ name: '' }] }), ['spec.containers[0].env[0].name: Required value']],
    [
      'env from nowhere',
      podOf({ env: [{ name: 'A', valueFrom: {} }] }),
      [
        'spec.containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`',
      ],
    ],
    [
      'env from a field that it may not read',
      podOf({
        env: [
          { name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.phase' } } },
          { name: 'B', valueFrom: { fieldRef: { fieldPath: 'spec.color' } } },
        ],
      }),
      [
        'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "status.phase": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"',
        'spec.containers[0].env[1].valueFrom.fieldRef.fieldPath: Invalid value: "spec.color": error converting fieldPath: field label not supported: spec.color',
      ],
    ],
    [
      'mounts at one path and at none',
      spec({
        containers: [
          {
            name: 'a',
            image: 'x',
            volumeMounts: [
              { name: 'v', mountPath: '/a' },
              { name: 'v', mountPath: '/a' },
              { name: 'v', mountPath: '' },
            ],
          },
        ],
        volumes: [{ name: 'v' }],
      }),
      [
        'spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/a": must be unique',
        'spec.containers[0].volumeMounts[2].mountPath: Required value',
      ],
    ],
    [
      'volumes of one name and with two sources',
      spec({
        volumes: [
          { name: 'v', emptyDir: {} },
          { name: 'v', emptyDir: {} },
          { name: 'w', emptyDir: {}, hostPath: { path: '/x' } },
          { name: 'q', secret: {} },
        ],
      }),
      [
        'spec.volumes[1].name: Duplicate value: "v"',
        'spec.volumes[2].hostPath: Forbidden: may not specify more than 1 volume type',
        'spec.volumes[3].secret.secretName: Required value',
      ],
    ],
    [
      'a probe without and one with two handlers',
      podOf({ livenessProbe: {}, readinessProbe: { exec: { command: ['x'] }, tcpSocket: { port: 80 } } }),
      [
        'spec.containers[0].livenessProbe: Required value: must specify a handler type',
        'spec.containers[0].readinessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
      ],
    ],
    [
      'a probe with numbers out of range',
      podOf({ livenessProbe: { httpGet: { port: 0 }, periodSeconds: -1, successThreshold: 2 } }),
      [
        'spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive',
        'spec.containers[0].livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0',
        'spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1',
      ],
    ],
    [
      'an unknown restart policy',
      spec({ restartPolicy: 'Sometimes' }),
      ['spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"'],
    ],
    [
      'a probe of an init container, a restart policy of another',
      spec({
        initContainers: [{ name: 'i', image: 'x', livenessProbe: { exec: { command: ['x'] } } }],
        containers: [{ name: 'a', image: 'x', restartPolicy: 'Sometimes' }],
      }),
      [
        'spec.containers[0].restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
        'spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
      ],
    ],
    [
      'a container named as an init container',
      spec({ initContainers: [{ name: 'a', image: 'x' }] }),
      ['spec.initContainers[0].name: Duplicate value: "a"'],
    ],
    [
      'a host port twice',
      spec({
        containers: [
          { name: 'a', image: 'x', ports: [{ containerPort: 80, hostPort: 80 }] },
          { name: 'b', image: 'x', ports: [{ containerPort: 81, hostPort: 80 }] },
        ],
      }),
      ['spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//80"'],
    ],
    [
      'another host port on the host network',
      spec({
        hostNetwork: true,
        containers: [{ name: 'a', image: 'x', ports: [{ containerPort: 80, hostPort: 81 }] }],
      }),
      [
        'spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true',
      ],
    ],
    [
      'tolerations that cannot be',
      spec({
        tolerations: [
          { operator: 'Equal' },
          { key: 'a', operator: 'Exists', value: 'b' },
          { key: 'a', operator: 'Maybe' },
          { key: 'a', effect: 'NoSchedule', tolerationSeconds: 5 },
        ],
      }),
      [
        'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
        'spec.tolerations[1].operator: Invalid value: "b": value must be empty when `operator` is \'Exists\'',
        'spec.tolerations[2].operator: Unsupported value: "Maybe": supported values: "Equal", "Exists"',
        'spec.tolerations[3].effect: Invalid value: "NoSchedule": effect must be \'NoExecute\' when `tolerationSeconds` is set',
      ],
    ],
    [
      'a space around the image',
      podOf({ image: ' nginx' }),
      ['spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace'],
    ],
    [
      'a deadline of zero',
      spec({ activeDeadlineSeconds: 0 }),
      ['spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive'],
    ],
    [
      'a spread over nothing',
      spec({ topologySpreadConstraints: [{ maxSkew: 0, topologyKey: '', whenUnsatisfiable: 'Wait' }] }),
      [
        'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
        'spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty',
        'spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Wait": supported values: "DoNotSchedule", "ScheduleAnyway"',
      ],
    ],
    [
      'an affinity without terms',
      spec({
        affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } },
      }),
      [
        'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
      ],
    ],
    [
      'a user below zero',
      spec({ securityContext: { runAsUser: -1 } }),
      ['spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive'],
    ],
    [
      'no name server although it wants its own',
      spec({ dnsPolicy: 'None' }),
      ['spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None'],
    ],
  ])('%s', (_what, pod, errors) => {
    expect(createErrors(podDef, pod)).toEqual(errors);
  });
});

describe('an update of a Pod', () => {
  const stored = created(podDef, podWith({ tolerations: [{ key: 'a', operator: 'Exists' }] })) as Pod;
  const change = (part: Partial<PodSpec>): Pod => ({ ...stored, spec: { ...stored.spec, ...part } });
  const [container] = stored.spec.containers;

  test('may change the image, labels and the deadline, and add tolerations', () => {
    const containers = [{ ...container!, image: 'nginx:2' }];
    const more = [...(stored.spec.tolerations ?? []), { key: 'b', operator: 'Exists' }];
    const next = {
      ...change({ containers, activeDeadlineSeconds: 5, tolerations: more }),
      metadata: { ...stored.metadata, labels: { a: 'b' } },
    };
    expect(updateErrors(podDef, next, stored)).toEqual([]);
    expect(updateErrors(podDef, stored, stored)).toEqual([]);
  });

  test('may change nothing else', () => {
    const text =
      'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n';
    expect(updateErrors(podDef, change({ nodeName: 'node-9' }), stored)).toEqual([text]);
    expect(updateErrors(podDef, change({ containers: [{ ...container!, command: ['x'] }] }), stored)).toEqual([text]);
  });

  test('may not add containers, take tolerations away or lengthen the deadline', () => {
    const two = [container!, { ...container!, name: 'b' }];
    expect(updateErrors(podDef, change({ containers: two }), stored)).toEqual([
      'spec.containers: Forbidden: pod updates may not add or remove containers',
    ]);
    expect(updateErrors(podDef, change({ tolerations: [] }), stored)).toEqual([
      'spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds',
    ]);
    const limited = created(podDef, podWith({ activeDeadlineSeconds: 5 })) as Pod;
    const longer = { ...limited, spec: { ...limited.spec, activeDeadlineSeconds: 9 } };
    expect(updateErrors(podDef, longer, limited)).toEqual([
      'spec.activeDeadlineSeconds: Invalid value: 9: must be less than or equal to previous value',
    ]);
  });

  test('may not add finalizers to a Pod that is being deleted', () => {
    const dying = {
      ...stored,
      metadata: { ...stored.metadata, deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a.b/c'] },
    };
    const next = { ...dying, metadata: { ...dying.metadata, finalizers: ['a.b/c', 'a.b/d'] } };
    expect(updateErrors(podDef, next, dying)).toEqual([
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/d"}',
    ]);
  });
});

describe('indexes', () => {
  const value = (name: string, pod: Pod): readonly string[] | undefined =>
    podDef.indexes.find((index) => index.name === name)?.values(pod);

  test('lead from a node to its Pods and from a label to those that have it', () => {
    const pod = podWith({ nodeName: 'node-1' }, undefined, { labels: { app: 'web', tier: 'front' } });
    expect([value('node', pod), value('node', podWith()), value('label', pod)]).toEqual([
      ['node-1'],
      [''],
      ['default/app=web', 'default/tier=front'],
    ]);
  });
});

describe('warnings', () => {
  test('tell what a container does twice or by half', () => {
    const pod = podOf({
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
      ports: [{ containerPort: 80 }, { containerPort: 80 }],
      resources: { requests: { memory: '100m' } },
    });
    expect(podDef.warnings?.(created(podDef, pod), undefined)).toEqual([
      'spec.containers[0].resources.requests[memory]: fractional byte value "100m" is invalid, must be an integer',
      'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
      'spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]',
    ]);
  });
});
