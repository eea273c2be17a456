import type { KindDef } from '../../api/kind-def.ts';
import type { KubeObject } from '../../api/machinery/object.ts';

/** How an answer is wanted, read from the Accept header and the query. */
export interface TableWish {
  readonly includeObject: 'None' | 'Metadata' | 'Object';
}

/** True wish of a client that prints: the first acceptable type decides. */
export function tableWish(accept: string | undefined, includeObject: string | undefined): TableWish | undefined {
  const first = accept?.split(',')[0] ?? '';
  const params = new Set(first.split(';').map((part) => part.trim()));
  if (!params.has('as=Table') || !params.has('g=meta.k8s.io')) return undefined;
  return { includeObject: includeObject === 'None' || includeObject === 'Object' ? includeObject : 'Metadata' };
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
    apiVersion: 'meta.k8s.io/v1',
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
  return { object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata } };
}
