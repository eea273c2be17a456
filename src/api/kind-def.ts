/**
 * What a kind declares about itself. Shared code never asks "is this a Pod?": it asks the definition, so a new kind is
 * one folder under kinds/ and one line in registry.ts.
 */
import type { FieldError } from './machinery/field-error.ts';
import type { KubeObject } from './machinery/object.ts';
import type { Row } from './row.ts';

/** `<group or core>/<plural>`: names a collection of the store, as in `apps/deployments`. */
export type Resource = string;

/** A declared index: objects by the values that one of them yields. */
export interface IndexDef {
  readonly name: string;
  /** The part of the object that the values depend on; while it is the same reference, the index is left alone. */
  readonly input: (object: KubeObject) => unknown;
  readonly values: (object: KubeObject) => readonly string[];
}

export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly description?: string;
  /** 0: always shown; 1: only with `-o wide`. */
  readonly priority: number;
}

/** One row of the printed table: a cell a column. */
export interface TableRow {
  readonly cells: readonly unknown[];
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly message?: string;
  }[];
}

/** The scale subresource of a kind: where its numbers stand. */
export interface ScaleDef {
  readonly replicas: (object: KubeObject) => number;
  readonly statusReplicas: (object: KubeObject) => number;
  /** Selector in string form. */
  readonly selector: (object: KubeObject) => string;
  readonly withReplicas: (object: KubeObject, replicas: number) => KubeObject;
}

/** How a delete goes for a kind whose objects do not vanish at once. */
export interface GraceDef {
  /** Seconds to wait when the request names none; `requested` is what it named. 0: remove at once. */
  readonly seconds: (object: KubeObject, requested: number | undefined) => number;
}

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export interface KindDef {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  /** `<group or core>/<plural>`, as `resourceOf` makes it. */
  readonly resource?: Resource;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  /** Not listed by discovery and not writable from outside: what only a simulation knows. */
  readonly hidden?: boolean;
  readonly hasStatus: boolean;
  readonly scale?: ScaleDef;
  readonly grace?: GraceDef;
  /** What else changes when deletion begins (a Namespace turns Terminating). */
  readonly deleting?: (object: KubeObject) => KubeObject;
  /** True while an object under deletion must stay although metadata.finalizers is empty (a Namespace's own finalizers). */
  readonly held?: (object: KubeObject) => boolean;
  /** Propagation when the request names none. */
  readonly defaultPropagation?: Propagation;
  /** Problems of a name (or of a generateName prefix), in upstream's words. */
  readonly nameErrors: (name: string, prefix: boolean) => readonly string[];
  /** Fills what the API server fills; the same reference when nothing was missing. */
  readonly defaults?: (object: KubeObject) => KubeObject;
  /** Upstream's PrepareForCreate: what a creator may not set. Status is dropped before, when `hasStatus`. */
  readonly prepareForCreate?: (object: KubeObject) => KubeObject;
  /** Upstream's PrepareForCreate where it needs the name and uid that the server gives (a Job's own labels and selector). */
  readonly finishCreate?: (object: KubeObject) => KubeObject;
  /** Keep the status that came with a create (Nodes register with theirs). */
  readonly keepsStatusOnCreate?: boolean;
  readonly prepareForUpdate?: (next: KubeObject, previous: KubeObject) => KubeObject;
  readonly validate?: (object: KubeObject) => readonly FieldError[];
  readonly validateUpdate?: (next: KubeObject, previous: KubeObject) => readonly FieldError[];
  readonly validateStatusUpdate?: (next: KubeObject, previous: KubeObject) => readonly FieldError[];
  /** The kind counts changes of its wish in metadata.generation. */
  readonly hasGeneration: boolean;
  /** Update without resourceVersion is allowed (last write wins). */
  readonly unconditionalUpdate: boolean;
  readonly indexes: readonly IndexDef[];
  /** Fields that a field selector may name, beside metadata.name and metadata.namespace. */
  readonly fields?: (object: KubeObject) => Readonly<Record<string, string>>;
  /** Names of those fields, to refuse others. */
  readonly fieldNames?: readonly string[];
  readonly columns: readonly Column[];
  readonly tableRow: (object: KubeObject, nowMs: number) => TableRow;
  /** Row for the stage; kinds without a place on it have none. */
  readonly project?: (object: KubeObject) => Row;
  /** Warnings that every request for this kind earns, reads too: a deprecated API. */
  readonly readWarnings?: readonly string[];
  /** Warnings that a write of this object earns (Warning headers). */
  readonly warnings?: (object: KubeObject, previous: KubeObject | undefined) => readonly string[];
  /** A small valid object, for tests and for the editor. */
  readonly example: KubeObject;
}

/** Asked at every write, so a definition carries the answer. */
export function resourceOf(def: Pick<KindDef, 'group' | 'plural' | 'resource'>): Resource {
  if (def.resource !== undefined) return def.resource;
  return `${def.group === '' ? 'core' : def.group}/${def.plural}`;
}
