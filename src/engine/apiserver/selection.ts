import { resourceOf, type KindDef, type Resource } from '../../api/kind-def.ts';
import { isFailure } from '../../api/machinery/failure.ts';
import { exactFieldValue, matchesFields, parseFieldSelector, type FieldSelector } from '../../api/machinery/fields.ts';
import { matchesSelector, type Selector } from '../../api/machinery/labels.ts';
import { parseSelector } from '../../api/machinery/label-parser.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import { badRequest, type Status } from '../../api/machinery/status.ts';
import type { Store } from '../store/store.ts';

/** Which objects of a collection a list or a watch is about. */
export interface Selection {
  readonly def: KindDef;
  readonly namespace?: string;
  readonly name?: string;
  /** Nothing is selected by label or field: only then a page can tell how many are left. */
  readonly isWhole: boolean;
  readonly matches: (object: KubeObject) => boolean;
}

/** Reads labelSelector and fieldSelector. Unknown fields are refused in upstream's words. */
export function parseSelection(
  def: KindDef,
  namespace: string | undefined,
  query: ReadonlyMap<string, string>,
): Selection | { readonly refused: Status } {
  const labelText = query.get('labelSelector') ?? '';
  const fieldText = query.get('fieldSelector') ?? '';
  const labels = parseSelector(labelText);
  if (isFailure(labels)) return { refused: badRequest(labels.error) };
  const fields = parseFieldSelector(fieldText);
  if (isFailure(fields)) return { refused: badRequest(fields.error) };
  const unknown = unknownField(def, fields);
  if (unknown !== undefined) return { refused: badRequest(`field label not supported: ${unknown}`) };
  const name = exactFieldValue(fields, 'metadata.name');
  return {
    def,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    isWhole: labelText === '' && fields.length === 0,
    matches: matcher(def, namespace, labels, labelText === '', fields),
  };
}

/**
 * The selected objects, ordered as etcd would: by namespace and name; as they are now, or as they were at a resourceVersion that the
 * change log still reaches.
 */
export function select(store: Store, selection: Selection, atVersion = store.rv): KubeObject[] {
  const { def, namespace, matches } = selection;
  const past = atVersion < store.rv ? rewind(store, resourceOf(def), atVersion) : undefined;
  if (past !== undefined) return [...past.values()].filter(matches).sort(byPath);
  const collection = store.collection(resourceOf(def));
  const found: KubeObject[] = [];
  if (namespace === undefined) {
    for (const object of collection.objects.values()) if (matches(object)) found.push(object);
  } else {
    for (const key of collection.index('namespace').keys(namespace)) {
      const object = collection.objects.get(key);
      if (object !== undefined && matches(object)) found.push(object);
    }
  }
  return found.sort(byPath);
}

/** The objects of a resource as they were; undefined when nothing has changed since. The log must reach back. */
function rewind(store: Store, resource: Resource, version: number): Map<string, KubeObject> | undefined {
  const changes = (store.log.since(version) ?? []).filter((change) => change.resource === resource);
  if (changes.length === 0) return undefined;
  const objects = new Map<string, KubeObject>(store.collection(resource).objects);
  for (let i = changes.length - 1; i >= 0; i--) {
    const { key, prev } = changes[i] as (typeof changes)[number];
    if (prev === undefined) objects.delete(key);
    else objects.set(key, prev);
  }
  return objects;
}

function byPath(a: KubeObject, b: KubeObject): number {
  return (
    compare(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
    compare(a.metadata.name ?? '', b.metadata.name ?? '')
  );
}

/** Order by code unit, as etcd orders keys; never by locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function matcher(
  def: KindDef,
  namespace: string | undefined,
  labels: Selector,
  allLabels: boolean,
  fields: FieldSelector,
): (object: KubeObject) => boolean {
  return (object) => {
    if (namespace !== undefined && object.metadata.namespace !== namespace) return false;
    if (!allLabels && !matchesSelector(labels, object.metadata.labels)) return false;
    return fields.length === 0 || matchesFields(fields, fieldsOf(def, object));
  };
}

function fieldsOf(def: KindDef, object: KubeObject): Readonly<Record<string, string>> {
  const { name = '', namespace = '' } = object.metadata;
  return { 'metadata.name': name, 'metadata.namespace': namespace, ...def.fields?.(object) };
}

function unknownField(def: KindDef, fields: FieldSelector): string | undefined {
  for (const { field } of fields) {
    if (field === 'metadata.name' || (field === 'metadata.namespace' && def.namespaced)) continue;
    if (def.fieldNames?.includes(field) !== true) return field;
  }
  return undefined;
}
