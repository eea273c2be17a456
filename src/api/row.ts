/**
 * Rows: what the stage needs of an object, small and flat. They cross from the worker to the page, so they are plain
 * data; the whole object is asked for through the API when somebody looks closer.
 * A kind makes its row in `project` (see kind-def.ts). A row never says more than its object does.
 */
import type { ObjectKey } from './machinery/key.ts';

interface RowBase {
  readonly key: ObjectKey;
  readonly uid: string;
  /** resourceVersion of the object the row was made from. */
  readonly rv: number;
  readonly namespace: string;
  readonly name: string;
  readonly createdMs: number;
  /** Set while the object is being deleted. */
  readonly deletionMs?: number;
}

export interface NamespaceRow extends RowBase {
  readonly type: 'namespace';
  readonly phase: string;
}

export interface NodeRow extends RowBase {
  readonly type: 'node';
  readonly ip: string;
  readonly podCidr: string;
  readonly ready: 'True' | 'False' | 'Unknown';
  readonly unschedulable: boolean;
  readonly taints: readonly string[];
  readonly zone: string;
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly maxPods: number;
}

/** What the picture distinguishes; see the table of states in the stage's design. */
export type PodState =
  | 'unscheduled'
  | 'creating'
  | 'running'
  | 'ready'
  | 'terminating'
  | 'failed'
  | 'succeeded'
  | 'unknown';

export interface ContainerRow {
  readonly name: string;
  readonly image: string;
  readonly state: 'waiting' | 'running' | 'terminated';
  /** Reason of a waiting or terminated state, as the API has it. */
  readonly reason: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly init: boolean;
}

export interface PodRow extends RowBase {
  readonly type: 'pod';
  /** Empty until bound. */
  readonly node: string;
  /** Empty until the sandbox has an address. */
  readonly ip: string;
  readonly state: PodState;
  /** The STATUS column of `kubectl get pods`. */
  readonly status: string;
  /** A sentence for the state when the API has one (scheduler's message, image error, ...). */
  readonly message: string;
  /** uid of the controlling owner, or empty. */
  readonly ownerUid: string;
  readonly ownerKind: string;
  readonly ownerName: string;
  /** Value of the label pod-template-hash, or empty. */
  readonly templateHash: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly ContainerRow[];
  readonly restarts: number;
  readonly cpuRequestMillis: number;
  readonly memoryRequestBytes: number;
  /** Grace period in seconds, while terminating. */
  readonly graceSeconds?: number;
}

export interface ServicePortRow {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly targetPort: string;
  /** 0 when there is none. */
  readonly nodePort: number;
}

export interface ServiceRow extends RowBase {
  readonly type: 'service';
  readonly serviceType: string;
  /** `None` when headless, empty for ExternalName. */
  readonly clusterIp: string;
  readonly ports: readonly ServicePortRow[];
  /** undefined: no selector at all. */
  readonly selector?: Readonly<Record<string, string>>;
  readonly externalName: string;
  /** Addresses of the load balancer; empty while pending. */
  readonly ingress: readonly string[];
}

export interface EndpointRow {
  readonly address: string;
  /** uid of the Pod behind it, or empty (hand-made). */
  readonly podUid: string;
  readonly podName: string;
  readonly node: string;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
}

export interface SliceRow extends RowBase {
  readonly type: 'slice';
  /** Name of the Service (label kubernetes.io/service-name), or empty. */
  readonly service: string;
  readonly addressType: string;
  /** `name:port/protocol` per port. */
  readonly ports: readonly string[];
  readonly endpoints: readonly EndpointRow[];
}

export interface WorkloadRow extends RowBase {
  readonly type: 'workload';
  /** Deployment, ReplicaSet, ... */
  readonly kind: string;
  readonly ownerUid: string;
  readonly desired: number;
  readonly current: number;
  /** Of work that ends, what is done counts. */
  readonly ready: number;
  readonly updated: number;
  readonly available: number;
  readonly revision: number;
  readonly templateHash: string;
  readonly images: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly paused: boolean;
  /** It has a number of replicas that a person may set. */
  readonly scalable: boolean;
  /** `25%` or `1`; empty when the kind has none. */
  readonly maxSurge: string;
  readonly maxUnavailable: string;
  readonly strategy: string;
  /** Reason of the Progressing condition, and texts worth showing. */
  readonly progress: string;
  readonly message: string;
}

/** What one node's kube-proxy has programmed. Not a Kubernetes object: only a simulation can know it. */
export interface ProxyRow extends RowBase {
  readonly type: 'proxy';
  readonly node: string;
  /** All Service and EndpointSlice changes up to this resourceVersion are in this node's tables. */
  readonly learnedRv: number;
  /** EndpointSlices and Services whose latest version this node has not learned yet. */
  readonly stale: readonly ObjectKey[];
  /** When it last programmed its tables. */
  readonly syncedMs: number;
  readonly working: boolean;
}

export type Row = NamespaceRow | NodeRow | PodRow | ServiceRow | SliceRow | WorkloadRow | ProxyRow;
