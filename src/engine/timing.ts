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
  stopMs: [100, 1200],
  removeMs: [200, 900],
  proxyWatchMs: [5, 150],
  // https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/ (minSyncPeriod 1s)
  proxyMinSyncMs: 1000,
  loadBalancerMs: [15_000, 45_000],
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
  stopMs: [900, 2200],
  removeMs: [200, 500],
  proxyWatchMs: [150, 1400],
  loadBalancerMs: [2_500, 4_000],
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
  stopMs: [0, 0],
  removeMs: [0, 0],
  proxyWatchMs: [0, 0],
  proxyMinSyncMs: 0,
  loadBalancerMs: [0, 0],
};

export const TIMINGS: Readonly<Record<TimingName, Timing>> = { real, classroom, instant };
