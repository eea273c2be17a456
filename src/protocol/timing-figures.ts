/**
 * How long things take, in one place: every figure of every profile, with its source and with words that the page can
 * show. `real` has Kubernetes' own constants and everyday measurements; `classroom` shortens what a lesson cannot wait
 * for; in `instant` whatever is drawn from a range takes no time at all, for tests and benchmarks.
 * Milliseconds of virtual time. A [low, high] pair is drawn from by keyed randomness.
 */
export type Range = readonly [lowMs: number, highMs: number];

export interface TimingFigure<T extends number | Range = number | Range> {
  /** What takes this long, for a person. */
  readonly label: string;
  readonly real: T;
  /** Where a lesson takes less (or, to be seen at all, more). */
  readonly classroom?: T;
  /** Where it is not what the others make of it. */
  readonly instant?: T;
  /** Where the real figure is from. */
  readonly source: string;
}

const MEASURED = 'usual on small clusters with containerd; no constant of Kubernetes';
const CLOUD = 'usual with cloud providers; no constant of Kubernetes';
const QUEUE_BACKOFF = 'client-go util/workqueue/default_rate_limiters.go';
const KUBELET = 'pkg/kubelet/apis/config/v1beta1/defaults.go';
const NODE_LIFECYCLE = 'pkg/controller/nodelifecycle/config/v1alpha1/defaults.go';

function range(label: string, real: Range, classroom: Range | undefined, source: string): TimingFigure<Range> {
  return { label, real, ...(classroom === undefined ? {} : { classroom }), instant: [0, 0], source };
}

function constant(label: string, real: number, source: string, instant = real): TimingFigure<number> {
  return { label, real, instant, source };
}

export const TIMING_FIGURES = {
  watchMs: range('a controller hears of a change', [2, 12], [40, 120], MEASURED),
  resyncGapMs: constant('between two looks of a controller at one object', 50, MEASURED, 0),
  scheduleMs: range('the scheduler places one Pod', [2, 6], [40, 90], 'scheduler_perf: some 200 to 800 Pods a second'),
  sandboxMs: range('a Pod’s sandbox and address', [350, 900], [300, 700], MEASURED),
  imagePullMs: range('pulling an image', [1_500, 9_000], [700, 1_800], MEASURED),
  imageCheckMs: range('asking the registry about an image that is there', [40, 160], [20, 60], MEASURED),
  containerStartMs: range('creating and starting a container', [80, 300], undefined, MEASURED),
  readyMs: range(
    'a container without probes counts as ready',
    [200, 1_000],
    [300, 900],
    'pkg/kubelet: the next look of PLEG',
  ),
  appStartMs: range('a program answers its probes', [500, 2_500], [500, 1_200], MEASURED),
  workMs: range('a program that does its work and ends', [3_000, 8_000], [1_500, 4_000], 'made up'),
  podSyncMs: range(
    'a kubelet notices that a container ended',
    [200, 1_000],
    [400, 1_000],
    'pkg/kubelet/kubelet.go: PLEG relists every second',
  ),
  // Not even `instant` may try again without end at one instant.
  syncRetryMs: {
    label: 'a kubelet tries again what failed',
    real: [10_000, 15_000],
    source: 'pkg/kubelet/pod_workers.go: 10 s and up to half of it more',
  },
  stopMs: range('a well-behaved program exits after SIGTERM', [100, 1_200], [900, 2_200], MEASURED),
  removeMs: range('a stopped Pod’s object goes', [200, 900], [200, 500], MEASURED),
  proxyWatchMs: range('a node’s kube-proxy hears of a change', [5, 150], [150, 1_400], MEASURED),
  proxyMinSyncMs: constant(
    'between two writes of kube-proxy’s tables',
    1_000,
    'pkg/proxy/apis/config/v1alpha1/defaults.go (minSyncPeriod)',
    0,
  ),
  loadBalancerMs: range('a load balancer gets its address', [15_000, 45_000], [2_500, 4_000], CLOUD),
  volumeProvisionMs: range('a disk is made', [1_500, 5_000], [800, 1_800], CLOUD),
  volumeAttachMs: range('a disk is attached to a node', [1_500, 9_000], [800, 1_800], CLOUD),
  volumeDetachMs: range('a disk is detached', [1_500, 9_000], [800, 1_800], CLOUD),
  volumeExpandMs: range('a disk grows', [3_000, 12_000], [1_200, 2_200], CLOUD),
  leaseRenewMs: constant('a node’s heartbeat', 10_000, `${KUBELET}: a quarter of the lease`),
  leaseDurationMs: constant('a heartbeat is good for', 40_000, KUBELET),
  nodeMonitorPeriodMs: constant(
    'between two checks of all heartbeats',
    5_000,
    'k8s.io/cloud-provider/config/v1alpha1/defaults.go',
  ),
  nodeMonitorGraceMs: constant('a silent node is given up', 50_000, NODE_LIFECYCLE),
  retryFirstMs: constant('a controller tries again, first', 5, QUEUE_BACKOFF),
  retryMaxMs: constant('a controller tries again, at the latest', 1_000_000, QUEUE_BACKOFF),
  schedulerBackoffFirstMs: constant('the scheduler tries a Pod again, first', 1_000, 'pkg/scheduler/backend/queue'),
  schedulerBackoffMaxMs: constant(
    'the scheduler tries a Pod again, at the latest',
    10_000,
    'pkg/scheduler/backend/queue',
  ),
  unschedulableFlushMs: constant('a Pod that fits nowhere is looked at again', 300_000, 'pkg/scheduler/backend/queue'),
  eventTtlMs: constant('an Event is kept', 3_600_000, 'pkg/controlplane/apiserver/options/options.go (event-ttl)'),
} as const satisfies Readonly<Record<string, TimingFigure>>;

/** What `classroom` makes shorter than it really is, longest savings first: what the page owes its reader. */
export function shortened(): readonly TimingFigure<Range>[] {
  const figures: readonly TimingFigure[] = Object.values(TIMING_FIGURES);
  return figures
    .filter((figure): figure is TimingFigure<Range> => Array.isArray(figure.classroom))
    .filter((figure) => savedMs(figure) > 0)
    .sort((a, b) => savedMs(b) - savedMs(a));
}

function savedMs({ real, classroom = real }: TimingFigure<Range>): number {
  return real[1] - classroom[1];
}
