import type { Pod } from '../pod/pod.ts';

/** A Pod that uses most of what the types know, valid as it is. */
export const fullPod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'full', namespace: 'default', labels: { app: 'full' } },
  spec: {
    serviceAccountName: 'builder',
    nodeSelector: { disktype: 'ssd' },
    terminationGracePeriodSeconds: 10,
    priorityClassName: 'high',
    hostAliases: [{ ip: '10.1.2.3', hostnames: ['db.local'] }],
    dnsConfig: {
      nameservers: ['10.96.0.10'],
      searches: ['svc.cluster.local'],
      options: [{ name: 'ndots', value: '2' }],
    },
    securityContext: {
      runAsUser: 1000,
      fsGroup: 2000,
      supplementalGroups: [3000],
      seccompProfile: { type: 'RuntimeDefault' },
    },
    imagePullSecrets: [{ name: 'registry' }],
    tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'db', effect: 'NoSchedule' }],
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { app: 'full' } },
        minDomains: 2,
      },
    ],
    readinessGates: [{ conditionType: 'example.com/gate' }],
    schedulingGates: [{ name: 'example.com/wait' }],
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [{ key: 'arch', operator: 'In', values: ['amd64'] }],
              matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }],
            },
          ],
        },
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 5, preference: { matchExpressions: [{ key: 'fast', operator: 'Exists' }] } },
        ],
      },
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'db' } } },
        ],
      },
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 1,
            podAffinityTerm: {
              topologyKey: 'host',
              namespaces: ['default'],
              labelSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['x'] }] },
            },
          },
        ],
      },
    },
    initContainers: [
      { name: 'setup', image: 'busybox', command: ['sh', '-c', 'true'], resources: { requests: { cpu: '50m' } } },
      { name: 'proxy', image: 'envoy:1', restartPolicy: 'Always', startupProbe: { tcpSocket: { port: 9901 } } },
    ],
    containers: [
      {
        name: 'web',
        image: 'nginx:1.29',
        ports: [
          { name: 'http', containerPort: 80 },
          { name: 'admin', containerPort: 8081, hostPort: 8081 },
        ],
        env: [
          { name: 'MODE', value: 'demo' },
          { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
          { name: 'APP', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
          { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
          { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } },
          { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'login', key: 'password', optional: true } } },
        ],
        envFrom: [{ prefix: 'X_', configMapRef: { name: 'settings' } }, { secretRef: { name: 'login' } }],
        resources: { limits: { cpu: '1', memory: '256Mi' }, requests: { cpu: '0.25' } },
        livenessProbe: { httpGet: { port: 'http', httpHeaders: [{ name: 'Cookie', value: 'a=b' }] } },
        readinessProbe: { grpc: { port: 8081 }, initialDelaySeconds: 2 },
        lifecycle: { preStop: { sleep: { seconds: 5 } }, postStart: { exec: { command: ['true'] } } },
        securityContext: { allowPrivilegeEscalation: false, runAsGroup: 5, capabilities: { drop: ['ALL'] } },
        volumeMounts: [
          { name: 'data', mountPath: '/data' },
          { name: 'conf', mountPath: '/conf', subPath: 'a/b', readOnly: true },
          { name: 'pass', mountPath: '/pass' },
          { name: 'info', mountPath: '/info' },
          { name: 'all', mountPath: '/all' },
          { name: 'host', mountPath: '/host' },
          { name: 'own', mountPath: '/own' },
          { name: 'plain', mountPath: '/plain' },
        ],
      },
      {
        name: 'side',
        image: 'registry.example.com:5000/side@sha256:abc',
        readinessProbe: { exec: { command: ['true'] } },
      },
    ],
    volumes: [
      { name: 'data', emptyDir: { sizeLimit: '1Gi' } },
      { name: 'conf', configMap: { name: 'settings', items: [{ key: 'level', path: 'level.txt', mode: 256 }] } },
      { name: 'pass', secret: { secretName: 'login' } },
      { name: 'info', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
      {
        name: 'all',
        projected: {
          sources: [
            { serviceAccountToken: { path: 'token' } },
            { configMap: { name: 'settings', items: [{ key: 'level', path: 'level' }] } },
            {
              downwardAPI: {
                items: [{ path: 'cpu', resourceFieldRef: { containerName: 'web', resource: 'limits.cpu' } }],
              },
            },
          ],
        },
      },
      { name: 'host', hostPath: { path: '/var/log' } },
      { name: 'own', persistentVolumeClaim: { claimName: 'own' } },
      { name: 'plain' },
      {
        name: 'claim',
        ephemeral: {
          volumeClaimTemplate: {
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        },
      },
      { name: 'net', nfs: { server: 'files', path: '/x' } },
      { name: 'drv', csi: { driver: 'csi.example.com' } },
    ],
  },
};
