/**
 * What an actor (a controller, the scheduler, a kubelet, a proxy) sees of the cluster and may do to it.
 * Actors never import one another: they meet in stored objects, as Kubernetes' own do.
 */
import type { Resource } from '../api/kind-def.ts';
import type { ObjectKey } from '../api/machinery/key.ts';
import type { KubeObject } from '../api/machinery/object.ts';
import type { Status } from '../api/machinery/status.ts';
import type { ResourceRef } from '../api/resource-ref.ts';
import type { Change } from './store/change-log.ts';
import type { Derived } from './store/store.ts';
import type { Range, Timing } from './timing.ts';

export type WriteResult<T extends KubeObject> =
  | { readonly ok: true; readonly object: T }
  | { readonly ok: false; readonly status: Status };

export interface DeleteOptions {
  readonly graceSeconds?: number;
  readonly uid?: string;
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
}

/** What a component tells about an object; becomes an Event. Texts are upstream's. */
export interface EventNote {
  readonly about: KubeObject;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Reporting component: `deployment-controller`, `kubelet`, ... */
  readonly component: string;
  readonly host?: string;
  /** `spec.containers{web}` */
  readonly fieldPath?: string;
}

/** Names a private table of an actor: data that is no Kubernetes object, kept in checkpoints. */
export interface TableRef<V> {
  readonly name: string;
  /** Never set; carries the type. */
  readonly __value?: V;
}

export interface World {
  readonly nowMs: number;
  readonly timing: Timing;
  /** resourceVersion of the newest change. */
  readonly rv: number;

  get<T extends KubeObject>(ref: ResourceRef<T>, namespace: string, name: string): T | undefined;
  byKey<T extends KubeObject>(ref: ResourceRef<T>, key: string): T | undefined;
  /** All objects, or those of a namespace, in order of arrival. */
  list<T extends KubeObject>(ref: ResourceRef<T>, namespace?: string): Iterable<T>;
  /** Objects that yield `value` for a declared index (`owner` by uid and `namespace` exist for all). */
  indexed<T extends KubeObject>(ref: ResourceRef<T>, index: string, value: string): T[];
  count(ref: ResourceRef<KubeObject>, index: string, value: string): number;

  create<T extends KubeObject>(ref: ResourceRef<T>, object: T): WriteResult<T>;
  /** Stores metadata and spec of `next`. Nothing is written when nothing differs. */
  update<T extends KubeObject>(ref: ResourceRef<T>, next: T): WriteResult<T>;
  /** Stores the status (and, as upstream, nothing else) of `next`. */
  updateStatus<T extends KubeObject>(ref: ResourceRef<T>, next: T): WriteResult<T>;
  /** Upstream's binding subresource: nodeName, condition PodScheduled and the node's topology labels in one write. */
  bind(pod: KubeObject, nodeName: string): WriteResult<KubeObject>;
  delete<T extends KubeObject>(ref: ResourceRef<T>, object: T, options?: DeleteOptions): WriteResult<T>;
  note(event: EventNote): void;

  /** Fraction in [0, 1), always the same for the same seed and question. */
  random(purpose: string, key: string, salt?: number): number;
  /** Milliseconds drawn from a range of the timing profile. */
  draw(range: Range, purpose: string, key: string, salt?: number): number;
  table<V>(ref: TableRef<V>): Map<string, V>;
  /** A table derived from the objects, made once by `make` and kept up to date by the store. */
  derived<T extends Derived>(name: string, make: () => T): T;
  /** Asks a reconciler to look at a key later (default: now, after this look). */
  enqueue(handler: string, key: string, delayMs?: number): void;
  cancel(handler: string, key: string): void;
}

export type Outcome = void | { readonly requeueAfterMs: number } | { readonly retry: true };

/** `wish`: anything but the status is another one now; `status`: only that is. */
export type ChangeKind = 'created' | 'wish' | 'status' | 'removed';

/** Which changes make a reconciler look, and at what. */
export interface Watch {
  readonly resource: Resource;
  readonly keys: (change: Change, world: World) => readonly string[];
  /**
   * Kind of controller: asked only about objects that one of this kind manages, before or after the change, and about
   * those that nobody manages. A dozen controllers watch Pods, and each Pod is the business of one.
   */
  readonly ownerKind?: string;
  /** Asked only when this is true of the object before or after. One function for all who mean the same. */
  readonly about?: (object: KubeObject) => boolean;
  /** The kinds of change that it is asked about; default: all. */
  readonly on?: readonly ChangeKind[];
  /** `keys` also keeps what it sees, so it is asked exactly once for each commit, and only for real ones. */
  readonly keeps?: boolean;
  /** Delay before the look; default is the timing's `watchMs`. */
  readonly delayMs?: (change: Change, key: string, world: World) => number;
}

/**
 * One actor of the control plane or of a node. It is given a key, never an event; it reads everything, writes the
 * difference, and a second look writes nothing. After `retry` it is asked again with growing back-off.
 */
export interface Reconciler {
  readonly name: string;
  readonly watches: readonly Watch[];
  readonly reconcile: (world: World, key: string) => Outcome;
  /** Called once at the first moment, to ask for periodic looks. */
  readonly start?: (world: World) => void;
  /** Name that its writes carry; default is `name`. */
  readonly actor?: (key: string) => string;
  /** Looks at one key keep `timing.resyncGapMs` apart, as a real sync takes its time; changes meanwhile are seen in one look. */
  readonly paced?: boolean;
  /** Its looks repeat for ever and do not count when we ask whether the cluster has come to rest. */
  readonly housekeeping?: boolean;
}

/** Watch helper: look at the changed object itself. */
export function itself(change: Change): readonly ObjectKey[] {
  return [change.key];
}
