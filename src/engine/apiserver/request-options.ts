import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  tooLong,
  type FieldError,
} from '../../api/machinery/field-error.ts';
import { byteLength, goQuote } from '../../api/machinery/go-format.ts';
import { invalidObject, type Status } from '../../api/machinery/status.ts';
import type { ApiRequest } from '../../protocol/wire.ts';
import type { ParsedUrl } from './url.ts';

/** Longest name of a field manager, in bytes. */
const MANAGER_MAX = 128;
const META_GROUP = 'meta.k8s.io';
export const APPLY_YAML = 'application/apply-patch+yaml';

const OPTIONS: Readonly<Record<Exclude<ApiRequest['method'], 'GET'>, string>> = {
  POST: 'CreateOptions',
  PUT: 'UpdateOptions',
  PATCH: 'PatchOptions',
  DELETE: 'DeleteOptions',
};

/** The 422 for options in the query that no write may carry. Source: apimachinery pkg/apis/meta/v1/validation. */
export function optionErrors(request: ApiRequest, { query, all }: ParsedUrl): Status | undefined {
  if (request.method === 'GET') return undefined;
  const errors: FieldError[] = [];
  const manager = query.get('fieldManager') ?? '';
  if (request.method === 'PATCH') {
    const isApply = contentType(request) === APPLY_YAML;
    if (isApply && manager === '') errors.push(required('fieldManager', 'is required for apply patch'));
    if (!isApply && query.has('force'))
      errors.push(forbiddenField('force', 'may not be specified for non-apply patch'));
  }
  const dryRun = all.filter(([name]) => name === 'dryRun').map(([, value]) => value);
  if (request.method !== 'DELETE') errors.push(...managerErrors(manager));
  if (dryRun.some((value) => value !== 'All')) errors.push(notSupported('dryRun', dryRun, ['All']));
  const validation = query.get('fieldValidation') ?? '';
  const allowed = ['', 'Ignore', 'Strict', 'Warn'];
  if (!allowed.includes(validation)) errors.push(notSupported('fieldValidation', validation, allowed));
  return errors.length === 0 ? undefined : invalidOptions(OPTIONS[request.method], errors);
}

/** 422 `ListOptions.meta.k8s.io "" is invalid: ...`. */
export function invalidOptions(kind: string, errors: readonly FieldError[]): Status {
  return invalidObject({ group: META_GROUP, kind }, '', errors);
}

/** Who will own what this request writes: the query's fieldManager, else the user agent up to its first slash; may be "". */
export function managerOf(request: ApiRequest, query: ReadonlyMap<string, string>): string {
  const named = query.get('fieldManager') ?? '';
  if (named !== '') return named;
  const agent = (request.headers?.['user-agent'] ?? '').split('/')[0] ?? '';
  let name = '';
  for (const char of agent) {
    if (isPrintable(char) && byteLength(name + char) <= MANAGER_MAX) name += char;
  }
  return name;
}

/** The media type of a body, without parameters. */
export function contentType(request: ApiRequest): string {
  return request.headers?.['content-type']?.split(';')[0]?.trim() ?? '';
}

function managerErrors(manager: string): FieldError[] {
  const errors = byteLength(manager) > MANAGER_MAX ? [tooLong('fieldManager', MANAGER_MAX)] : [];
  let position = 0;
  for (const char of manager) {
    if (!isPrintable(char)) {
      const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      const shown = goQuote(char).startsWith('"\\') ? `U+${code}` : `U+${code} '${char}'`;
      errors.push(invalid('fieldManager', manager, `invalid character ${shown} (at position ${position})`));
    }
    position += byteLength(char);
  }
  return errors;
}

/** Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols, and the plain blank. */
function isPrintable(char: string): boolean {
  return char === ' ' || !/[\p{C}\p{Z}]/u.test(char);
}
