/**
 * How long things take, in one place. `real` has Kubernetes' own constants and everyday measurements; `classroom`
 * shortens what a lesson cannot wait for; `instant` takes no time at all, for tests and benchmarks.
 * Times are milliseconds of virtual time. A [low, high] pair is drawn from by keyed randomness.
 */
import type { TimingName } from '../protocol/messages.ts';

export type Range = readonly [lowMs: number, highMs: number];

export interface Timing {
  readonly name: TimingName;
  /** From a change until a watching controller looks at it. */
  readonly watchMs: Range;
  /** Shortest time between two looks of one controller at the same key; what changes meanwhile is seen in one look. */
  readonly resyncGapMs: number;
  /** One scheduling cycle: the next pod waits for it. */
  readonly scheduleMs: Range;
  /** kubelet: from binding to a sandbox with an address. */
  readonly sandboxMs: Range;
  /** kubelet: pulling an image that the node does not have. */
  readonly imagePullMs: Range;
  /** kubelet: asking the registry again for an image that came while this pod waited for it. */
  readonly imageCheckMs: Range;
  /** kubelet: creating and starting one container whose image is there. */
  readonly containerStartMs: Range;
  /** From start until a container without probes counts as ready: the kubelet's next look. */
  readonly readyMs: Range;
  /** From start until a container's own program answers its probes. */
  readonly appStartMs: Range;
  /** How long a program works that does its work and ends. */
  readonly workMs: Range;
  /** kubelet: from a container's end until it acts on it. */
  readonly podSyncMs: Range;
  /** kubelet: until it tries again what it cannot be told of. */
  readonly syncRetryMs: Range;
  /** From SIGTERM until a well-behaved container has exited. */
  readonly stopMs: Range;
  /** kubelet: from the last container's end until the object is removed. */
  readonly removeMs: Range;
  /** From a Service or EndpointSlice change until one node's kube-proxy hears of it. */
  readonly proxyWatchMs: Range;
  /** kube-proxy's minimum time between two writes of its tables. */
  readonly proxyMinSyncMs: number;
  /** Cloud: from a LoadBalancer Service until it has its address. */
  readonly loadBalancerMs: Range;
  /** External storage: from a claim's annotation until its volume is there. */
  readonly volumeProvisionMs: Range;
  /** External storage: attaching a volume to a machine, and detaching it. */
  readonly volumeAttachMs: Range;
  readonly volumeDetachMs: Range;
  /** External storage: making a volume larger. */
  readonly volumeExpandMs: Range;
  readonly leaseRenewMs: number;
  readonly leaseDurationMs: number;
  readonly nodeMonitorPeriodMs: number;
  readonly nodeMonitorGraceMs: number;
  /** Work queue back-off: first and longest. */
  readonly retryFirstMs: number;
  readonly retryMaxMs: number;
  readonly schedulerBackoffFirstMs: number;
  readonly schedulerBackoffMaxMs: number;
  /** Unschedulable pods are looked at again after this at the latest. */
  readonly unschedulableFlushMs: number;
  readonly eventTtlMs: number;
}

const real: Timing = {
  name: 'real',
  watchMs: [2, 12],
  resyncGapMs: 50,
  scheduleMs: [2, 6],
  sandboxMs: [350, 900],
  imagePullMs: [1500, 9000],
  imageCheckMs: [40, 160],
  containerStartMs: [80, 300],
  readyMs: [200, 1000],
  appStartMs: [500, 2500],
  workMs: [3000, 8000],
  // pkg/kubelet: PLEG looks every second
  podSyncMs: [200, 1000],
  // pkg/kubelet/pod_workers.go: 10 s and up to half of it more
  syncRetryMs: [10_000, 15_000],
  stopMs: [100, 1200],
  removeMs: [200, 900],
  proxyWatchMs: [5, 150],
  // https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/ (minSyncPeriod 1s)
  proxyMinSyncMs: 1000,
  loadBalancerMs: [15_000, 45_000],
  volumeProvisionMs: [1500, 5000],
  volumeAttachMs: [1500, 9000],
  volumeDetachMs: [1500, 9000],
  volumeExpandMs: [3000, 12_000],
  // pkg/kubelet: lease of 40 s renewed every quarter of it
  leaseRenewMs: 10_000,
  leaseDurationMs: 40_000,
  nodeMonitorPeriodMs: 5_000,
  nodeMonitorGraceMs: 50_000,
  retryFirstMs: 5,
  retryMaxMs: 1_000_000,
  schedulerBackoffFirstMs: 1_000,
  schedulerBackoffMaxMs: 10_000,
  unschedulableFlushMs: 300_000,
  eventTtlMs: 3_600_000,
};

const classroom: Timing = {
  ...real,
  name: 'classroom',
  watchMs: [40, 120],
  scheduleMs: [40, 90],
  sandboxMs: [300, 700],
  imagePullMs: [700, 1800],
  imageCheckMs: [20, 60],
  readyMs: [300, 900],
  appStartMs: [500, 1200],
  workMs: [1500, 4000],
  podSyncMs: [400, 1000],
  stopMs: [900, 2200],
  removeMs: [200, 500],
  proxyWatchMs: [150, 1400],
  loadBalancerMs: [2_500, 4_000],
  volumeProvisionMs: [800, 1800],
  volumeAttachMs: [800, 1800],
  volumeDetachMs: [800, 1800],
  volumeExpandMs: [1200, 2200],
};

const instant: Timing = {
  ...real,
  name: 'instant',
  watchMs: [0, 0],
  resyncGapMs: 0,
  scheduleMs: [0, 0],
  sandboxMs: [0, 0],
  imagePullMs: [0, 0],
  imageCheckMs: [0, 0],
  containerStartMs: [0, 0],
  readyMs: [0, 0],
  appStartMs: [0, 0],
  workMs: [0, 0],
  podSyncMs: [0, 0],
  stopMs: [0, 0],
  removeMs: [0, 0],
  proxyWatchMs: [0, 0],
  proxyMinSyncMs: 0,
  loadBalancerMs: [0, 0],
  volumeProvisionMs: [0, 0],
  volumeAttachMs: [0, 0],
  volumeDetachMs: [0, 0],
  volumeExpandMs: [0, 0],
};

export const TIMINGS: Readonly<Record<TimingName, Timing>> = { real, classroom, instant };
