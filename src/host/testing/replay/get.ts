import type { KindDef } from '../../../api/kind-def.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import type { ApiResponse } from '../../../protocol/wire.ts';
import { failed, isRefused, refusal, warnings, type Said } from './answer.ts';
import type { Arguments } from './arguments.ts';
import { ALL, kindOf, singularWithGroup, urlOf } from './resources.ts';
import type { Ask } from './ask.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

interface Table {
  readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: KubeObject }[];
}

/** `kubectl get` for the forms that the API prints itself; undefined for the others (jsonpath and the like). */
export function get(ask: Ask, { words, flags }: Arguments): Said | undefined {
  const output = flags.get('output') ?? '';
  if (!['', 'wide', 'name'].includes(output) || flags.has('sort-by')) return undefined;
  const [types = '', ...names] = words;
  const slashed = types.includes('/') ? types.split('/') : undefined;
  const wanted = types === 'all' ? ALL : (slashed?.[0] ?? types).split(',');
  const defs = wanted.map((word) => kindOf(word.split('.')[0] ?? ''));
  const unknown = wanted.find((_, i) => defs[i] === undefined);
  if (unknown !== undefined) return failed(`error: the server doesn't have a resource type "${unknown}"`);
  const blocks: string[] = [];
  const told: string[] = [];
  const called = slashed?.[1] === undefined ? names : [slashed[1]];
  for (const def of defs as KindDef[]) {
    const answers = (called.length > 0 ? called : [undefined]).map((name) =>
      ask('GET', address(def, name, flags), undefined, { accept: TABLE }),
    );
    const refused = answers.find(isRefused);
    if (refused !== undefined) return refusal(refused, selectorContext(def, refused, flags));
    for (const answer of answers) told.push(...warnings(answer));
    blocks.push(...block(def, answers, { flags, output, isOneOfMany: defs.length > 1 }));
  }
  if (blocks.length > 0) return { rc: 0, stdout: blocks.join('\n\n'), stderr: told.join('\n') };
  const isNamespaced = defs.some((def) => def?.namespaced === true) && !flags.has('all-namespaces');
  const where = isNamespaced
    ? `No resources found in ${flags.get('namespace') ?? 'default'} namespace.`
    : 'No resources found';
  return { rc: 0, stdout: '', stderr: [...told, ...(output === 'name' ? [] : [where])].join('\n') };
}

/** What kubectl says before a refusal of a selector. Source: cli-runtime/pkg/resource/selector.go. */
function selectorContext(def: KindDef, { body }: ApiResponse, flags: Arguments['flags']): string {
  const { reason } = body as { readonly reason?: string };
  if (reason !== 'BadRequest') return '';
  const resource = `${def.group}/${def.version}, Resource=${def.plural}`;
  const [labels = '', fields = ''] = [flags.get('selector'), flags.get('field-selector')];
  return `Unable to find "${resource}" that match label selector "${labels}", field selector "${fields}"`;
}

function address(def: KindDef, name: string | undefined, flags: Arguments['flags']): string {
  const namespace = flags.has('all-namespaces') ? undefined : (flags.get('namespace') ?? 'default');
  const query = new URLSearchParams();
  const labels = flags.get('selector');
  const fields = flags.get('field-selector');
  if (labels !== undefined) query.set('labelSelector', labels);
  if (fields !== undefined) query.set('fieldSelector', fields);
  return urlOf(def, namespace, name) + (query.size === 0 ? '' : `?${query.toString()}`);
}

interface Wish {
  readonly flags: Arguments['flags'];
  readonly output: string;
  readonly isOneOfMany: boolean;
}

function block(def: KindDef, answers: readonly ApiResponse[], { flags, output, isOneOfMany }: Wish): string[] {
  const tables = answers.map(({ body }) => body as Table);
  const columnDefinitions = tables[0]?.columnDefinitions ?? [];
  const rows = tables.flatMap((table) => table.rows);
  if (rows.length === 0) return [];
  const prefix = `${singularWithGroup(def)}/`;
  if (output === 'name') return [rows.map(({ object }) => prefix + (object.metadata.name ?? '')).join('\n')];
  const shown = columnDefinitions.map(({ priority }) => priority === 0 || output === 'wide');
  const labelColumns = flags.get('label-columns')?.split(',') ?? [];
  const withLabels = flags.has('show-labels');
  const head = [
    ...(flags.has('all-namespaces') && def.namespaced ? ['NAMESPACE'] : []),
    ...columnDefinitions.filter((_, i) => shown[i]).map(({ name }) => name.toUpperCase()),
    ...labelColumns.map((label) => (label.split('/').at(-1) ?? '').toUpperCase()),
    ...(withLabels ? ['LABELS'] : []),
  ];
  const lines = rows.map(({ cells, object: { metadata } }) => {
    const own = cells.filter((_, i) => shown[i]).map(text);
    if (isOneOfMany) own[0] = prefix + (own[0] ?? '');
    const labels = Object.entries(metadata.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    return [
      ...(flags.has('all-namespaces') && def.namespaced ? [metadata.namespace ?? ''] : []),
      ...own,
      ...labelColumns.map((label) => metadata.labels?.[label] ?? ''),
      ...(withLabels
        ? [labels.length === 0 ? '<none>' : labels.map(([key, value]) => `${key}=${value}`).join(',')]
        : []),
    ].join('   ');
  });
  return [[...(flags.has('no-headers') ? [] : [head.join('   ')]), ...lines].join('\n')];
}

function text(cell: unknown): string {
  return cell === null || cell === undefined ? '<none>' : typeof cell === 'string' ? cell : JSON.stringify(cell);
}
