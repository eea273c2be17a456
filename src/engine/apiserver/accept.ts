import type { KindDef } from '../../api/kind-def.ts';
import { isJsonObject } from '../../api/machinery/json.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import { badRequest, notAcceptable, type Status } from '../../api/machinery/status.ts';
import type { Refusal } from './core.ts';
import { toTable, type TableWish } from './table.ts';

/** In which form an answer is wanted. */
export type Wish =
  | { readonly as: 'object' }
  | { readonly as: 'table'; readonly table: TableWish }
  | { readonly as: 'partial' | 'partialList'; readonly version: string };

const PLAIN: Wish = { as: 'object' };
const JSON_TYPE = 'application/json';
const META = 'meta.k8s.io';
const JSON_RANGES: ReadonlySet<string> = new Set([JSON_TYPE, 'application/*', '*/*', '']);
const PARTIAL = 'PartialObjectMetadata';

/**
 * The first form that the Accept header asks for and that we have, or a 406. Only JSON is spoken.
 * Source: AS/endpoints/handlers/negotiation, response.go.
 */
export function wishOf(accept: string | undefined, query: ReadonlyMap<string, string>): Wish | Refusal {
  if (accept === undefined || accept.trim() === '') return PLAIN;
  for (const clause of clausesOf(accept)) {
    if (!JSON_RANGES.has(clause.type)) continue;
    const as = clause.params.get('as');
    if (as === undefined) return PLAIN;
    const version = clause.params.get('v') ?? '';
    if (clause.params.get('g') !== META || (version !== 'v1' && version !== 'v1beta1')) continue;
    if (as === 'Table') return tableWish(query.get('includeObject') ?? '', version);
    if (as === PARTIAL) return { as: 'partial', version };
    if (as === `${PARTIAL}List`) return { as: 'partialList', version };
  }
  return { refused: notAcceptable([JSON_TYPE]) };
}

/** One object in the form that is wanted, or why it cannot be. */
export function shapeObject(def: KindDef, object: KubeObject, wish: Wish, nowMs: number): unknown {
  switch (wish.as) {
    case 'table':
      return toTable(def, [object], { resourceVersion: object.metadata.resourceVersion }, wish.table, nowMs);
    case 'partial':
      return partial(object, wish.version);
    case 'partialList':
      return formMismatch(`you requested ${PARTIAL}List, but the requested object is not a list (*${goType(def)})`);
    default:
      return object;
  }
}

/** A list in the form that is wanted. `meta` is its ListMeta. */
export function shapeList(
  def: KindDef,
  items: readonly KubeObject[],
  meta: object,
  wish: Wish,
  nowMs: number,
): unknown {
  switch (wish.as) {
    case 'table':
      return toTable(def, items, meta, wish.table, nowMs);
    case 'partial':
      return formMismatch(`you requested ${PARTIAL}, but the requested object is a list (*${goType(def)}List)`);
    case 'partialList': {
      const { version } = wish;
      const head = { kind: `${PARTIAL}List`, apiVersion: `${META}/${version}`, metadata: meta };
      return { ...head, items: items.map((object) => partial(object, version)) };
    }
    default:
      return undefined;
  }
}

/** The answer to a write in the form that is wanted; Statuses and Scales stay as they are. */
export function shapeAnswer(def: KindDef, body: unknown, wish: Wish, nowMs: number): unknown {
  const isOwn = isJsonObject(body) && body['kind'] === def.kind && isJsonObject(body['metadata']);
  return isOwn && wish.as !== 'object' ? shapeObject(def, body as unknown as KubeObject, wish, nowMs) : body;
}

/** An object's metadata alone. */
export function partial(object: KubeObject, version: string): unknown {
  return { kind: PARTIAL, apiVersion: `${META}/${version}`, metadata: object.metadata };
}

function tableWish(includeObject: string, version: string): Wish | Refusal {
  if (!['', 'None', 'Metadata', 'Object'].includes(includeObject)) {
    const why = `includeObject: Invalid value: ${JSON.stringify(includeObject)}: must be 'Metadata', 'Object', 'None', or empty`;
    return { refused: badRequest(`Unable to convert to Table as requested: ${why}`) };
  }
  const include = includeObject === '' ? 'Metadata' : (includeObject as TableWish['includeObject']);
  return { as: 'table', table: { includeObject: include, version } };
}

interface Clause {
  readonly type: string;
  readonly params: ReadonlyMap<string, string>;
}

/** The clauses of an Accept header, those with a higher q first, else in order. */
function clausesOf(accept: string): Clause[] {
  const clauses = accept.split(',').map((text) => {
    const [type = '', ...rest] = text.split(';').map((part) => part.trim());
    const params = new Map(
      rest.map((part): [string, string] => [part.split('=')[0] ?? '', part.slice(part.indexOf('=') + 1)]),
    );
    return { type, params, q: Number(params.get('q') ?? 1) };
  });
  return clauses.filter(({ q }) => q > 0).sort((a, b) => b.q - a.q);
}

function formMismatch(message: string): Status {
  return { ...notAcceptable([]), message };
}

function goType({ group, version, kind }: KindDef): string {
  return group === '' ? `core.${kind}` : `${group.split('.')[0] ?? version}.${kind}`;
}
