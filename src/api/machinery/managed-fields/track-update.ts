import type { ManagedFieldsEntry } from '../object.ts';
import type { Comparison } from './compare.ts';
import { difference, intersection, isEmptySet, union } from './field-set.ts';
import { makeEntry, managerId, ownable, setOf, type ManagerKey, type Managers } from './managers.ts';

/**
 * Ownership after a write that is no apply: whoever changed a field owns it now, alone; removed fields belong to no one.
 * The time of the writer's entry moves only when it got fields. Source: structured-merge-diff merge/update.go Update,
 * managedfields/internal/managedfieldsupdater.go.
 */
export function trackUpdate(
  managers: Managers,
  { changed, removed }: Comparison,
  self: ManagerKey,
  time: string,
): Managers {
  const touched = union(changed, removed);
  if (isEmptySet(ownable(touched))) return managers;
  const next = new Map<string, ManagedFieldsEntry>();
  for (const [id, entry] of managers) {
    const left = withoutFields(entry, touched);
    if (left !== undefined) next.set(id, left);
  }
  const id = managerId(self);
  const got = ownable(changed);
  if (!isEmptySet(got)) {
    const entry = makeEntry(self, union(setOf(next.get(id)), got), time);
    if (entry !== undefined) next.set(id, entry);
  }
  return next;
}

/** The entry without these fields: itself when it has none of them, undefined when nothing is left. */
export function withoutFields(
  entry: ManagedFieldsEntry,
  fields: Comparison['changed'],
): ManagedFieldsEntry | undefined {
  const set = setOf(entry);
  if (isEmptySet(intersection(set, fields))) return entry;
  const fieldsV1 = difference(set, fields);
  return isEmptySet(fieldsV1) ? undefined : { ...entry, fieldsV1 };
}
