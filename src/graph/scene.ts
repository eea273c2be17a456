/**
 * What the stage draws: immutable items with fixed places in stage space (px at zoom 1). An item is replaced when, and
 * only when, something it shows has changed, so its identity is the memo key of whoever draws it.
 */
import type { ObjectKey } from '../api/machinery/key.ts';
import type { NodeRow, PodRow, ServiceRow, WorkloadRow } from '../api/row.ts';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type LaneId = 'outside' | 'services' | 'nodes' | 'workloads' | 'waiting';

export interface LaneBand {
  readonly id: LaneId;
  readonly rect: Rect;
}

export type ProxyMark = 'programmed' | 'stale';

export interface ProxySquare {
  readonly service: ObjectKey;
  readonly name: string;
  readonly mark: ProxyMark;
}

export interface ProxyStrip {
  readonly working: boolean;
  /** Everything up to this resourceVersion is in the node's tables. */
  readonly learnedRv: number;
  readonly squares: readonly ProxySquare[];
}

/** An open NodePort: the same on every node. */
export interface Socket {
  readonly service: ObjectKey;
  readonly port: number;
}

export interface NodeBox {
  readonly name: string;
  /** Stands for the Node in selection; present even when only Pods still name it. */
  readonly key: ObjectKey;
  /** undefined when the Node object is gone and Pods bound to it remain. */
  readonly row: NodeRow | undefined;
  readonly rect: Rect;
  readonly columns: number;
  readonly rows: number;
  readonly pods: number;
  readonly readyPods: number;
  /** undefined while nothing is known of a kube-proxy on this node. */
  readonly proxy: ProxyStrip | undefined;
  readonly sockets: readonly Socket[];
}

export interface PodItem {
  readonly key: ObjectKey;
  readonly row: PodRow;
  /** Includes the plate on its top edge. */
  readonly rect: Rect;
  /** Name of the node whose box it stands in; empty in the waiting room. */
  readonly node: string;
  readonly slot: number;
  /** A, B, C by revision; empty for a pod that belongs to no revision. */
  readonly letter: string;
  /** Names of the Services that list it as an endpoint. */
  readonly services: readonly string[];
  /** Graph version that first showed it; 0 for what stood there from the start. */
  readonly bornVersion: number;
}

/** Outline of a pod that has just left. */
export interface Ghost {
  readonly id: string;
  readonly name: string;
  readonly ip: string;
  readonly node: string;
  readonly slot: number;
  readonly rect: Rect;
  readonly untilMs: number;
}

export type LineStyle = 'ready' | 'not-ready' | 'terminating';

export interface EndpointItem {
  readonly slice: ObjectKey;
  readonly address: string;
  readonly podUid: string;
  /** undefined when no Pod in the picture stands behind the address. */
  readonly pod: ObjectKey | undefined;
  readonly podName: string;
  readonly node: string;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
}

export interface ServiceItem {
  readonly key: ObjectKey;
  readonly row: ServiceRow;
  readonly slot: number;
  /** Lozenge and slice list together. */
  readonly rect: Rect;
  readonly endpoints: readonly EndpointItem[];
  readonly ready: number;
  /** How many endpoints have a row of their own; the others share the last one. */
  readonly shown: number;
  readonly columns: 1 | 2;
}

/** What stands outside the cluster for a Service: the address the world knows. */
export interface OutsideItem {
  readonly service: ObjectKey;
  readonly name: string;
  readonly slot: number;
  readonly rect: Rect;
  readonly kind: 'address' | 'pending' | 'name';
  readonly text: string;
}

export interface WorkloadSet {
  readonly key: ObjectKey;
  readonly row: WorkloadRow;
  readonly letter: string;
  readonly rect: Rect;
}

export interface WorkloadItem {
  readonly key: ObjectKey;
  readonly row: WorkloadRow;
  readonly slot: number;
  readonly rect: Rect;
  /** Workloads owned by this one that have or want Pods, newest revision first. */
  readonly sets: readonly WorkloadSet[];
  /** Owned workloads without a row of their own. */
  readonly hiddenSets: number;
}

export interface Riser {
  readonly x: number;
  readonly y: number;
}

/**
 * Way of one endpoint line. Down from the slice row in its gutter (busX, to busY), in a curve to the top edge of the
 * box (gateX, gateY), then straight down from innerY to the plate. Between gateY and innerY it runs behind the header.
 */
export interface LinePath {
  readonly x0: number;
  readonly y0: number;
  readonly busX: number;
  readonly busY: number;
  /** Where it begins when only the head of the list is shown. */
  readonly headX: number;
  readonly headY: number;
  /** For a box that stands below others: down the gap beside them first, from the riser's top on. */
  readonly riser: Riser | undefined;
  readonly gateX: number;
  readonly gateY: number;
  readonly innerY: number;
  readonly endX: number;
  readonly endY: number;
  /** True: arrives at the plate's left side out of the gutter; false: at its top edge. */
  readonly side: boolean;
}

export interface EndpointLine {
  readonly id: string;
  readonly service: ObjectKey;
  readonly slice: ObjectKey;
  readonly pod: ObjectKey;
  readonly node: string;
  readonly style: LineStyle;
  readonly path: LinePath;
}

/** Live maps, changed in place by the graph: read them together with its version. */
export interface StageScene {
  readonly bounds: Rect;
  /** What a camera should show by itself: without the waiting room's coming and going. */
  readonly frame: Rect;
  readonly bands: readonly LaneBand[];
  /** Changes when boxes or bands were placed anew, so that places from before do not hold any more. */
  readonly reflow: number;
  readonly nodes: ReadonlyMap<string, NodeBox>;
  readonly pods: ReadonlyMap<ObjectKey, PodItem>;
  readonly ghosts: ReadonlyMap<string, Ghost>;
  readonly services: ReadonlyMap<ObjectKey, ServiceItem>;
  readonly outside: ReadonlyMap<ObjectKey, OutsideItem>;
  readonly workloads: ReadonlyMap<ObjectKey, WorkloadItem>;
  /** Endpoint lines by Service. */
  readonly lines: ReadonlyMap<ObjectKey, readonly EndpointLine[]>;
}
