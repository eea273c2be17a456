import type { KindDef } from '../../api/kind-def.ts';
import type { KubeObject } from '../../api/machinery/object.ts';

/** How a table is wanted. */
export interface TableWish {
  /** What each row carries of its object. */
  readonly includeObject: 'None' | 'Metadata' | 'Object';
  /** `v1` or `v1beta1`. */
  readonly version: string;
}

/** The objects as a meta.k8s.io/v1 Table. `withColumns` is false for the later events of a watch. */
export function toTable(
  def: KindDef,
  objects: readonly KubeObject[],
  meta: object,
  wish: TableWish,
  nowMs: number,
  withColumns = true,
): unknown {
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${wish.version}`,
    metadata: meta,
    columnDefinitions: withColumns
      ? def.columns.map((column) => ({
          name: column.name,
          type: column.type,
          format: column.format ?? '',
          description: column.description ?? '',
          priority: column.priority,
        }))
      : null,
    rows: objects.map((object) => ({ ...def.tableRow(object, nowMs), ...objectPart(object, wish) })),
  };
}

function objectPart(object: KubeObject, wish: TableWish): { object?: unknown } {
  if (wish.includeObject === 'None') return {};
  if (wish.includeObject === 'Object') return { object };
  return {
    object: { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${wish.version}`, metadata: object.metadata },
  };
}
