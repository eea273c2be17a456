import type { Column, KindDef } from '../../kind-def.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { ResourceRef } from '../../resource-ref.ts';
import { defineKind } from './define-kind.ts';
import { ageSince } from './human-duration.ts';
import { nameIsDnsSubdomain, type NameRule } from './name-rules.ts';
import { dropNulls } from './share.ts';
import { AGE_COLUMN, NAME_COLUMN } from './table.ts';
import { validateMetadata, validateMetadataUpdate } from './validate-metadata.ts';

interface StoredKind<T extends KubeObject> {
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly hasStatus?: boolean;
  readonly hasGeneration?: boolean;
  readonly nameErrors?: NameRule;
  readonly defaults?: (object: T) => T;
  readonly finishCreate?: (object: T) => T;
  readonly validate?: (object: T) => readonly FieldError[];
  /** Beside `validate`, which an update has to pass as well. */
  readonly validateUpdate?: (next: T, previous: T) => readonly FieldError[];
  /** Columns between Name and Age. */
  readonly columns?: readonly Column[];
  /** Cells of those columns. */
  readonly cells?: (object: T) => readonly unknown[];
  /** Shows when it was created instead of its age, as kinds of the access rules do. */
  readonly showsCreation?: boolean;
  readonly example: T;
}

/** A kind that is stored, checked and listed, and on which nothing in the cluster acts. */
export function storedKind<T extends KubeObject>(ref: ResourceRef<T>, parts: StoredKind<T>): KindDef {
  const { columns = [], cells, defaults, nameErrors = nameIsDnsSubdomain } = parts;
  const wide = columns.filter(({ priority }) => priority > 0);
  const plain = columns.filter(({ priority }) => priority === 0);
  const last = parts.showsCreation === true ? CREATED_COLUMN : AGE_COLUMN;
  return defineKind<T>(ref, {
    shortNames: parts.shortNames ?? [],
    categories: parts.categories ?? [],
    hasStatus: parts.hasStatus ?? false,
    hasGeneration: parts.hasGeneration ?? false,
    unconditionalUpdate: true,
    nameErrors,
    defaults: (object) => {
      const clean = dropNulls(object);
      return defaults === undefined ? clean : defaults(clean);
    },
    ...(parts.finishCreate === undefined ? {} : { finishCreate: parts.finishCreate }),
    validate: (object) => [
      ...validateMetadata(object.metadata, ref.namespaced, nameErrors),
      ...(parts.validate?.(object) ?? []),
    ],
    validateUpdate: (next, previous) => [
      ...validateMetadataUpdate(next.metadata, previous.metadata),
      ...(parts.validateUpdate?.(next, previous) ?? []),
    ],
    indexes: [],
    columns: [NAME_COLUMN, ...plain, last, ...wide],
    tableRow: (object, nowMs) => {
      const { name = '', creationTimestamp = '' } = object.metadata;
      const own = cells?.(object) ?? [];
      const when = parts.showsCreation === true ? creationTimestamp : ageSince(creationTimestamp, nowMs);
      return { cells: [name, ...own.slice(0, plain.length), when, ...own.slice(plain.length)] };
    },
    example: parts.example,
  });
}

const CREATED_COLUMN: Column = { name: 'Created At', type: 'date', priority: 0 };
