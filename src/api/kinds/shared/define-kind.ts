import type { GraceDef, IndexDef, KindDef, ScaleDef, TableRow } from '../../kind-def.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { ResourceRef } from '../../resource-ref.ts';
import type { Row } from '../../row.ts';
import { cleanMetadata } from './clean-metadata.ts';
import { dropNullFields, memoisedLast, setField } from './share.ts';

/** The verbs of a resource that can be listed, watched, changed and deleted in bulk, as discovery lists them. */
export const ALL_VERBS: readonly string[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** The functions of a `KindDef`, for one object type. */
interface Typed<T extends KubeObject> {
  readonly defaults?: (object: T) => T;
  readonly deleting?: (object: T) => T;
  readonly held?: (object: T) => boolean;
  readonly prepareForCreate?: (object: T) => T;
  readonly finishCreate?: (object: T) => T;
  readonly prepareForUpdate?: (next: T, previous: T) => T;
  readonly validate?: (object: T) => readonly FieldError[];
  readonly validateUpdate?: (next: T, previous: T) => readonly FieldError[];
  readonly validateStatusUpdate?: (next: T, previous: T) => readonly FieldError[];
  readonly fields?: (object: T) => Readonly<Record<string, string>>;
  readonly tableRow: (object: T, nowMs: number) => TableRow;
  readonly project?: (object: T) => Row;
  readonly warnings?: (object: T, previous: T | undefined) => readonly string[];
  readonly example: T;
  readonly scale?: TypedScale<T>;
  readonly grace?: { readonly seconds: (object: T, requested: number | undefined) => number };
  readonly indexes: readonly TypedIndex<T>[];
}

interface TypedIndex<T extends KubeObject> {
  readonly name: string;
  readonly input: (object: T) => unknown;
  readonly values: (object: T) => readonly string[];
}

interface TypedScale<T extends KubeObject> {
  readonly replicas: (object: T) => number;
  readonly statusReplicas: (object: T) => number;
  readonly selector: (object: T) => string;
  readonly withReplicas: (object: T, replicas: number) => T;
}

type FromRef = 'group' | 'version' | 'plural' | 'resource' | 'kind' | 'namespaced';
type Plain = Omit<KindDef, keyof Typed<KubeObject> | FromRef | 'singular' | 'shortNames' | 'categories' | 'verbs'>;
type Optional = Partial<Pick<KindDef, 'singular' | 'shortNames' | 'categories' | 'verbs'>>;

/**
 * Makes a kind's definition from functions that know its type: the only place where that type is forgotten.
 * The store hands each definition objects of its own resource only, so the functions get what they expect.
 */
export function defineKind<T extends KubeObject>(ref: ResourceRef<T>, parts: Plain & Optional & Typed<T>): KindDef {
  const { group, version, plural, resource, kind, namespaced } = ref;
  const common = { singular: kind.toLowerCase(), shortNames: [], categories: [], verbs: ALL_VERBS };
  const { defaults, prepareForCreate } = parts;
  // Controllers create the same object many times over; the copies share what does not depend on the moment.
  const own = {
    ...parts,
    defaults: memoisedLast((object: T): T => (defaults === undefined ? clean(object) : defaults(clean(object)))),
    ...(prepareForCreate === undefined ? {} : { prepareForCreate: memoisedLast(prepareForCreate) }),
  };
  return { group, version, plural, resource, kind, namespaced, ...common, ...(own as unknown as Untyped) };
}

/** Drops what YAML's `null` leaves in metadata and spec (`creationTimestamp: null` is in many manifests). */
function clean<T extends KubeObject>(object: T): T {
  const tidy = setField(object, 'metadata', cleanMetadata(object.metadata));
  return typeof tidy.spec === 'object' && tidy.spec !== null
    ? setField<T, 'spec'>(tidy, 'spec', dropNullFields(tidy.spec))
    : tidy;
}

type Untyped = Plain &
  Optional &
  Pick<KindDef, keyof Typed<KubeObject>> & {
    readonly scale?: ScaleDef;
    readonly grace?: GraceDef;
    readonly indexes: readonly IndexDef[];
  };
