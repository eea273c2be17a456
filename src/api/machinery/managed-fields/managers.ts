import { compareBytes } from '../go-format.ts';
import type { ManagedFieldsEntry } from '../object.ts';
import { parseTime } from '../../../lib/time.ts';
import { difference, isEmptySet, NO_FIELDS, union, type FieldSet } from './field-set.ts';

/** Who owns fields, how it came to own them, and where: what tells one entry of managedFields from another. */
export interface ManagerKey {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** `status`, `scale`; "" for the object itself. */
  readonly subresource: string;
}

/** The entries of managedFields by `managerId`. */
export type Managers = ReadonlyMap<string, ManagedFieldsEntry>;

/** Update entries kept; the oldest above that are merged into one. Source: managedfields/fieldmanager.go DefaultMaxUpdateManagers. */
const UPDATE_MANAGERS_MAX = 10;
const ANCIENT = 'ancient-changes';

/** Fields that no one owns. Source: managedfields/internal/stripmeta.go. */
const UNOWNED: FieldSet = {
  'f:apiVersion': NO_FIELDS,
  'f:kind': NO_FIELDS,
  'f:metadata': Object.fromEntries(
    [
      '.',
      ...['clusterName', 'creationTimestamp', 'generation', 'managedFields', 'name', 'namespace'].map(
        (name) => `f:${name}`,
      ),
      ...['resourceVersion', 'selfLink', 'uid'].map((name) => `f:${name}`),
    ].map((element) => [element, NO_FIELDS]),
  ),
};

/** An applier is the same whatever version it applies with; an updater is another one for each version. Source: BuildManagerIdentifier. */
export function managerId(entry: ManagedFieldsEntry | ManagerKey): string {
  const { manager = '', operation = '', apiVersion = '', subresource = '' } = entry;
  return [operation, manager, operation === 'Apply' ? '' : apiVersion, subresource].join('\n');
}

/** The set that an entry holds. */
export function setOf(entry: ManagedFieldsEntry | undefined): FieldSet {
  return (entry?.fieldsV1 as FieldSet | undefined) ?? NO_FIELDS;
}

/**
 * Entries by manager; undefined when one of them is no entry that the server could have written.
 * Source: managedfields/internal/managedfields.go DecodeManagedFields.
 */
export function readManagers(entries: readonly ManagedFieldsEntry[] = []): Managers | undefined {
  const managers = new Map<string, ManagedFieldsEntry>();
  for (const entry of entries) {
    const isKnown = entry.operation === 'Apply' || entry.operation === 'Update';
    if (!isKnown || entry.fieldsType !== 'FieldsV1' || !isFieldSet(entry.fieldsV1 ?? {})) return undefined;
    const id = managerId(entry);
    const before = managers.get(id);
    managers.set(id, before === undefined ? entry : { ...entry, fieldsV1: union(setOf(before), setOf(entry)) });
  }
  return managers;
}

/**
 * The entries as they are stored: appliers first, then by time and name; undefined when there are none.
 * Source: managedfields/internal/managedfields.go sortEncodedManagedFields.
 */
export function writeManagers(managers: Managers): readonly ManagedFieldsEntry[] | undefined {
  if (managers.size === 0) return undefined;
  return [...capped(managers).values()].sort(
    (a, b) =>
      compareBytes(a.operation ?? '', b.operation ?? '') ||
      seconds(a) - seconds(b) ||
      compareBytes(a.manager ?? '', b.manager ?? '') ||
      compareBytes(a.apiVersion ?? '', b.apiVersion ?? '') ||
      compareBytes(a.subresource ?? '', b.subresource ?? ''),
  );
}

/** An entry for these fields, or undefined when no field is left that can be owned. */
export function makeEntry(key: ManagerKey, set: FieldSet, time: string | undefined): ManagedFieldsEntry | undefined {
  const fieldsV1 = ownable(set);
  if (isEmptySet(fieldsV1)) return undefined;
  const { manager, operation, apiVersion, subresource } = key;
  return {
    manager,
    operation,
    apiVersion,
    ...(time === undefined ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...(subresource === '' ? {} : { subresource }),
  };
}

/** The set without what no one owns (names, uid, versions). */
export function ownable(set: FieldSet): FieldSet {
  return difference(set, UNOWNED);
}

function capped(managers: Managers): Managers {
  const updates = [...managers.values()].filter(({ operation }) => operation === 'Update');
  let surplus = updates.length - UPDATE_MANAGERS_MAX;
  if (surplus <= 0) return managers;
  const oldestFirst = updates.sort((a, b) => seconds(a) - seconds(b) || compareBytes(managerId(a), managerId(b)));
  const left = new Map(managers);
  const firsts = new Map<string, ManagedFieldsEntry>();
  for (const entry of oldestFirst) {
    if (surplus <= 0) break;
    const { apiVersion = '', time } = entry;
    const first = firsts.get(apiVersion);
    if (first === undefined) {
      firsts.set(apiVersion, entry);
      continue;
    }
    const key: ManagerKey = { manager: ANCIENT, operation: 'Update', apiVersion, subresource: '' };
    const bucket = left.get(managerId(key));
    if (bucket === undefined) left.delete(managerId(first));
    left.delete(managerId(entry));
    const merged = makeEntry(key, union(setOf(bucket ?? first), setOf(entry)), time);
    if (merged !== undefined) left.set(managerId(key), merged);
    surplus -= 1;
  }
  return left;
}

function seconds({ time }: ManagedFieldsEntry): number {
  return Math.floor((parseTime(time) ?? 0) / 1000);
}

/** Sets from outside are looked through before they are used as trees. */
function isFieldSet(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 100) return false;
  return Object.entries(value).every(
    ([key, child]) => (key === '.' || key.charAt(1) === ':') && isFieldSet(child, depth + 1),
  );
}
