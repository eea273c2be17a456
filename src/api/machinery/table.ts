import type { Json, JsonObject } from './json.ts';

/** meta.k8s.io/v1 TableColumnDefinition. */
export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  /** 0: always shown, 1 and more: only with -o wide. */
  readonly priority: number;
}

/** meta.k8s.io/v1 TableRowCondition: marks a finished pod (type Completed, reason Succeeded or Failed). */
export interface TableRowCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** meta.k8s.io/v1 TableRow: one cell a column, and the object as far as includeObject asks for it. */
export interface TableRow {
  readonly cells: readonly Json[];
  readonly conditions?: readonly TableRowCondition[];
  readonly object?: JsonObject;
}

/** meta.k8s.io/v1 Table: what the server answers to a client that prints. In a watch only the first event has columns. */
export interface Table {
  readonly kind: 'Table';
  readonly apiVersion: 'meta.k8s.io/v1';
  readonly metadata: JsonObject;
  readonly columnDefinitions: readonly TableColumn[] | null;
  readonly rows: readonly TableRow[];
}
