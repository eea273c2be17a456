/**
 * The verbs: a request that has been taken apart goes in, an answer comes out. read.ts answers GET, write.ts the rest.
 * They promise upstream's order of checks; they know routes and bodies, and leave storing to create, update and remove.
 */
import { resourceOf } from '../../../api/kind-def.ts';
import { joinApiVersion, type KubeObject } from '../../../api/machinery/object.ts';
import {
  badRequest,
  expired,
  methodNotAllowed,
  notFound,
  tooLargeResourceVersion,
  tooManyRequests,
  tooOldResourceVersion,
  type Status,
} from '../../../api/machinery/status.ts';
import type { ApiResponse } from '../../../protocol/wire.ts';
import { groupResource, keyOf, type Core } from '../core.ts';
import { refusal, reply } from '../reply.ts';
import type { ResourceRoute } from '../route.ts';
import { scaleOf } from '../scale.ts';
import { parseSelection, select, type Selection } from '../selection.ts';
import { tableWish, toTable, type TableWish } from '../table.ts';
import { WATCHES_MAX, type WatchHub } from '../watch.ts';

/** Most objects in one answer when the client names no limit. */
const LIST_MAX = 200_000;

/** A request for reading, taken apart. */
export interface ReadRequest {
  readonly route: ResourceRoute;
  readonly query: ReadonlyMap<string, string>;
  readonly accept: string | undefined;
}

/** GET of an object, of a subresource, or of a collection (list or watch). */
export function read(core: Core, hub: WatchHub, request: ReadRequest): ApiResponse {
  const { route, query, accept } = request;
  const wish = tableWish(accept, query.get('includeObject'));
  if (route.name !== undefined) return get(core, route, wish);
  const selection = parseSelection(route.def, route.namespace, query);
  if ('refused' in selection) return refusal(selection.refused);
  const version = readVersion(core, query.get('resourceVersion'));
  if (typeof version === 'object') return refusal(version);
  const isWatch = ['true', '1'].includes(query.get('watch') ?? '');
  return isWatch ? watch(core, hub, selection, query, version, wish) : list(core, selection, query, wish);
}

function get(core: Core, route: ResourceRoute, wish: TableWish | undefined): ApiResponse {
  const { def, name = '', subresource } = route;
  const object = core.store.get(resourceOf(def), keyOf(def, route.namespace, name));
  if (object === undefined) return refusal(notFound(groupResource(def), name));
  if (subresource === 'scale' && def.scale !== undefined) return reply(200, scaleOf(def.scale, object));
  if (subresource !== undefined && !(subresource === 'status' && def.hasStatus)) {
    return refusal(methodNotAllowed(groupResource(def), 'get'));
  }
  if (wish === undefined) return reply(200, core.enrich?.get(resourceOf(def))?.(object) ?? object);
  return reply(200, toTable(def, [object], { resourceVersion: object.metadata.resourceVersion }, wish, core.nowMs()));
}

function list(
  core: Core,
  selection: Selection,
  query: ReadonlyMap<string, string>,
  wish: TableWish | undefined,
): ApiResponse {
  const { def } = selection;
  const limit = Number(query.get('limit') ?? 0);
  if (!Number.isInteger(limit) || limit < 0)
    return refusal(badRequest(`strconv.ParseInt: parsing ${JSON.stringify(query.get('limit'))}: invalid syntax`));
  const start = continueAfter(core, query.get('continue'));
  if (typeof start === 'object') return refusal(start);
  const all = select(core.store, selection);
  const from = start === undefined ? 0 : firstAfter(all, start);
  const size = limit === 0 ? LIST_MAX : limit;
  const items = all.slice(from, from + size);
  const rest = all.length - from - items.length;
  const meta = {
    resourceVersion: String(core.store.rv),
    ...(rest > 0 ? { continue: continueToken(core.store.rv, items.at(-1)), remainingItemCount: rest } : {}),
  };
  if (wish !== undefined) return reply(200, toTable(def, items, meta, wish, core.nowMs()));
  return reply(200, {
    kind: `${def.kind}List`,
    apiVersion: joinApiVersion(def.group, def.version),
    metadata: meta,
    items: items.map(bare),
  });
}

/** Items of a list carry no apiVersion and kind of their own. */
function bare(object: KubeObject): unknown {
  const { apiVersion: _a, kind: _k, ...rest } = object;
  return rest;
}

function watch(
  core: Core,
  hub: WatchHub,
  selection: Selection,
  query: ReadonlyMap<string, string>,
  version: number | undefined,
  wish: TableWish | undefined,
): ApiResponse {
  if (hub.size >= WATCHES_MAX) return refusal(tooManyRequests(`more than ${WATCHES_MAX} watches are open`, 1));
  const initial = version === undefined || version === 0 || query.get('sendInitialEvents') === 'true';
  if (!initial && version < core.store.log.oldestRv)
    return refusal(tooOldResourceVersion(version, core.store.log.oldestRv));
  const id = hub.open({
    selection,
    ...(initial ? {} : { fromRv: version }),
    ...(wish === undefined ? {} : { table: wish }),
    bookmarks: query.get('allowWatchBookmarks') === 'true',
    initialEventsEnd: query.get('sendInitialEvents') === 'true',
  });
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  return { ...reply(200, null), watch: { id, ...(seconds > 0 ? { timeoutMs: seconds * 1000 } : {}) } };
}

/** undefined: none given; a Status when it is no version or lies in the future. */
function readVersion(core: Core, text: string | undefined): number | undefined | Status {
  if (text === undefined || text === '') return undefined;
  const version = Number(text);
  if (!/^\d+$/.test(text))
    return badRequest(
      `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  return version > core.store.rv ? tooLargeResourceVersion(version, core.store.rv) : version;
}

/**
 * A continue token: where the last page ended. Pages are read from the present, which upstream calls
 * inconsistent; it says so by a new resourceVersion.
 */
function continueToken(rv: number, last: KubeObject | undefined): string {
  return `${rv}:${last?.metadata.namespace ?? ''}/${last?.metadata.name ?? ''}`;
}

function continueAfter(core: Core, token: string | undefined): string | undefined | Status {
  if (token === undefined || token === '') return undefined;
  const match = /^(\d+):(.*\/.*)$/.exec(token);
  if (match === null) return badRequest('continue key is not valid: encoded value is not a continue token');
  if (Number(match[1]) < core.store.log.oldestRv) {
    return expired(
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
    );
  }
  return match[2];
}

function firstAfter(objects: readonly KubeObject[], path: string): number {
  const slash = path.indexOf('/');
  const namespace = path.slice(0, slash);
  const name = path.slice(slash + 1);
  const index = objects.findIndex((object) => {
    const ns = object.metadata.namespace ?? '';
    return ns > namespace || (ns === namespace && (object.metadata.name ?? '') > name);
  });
  return index < 0 ? objects.length : index;
}
