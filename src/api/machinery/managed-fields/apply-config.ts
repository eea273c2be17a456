import type { Type } from '../../schema/types.ts';
import { deepEqual } from '../../../lib/equal.ts';
import type { JsonObject } from '../json.ts';
import type { ManagedFieldsEntry } from '../object.ts';
import { compareFields } from './compare.ts';
import {
  difference,
  intersection,
  isEmptySet,
  NO_FIELDS,
  pathsOf,
  union,
  withNamedFields,
  type FieldSet,
} from './field-set.ts';
import { fieldsOf } from './fields-of.ts';
import { makeEntry, managerId, setOf, type ManagerKey, type Managers } from './managers.ts';
import { mergeApplied } from './merge-applied.ts';
import { removeFields } from './remove-fields.ts';
import { withoutFields } from './track-update.ts';

/** A field that another manager owns, with another value than the applied one. */
export interface Conflict {
  readonly manager: ManagedFieldsEntry;
  readonly path: string;
}

export type Applied =
  | { readonly object: JsonObject; readonly managers: Managers }
  | { readonly conflicts: readonly Conflict[]; readonly fields: FieldSet };

export interface ApplyInput {
  readonly type: Type;
  readonly live: JsonObject;
  readonly config: JsonObject;
  readonly managers: Managers;
  readonly self: ManagerKey;
  /** Take fields that others own with another value. */
  readonly force: boolean;
  readonly time: string;
}

/**
 * Server-side apply of a configuration: the merged object and who owns what, or the conflicts. Fields that the applier sent last time and
 * leaves out now go away, unless someone else owns them. `live` shares with the result what stays the same, and is it when nothing changes.
 * Source: structured-merge-diff merge/update.go Apply. All entries are compared at one version: the simulator serves one for each kind.
 */
export function applyConfig(input: ApplyInput): Applied {
  const { type, live, config, managers, self, force, time } = input;
  const id = managerId(self);
  const last = managers.get(id);
  const wanted = fieldsOf(type, config);
  const others = new Map(managers);
  others.delete(id);
  const merged = mergeApplied(type, live, config) as JsonObject;
  const owned = [...others.values()].reduce((set, entry) => union(set, setOf(entry)), wanted);
  const object = prune(type, merged, setOf(last), owned);
  const { changed, removed } = compareFields(type, live, object);
  const conflicts: Conflict[] = [];
  let fields = NO_FIELDS;
  const next = new Map<string, ManagedFieldsEntry>();
  for (const [otherId, entry] of [...others].sort(byId)) {
    const clash = intersection(setOf(entry), changed);
    fields = union(fields, clash);
    conflicts.push(...pathsOf(clash).map((path) => ({ manager: entry, path })));
    const left = withoutFields(entry, union(changed, removed));
    if (left !== undefined) next.set(otherId, left);
  }
  if (conflicts.length > 0 && !force) return { conflicts, fields };
  const isSame = isEmptySet(changed) && isEmptySet(removed);
  const entry = makeEntry(self, wanted, time);
  // The time tells when something changed last: applying the same again does not move it.
  const isKept = isSame && entry !== undefined && last !== undefined && deepEqual(entry.fieldsV1, last.fieldsV1);
  if (entry !== undefined) next.set(id, isKept && last.time !== undefined ? { ...entry, time: last.time } : entry);
  return { object: isSame ? live : object, managers: next };
}

/** The text of a 409. Source: managedfields/internal/conflict.go. */
export function conflictMessage(conflicts: readonly Conflict[]): string {
  const [first] = conflicts;
  if (conflicts.length === 1 && first !== undefined)
    return `Apply failed with 1 conflict: conflict with ${formatManager(first.manager)}: ${first.path}`;
  const lines = conflicts.flatMap(({ manager, path }, i) =>
    conflicts[i - 1]?.manager === manager ? [`- ${path}`] : [`conflicts with ${formatManager(manager)}:`, `- ${path}`],
  );
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

/** `"kubectl-edit" with subresource "scale" using apps/v1`; appliers are shown by name alone. */
export function formatManager({
  manager = '',
  operation,
  apiVersion = '',
  subresource = '',
}: ManagedFieldsEntry): string {
  const where = subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`;
  return `${JSON.stringify(manager)}${where}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}

/** Removes what was applied last time and is owned by no one now. */
function prune(type: Type, merged: JsonObject, last: FieldSet, owned: FieldSet): JsonObject {
  if (isEmptySet(last)) return merged;
  const named = (set: FieldSet): FieldSet => withNamedFields(set, type);
  const mergedSet = named(fieldsOf(type, merged));
  const bare = removeFields(type, merged, named(last));
  const kept = union(named(fieldsOf(type, bare)), named(owned));
  const withOwned = removeFields(type, merged, difference(mergedSet, kept));
  const gone = difference(mergedSet, named(fieldsOf(type, withOwned)));
  return removeFields(type, merged, intersection(gone, named(last)));
}

function byId(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}
