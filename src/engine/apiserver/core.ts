/**
 * The API server: the one door to the store. Outsiders come through `handle` with Kubernetes' REST; actors of the
 * cluster come through the same create, update and delete below it, without the text in between.
 *
 * Promises: a write is complete or has not happened; every refusal is a Status with upstream's words; a write without
 * a difference commits nothing. It does not decide what a cluster should do: that is the controllers' work.
 */
import { resourceOf, type KindDef } from '../../api/kind-def.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import { makeKey } from '../../api/machinery/key.ts';
import type { GroupKind, GroupResource, Status } from '../../api/machinery/status.ts';
import type { Author, Store } from '../store/store.ts';
import type { Allocators } from './allocators.ts';

/** What every verb works with. */
export interface Core {
  readonly store: Store;
  readonly seed: number;
  readonly nowMs: () => number;
  readonly admission: readonly AdmissionPlugin[];
  readonly allocators: Allocators;
  /** Adds to an object that is read by name what is too large to store with it, by resource. */
  readonly enrich?: ReadonlyMap<string, (object: KubeObject) => KubeObject>;
  /** Reads that are no Kubernetes resource: what only a simulation knows, by path without the slash in front. */
  readonly answers?: ReadonlyMap<string, (query: ReadonlyMap<string, string>) => unknown>;
  /** Validate what trusted actors write, too (tests and development): a controller's bug shows where it is made. */
  readonly paranoid: boolean;
}

/** Who asks, and how. */
export interface Caller {
  readonly actor: string;
  readonly cause: number;
  /** An actor of the cluster, whose objects need no schema check. */
  readonly trusted: boolean;
  readonly dryRun: boolean;
  /** Warning texts for the answer's headers are collected here. */
  readonly warnings: string[];
  /** Outside callers: who will own what they write; "" and absent count as unknown. */
  readonly manager?: string;
  /** `status` or `scale`, for the ownership of fields. */
  readonly subresource?: string;
  /** Server-side apply: the object already carries its managedFields. */
  readonly isApply?: boolean;
}

/** Result of a write: the object as stored, or why not. */
export type Written =
  | { readonly ok: true; readonly object: KubeObject; readonly changed: boolean; readonly removed?: boolean }
  | { readonly ok: false; readonly status: Status };

/** A step between a request and the store that may change an object or refuse it (upstream: admission plugins). */
export interface AdmissionPlugin {
  readonly name: string;
  /** Resources it looks at; absent: all. */
  readonly resources?: ReadonlySet<string>;
  readonly create?: (core: Core, def: KindDef, object: KubeObject) => KubeObject | Refusal;
  readonly update?: (core: Core, def: KindDef, next: KubeObject, previous: KubeObject) => KubeObject | Refusal;
  readonly remove?: (core: Core, def: KindDef, object: KubeObject) => Refusal | undefined;
  /** Asked when the object is complete and valid; `previous` is absent at a create. */
  readonly validate?: (
    core: Core,
    def: KindDef,
    object: KubeObject,
    previous: KubeObject | undefined,
  ) => Refusal | undefined;
}

/** A Status wrapped, so that it cannot be taken for an object. */
export interface Refusal {
  readonly refused: Status;
}

export function isRefusal(value: KubeObject | Refusal): value is Refusal {
  return 'refused' in value;
}

/** Asks the plugins that judge complete objects; the first refusal counts. Source: AS/admission/chain.go Validate. */
export function objectionTo(
  core: Core,
  def: KindDef,
  object: KubeObject,
  previous: KubeObject | undefined,
): Refusal | undefined {
  const resource = resourceOf(def);
  for (let i = 0; i < core.admission.length; i++) {
    const plugin = core.admission[i] as AdmissionPlugin;
    if (plugin.validate === undefined || plugin.resources?.has(resource) === false) continue;
    const refusal = plugin.validate(core, def, object, previous);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

export function refuse(status: Status): { readonly ok: false; readonly status: Status } {
  return { ok: false, status };
}

export function groupResource(def: KindDef): GroupResource {
  return { group: def.group, resource: def.plural };
}

export function groupKind(def: KindDef): GroupKind {
  return { group: def.group, kind: def.kind };
}

export function keyOf(def: KindDef, namespace: string | undefined, name: string): ObjectKey {
  return makeKey(def.group, def.plural, def.namespaced ? (namespace ?? '') : '', name);
}

export function author(core: Core, caller: Caller): Author {
  return { atMs: core.nowMs(), actor: caller.actor, cause: caller.cause };
}
