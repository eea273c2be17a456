import { forbiddenField, notSupported, type FieldError } from '../../api/machinery/field-error.ts';
import { badRequest, tooLargeResourceVersion, type Status } from '../../api/machinery/status.ts';
import type { Refusal } from './core.ts';
import { invalidOptions } from './request-options.ts';

/** What a list or watch asks for beside its selectors, checked. */
export interface ListOptions {
  readonly isWatch: boolean;
  /** undefined: the newest. */
  readonly version: number | undefined;
  readonly match: 'Exact' | 'NotOlderThan' | undefined;
  /** 0: no limit. */
  readonly limit: number;
  readonly continueToken: string;
  readonly sendInitialEvents: boolean | undefined;
  readonly bookmarks: boolean;
  readonly timeoutSeconds: number;
}

type Query = ReadonlyMap<string, string>;

/** Reads the query of a GET on a collection. Source: apimachinery pkg/apis/meta/internalversion/validation. */
export function listOptions(query: Query, currentVersion: number): ListOptions | Refusal {
  for (const name of ['limit', 'timeoutSeconds']) {
    const text = query.get(name) ?? '';
    if (text !== '' && !/^[-+]?\d+$/.test(text))
      return { refused: badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`) };
  }
  const isWatch = isTrue(query, 'watch');
  const errors = isWatch ? watchErrors(query) : listErrors(query);
  if (errors.length > 0) return { refused: invalidOptions('ListOptions', errors) };
  const version = readVersion(query, currentVersion);
  if (typeof version === 'object') return { refused: version };
  const match = query.get('resourceVersionMatch');
  return {
    isWatch,
    version,
    match: match === 'Exact' || match === 'NotOlderThan' ? match : undefined,
    limit: Math.max(0, Number(query.get('limit') ?? 0)),
    continueToken: query.get('continue') ?? '',
    sendInitialEvents: query.has('sendInitialEvents') ? isTrue(query, 'sendInitialEvents') : undefined,
    bookmarks: isTrue(query, 'allowWatchBookmarks'),
    timeoutSeconds: Math.max(0, Number(query.get('timeoutSeconds') ?? 0)),
  };
}

/** The query's resourceVersion; undefined: none given; a Status when it is no version or lies in the future. */
export function readVersion(query: Query, currentVersion: number): number | undefined | Status {
  const text = query.get('resourceVersion') ?? '';
  if (text === '') return undefined;
  const shown = JSON.stringify(text);
  if (!/^\d+$/.test(text)) {
    const why = `strconv.ParseUint: parsing ${shown}: invalid syntax`;
    return badRequest(`resourceVersion: Invalid value: ${shown}: ${why}`);
  }
  const version = Number(text);
  return version > currentVersion ? tooLargeResourceVersion(version, currentVersion) : version;
}

const MATCH = 'resourceVersionMatch';
const INITIAL = 'sendInitialEvents';

function listErrors(query: Query): FieldError[] {
  const errors: FieldError[] = [];
  const match = query.get(MATCH) ?? '';
  const version = query.get('resourceVersion') ?? '';
  if (match !== '') {
    if (version === '') errors.push(forbiddenField(MATCH, `${MATCH} is forbidden unless resourceVersion is provided`));
    errors.push(...continueErrors(query));
    if (match !== 'Exact' && match !== 'NotOlderThan')
      errors.push(notSupported(MATCH, match, ['Exact', 'NotOlderThan', '']));
    if (match === 'Exact' && version === '0')
      errors.push(forbiddenField(MATCH, `${MATCH} "exact" is forbidden for resourceVersion "0"`));
  }
  if (query.has(INITIAL)) errors.push(forbiddenField(INITIAL, `${INITIAL} is forbidden for list`));
  return errors;
}

function watchErrors(query: Query): FieldError[] {
  const errors: FieldError[] = [];
  const match = query.get(MATCH) ?? '';
  if (query.has(INITIAL) && match !== 'NotOlderThan')
    errors.push(forbiddenField(MATCH, `${INITIAL} requires setting ${MATCH} to NotOlderThan`));
  if (match === '') return errors;
  if (!query.has(INITIAL))
    errors.push(forbiddenField(MATCH, `${MATCH} is forbidden for watch unless ${INITIAL} is provided`));
  if (match !== 'NotOlderThan') errors.push(notSupported(MATCH, match, ['NotOlderThan']));
  return [...errors, ...continueErrors(query)];
}

function continueErrors(query: Query): FieldError[] {
  if ((query.get('continue') ?? '') === '') return [];
  return [forbiddenField(MATCH, `${MATCH} is forbidden when continue is provided`)];
}

/** As Kubernetes reads a boolean parameter: anything but "false", "0" and absence is true. */
function isTrue(query: Query, name: string): boolean {
  const value = query.get(name);
  return value !== undefined && value !== 'false' && value !== '0';
}
