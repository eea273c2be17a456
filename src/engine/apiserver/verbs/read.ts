/**
 * The verbs: a request that has been taken apart goes in, an answer comes out. read.ts answers GET, write.ts the rest.
 * They promise upstream's order of checks; they know routes and bodies, and leave storing to create, update and remove.
 */
import { resourceOf } from '../../../api/kind-def.ts';
import {
  isFailureStatus,
  methodNotAllowed,
  notFound,
  tooManyRequests,
  tooOldResourceVersion,
} from '../../../api/machinery/status.ts';
import type { ApiResponse } from '../../../protocol/wire.ts';
import { shapeObject, wishOf, type Wish } from '../accept.ts';
import { groupResource, keyOf, type Core } from '../core.ts';
import { listOptions, readVersion, type ListOptions } from '../list-options.ts';
import { list } from '../list.ts';
import { refusal, reply } from '../reply.ts';
import type { ResourceRoute } from '../route.ts';
import { scaleOf } from '../scale.ts';
import { parseSelection, type Selection } from '../selection.ts';
import { WATCHES_MAX, type WatchHub } from '../watch.ts';

/** A request for reading, taken apart. */
export interface ReadRequest {
  readonly route: ResourceRoute;
  readonly query: ReadonlyMap<string, string>;
  readonly accept: string | undefined;
}

/** GET of an object, of a subresource, or of a collection (list or watch). */
export function read(core: Core, hub: WatchHub, request: ReadRequest): ApiResponse {
  const { route, query, accept } = request;
  const wish = wishOf(accept, query);
  if ('refused' in wish) return refusal(wish.refused);
  if (route.name !== undefined) return get(core, request, wish);
  const options = listOptions(query, core.store.rv);
  if ('refused' in options) return refusal(options.refused);
  const selection = parseSelection(route.def, route.namespace, query);
  if ('refused' in selection) return refusal(selection.refused);
  return options.isWatch ? watch(core, hub, selection, options, wish) : list(core, selection, options, wish);
}

function get(core: Core, { route, query }: ReadRequest, wish: Wish): ApiResponse {
  const { def, name = '', subresource } = route;
  const version = readVersion(query, core.store.rv);
  if (typeof version === 'object') return refusal(version);
  const object = core.store.get(resourceOf(def), keyOf(def, route.namespace, name));
  if (object === undefined) return refusal(notFound(groupResource(def), name));
  if (subresource === 'scale' && def.scale !== undefined) return reply(200, scaleOf(def.scale, object));
  if (subresource !== undefined && !(subresource === 'status' && def.hasStatus)) {
    return refusal(methodNotAllowed(groupResource(def), 'get'));
  }
  if (wish.as === 'object') return reply(200, core.enrich?.get(resourceOf(def))?.(object) ?? object);
  const shaped = shapeObject(def, object, wish, core.nowMs());
  return isFailureStatus(shaped) ? refusal(shaped) : reply(200, shaped);
}

function watch(core: Core, hub: WatchHub, selection: Selection, options: ListOptions, wish: Wish): ApiResponse {
  if (hub.size >= WATCHES_MAX) return refusal(tooManyRequests(`more than ${WATCHES_MAX} watches are open`, 1));
  const { version, sendInitialEvents: asked, bookmarks, timeoutSeconds } = options;
  const initial = asked ?? (version === undefined || version === 0);
  const fromRv = version === undefined || version === 0 ? core.store.rv : version;
  const { oldestRv } = core.store.log;
  if (!initial && fromRv < oldestRv) return refusal(tooOldResourceVersion(fromRv, oldestRv));
  const id = hub.open({
    selection,
    wish,
    bookmarks,
    ...(initial ? {} : { fromRv }),
    // Who does not take bookmarks gets none at the end of the initial events either.
    initialEventsEnd: asked === true && bookmarks,
  });
  return {
    ...reply(200, null),
    watch: { id, ...(timeoutSeconds > 0 ? { timeoutMs: timeoutSeconds * 1000 } : {}) },
  };
}
