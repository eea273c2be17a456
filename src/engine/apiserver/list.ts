import { joinApiVersion, type KubeObject } from '../../api/machinery/object.ts';
import { badRequest, expired, type Status } from '../../api/machinery/status.ts';
import type { ApiResponse } from '../../protocol/wire.ts';
import { shapeList, type Wish } from './accept.ts';
import { decodeContinue, encodeContinue, type ContinueToken } from './continue-token.ts';
import type { Core } from './core.ts';
import type { ListOptions } from './list-options.ts';
import { refusal, reply } from './reply.ts';
import { select, type Selection } from './selection.ts';

/** Most objects in one answer when the client names no limit. */
const LIST_MAX = 200_000;
const TOO_OLD = 'The provided continue parameter is too old to display a consistent list result.';
const START_ANEW = 'You can start a new list without the continue parameter';
const OR_GO_ON =
  'or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/**
 * A collection, or a page of it. All pages of a list show the collection at the resourceVersion of the first, as far as the change log
 * reaches back. Source: AS/storage/etcd3/store.go GetList, AS/storage/cacher/delegator.go.
 */
export function list(core: Core, selection: Selection, options: ListOptions, wish: Wish): ApiResponse {
  const { def } = selection;
  const token = options.continueToken === '' ? undefined : decodeContinue(options.continueToken);
  if (token !== undefined && 'kind' in token) return refusal(token);
  const version = versionOf(core, options, token);
  if (typeof version === 'object') return refusal(version);
  const all = select(core.store, selection, version);
  const inNamespace = selection.namespace !== undefined;
  const from = token === undefined ? 0 : firstAfter(all, token.start, inNamespace);
  // The watch cache, which answers "0", knows no pages.
  const size = options.limit === 0 || options.version === 0 ? LIST_MAX : options.limit;
  const items = all.slice(from, from + size);
  const rest = all.length - from - items.length;
  const last = items.at(-1);
  const meta = {
    resourceVersion: String(version),
    ...(rest > 0 && last !== undefined
      ? { continue: encodeContinue({ rv: version, start: pathOf(last, inNamespace) }) }
      : {}),
    ...(rest > 0 && selection.isWhole ? { remainingItemCount: rest } : {}),
  };
  const shaped = shapeList(def, items, meta, wish, core.nowMs());
  if (shaped !== undefined) return wish.as === 'partial' ? refusal(shaped as Status) : reply(200, shaped);
  const head = { kind: `${def.kind}List`, apiVersion: joinApiVersion(def.group, def.version), metadata: meta };
  return reply(200, { ...head, items: items.map(bare) });
}

/** The resourceVersion at which the collection is shown, or the 410 or 400 that the wish for it earns. */
function versionOf(core: Core, options: ListOptions, token: ContinueToken | undefined): number | Status {
  const { rv: newest, log } = core.store;
  if (token === undefined) {
    const isExact = options.match === 'Exact' || (options.match === undefined && options.limit > 0);
    const { version } = options;
    if (version === undefined || version === 0 || !isExact) return newest;
    return version < log.oldestRv ? expired('The resourceVersion for the provided list is too old.') : version;
  }
  if (options.version !== undefined && options.version !== 0)
    return badRequest('specifying resource version is not allowed when using continue');
  if (token.rv < 0) return newest;
  if (token.rv > newest) return badRequest('invalid continue token: continue key is not valid');
  if (token.rv >= log.oldestRv) return token.rv;
  const goOn = encodeContinue({ ...token, rv: -1 });
  const status = expired(`${TOO_OLD} ${START_ANEW}, ${OR_GO_ON}`);
  return { ...status, metadata: { continue: goOn } } as unknown as Status;
}

/** Items of a list carry no apiVersion and kind of their own. */
function bare(object: KubeObject): unknown {
  const { apiVersion: _a, kind: _k, ...rest } = object;
  return rest;
}

function pathOf({ metadata: { namespace = '', name = '' } }: KubeObject, inNamespace: boolean): string {
  return inNamespace || namespace === '' ? name : `${namespace}/${name}`;
}

function firstAfter(objects: readonly KubeObject[], path: string, inNamespace: boolean): number {
  const slash = path.indexOf('/');
  const namespace = path.slice(0, Math.max(0, slash));
  const name = path.slice(slash + 1);
  const index = objects.findIndex(({ metadata }) => {
    const own = inNamespace ? '' : (metadata.namespace ?? '');
    return own > namespace || (own === namespace && (metadata.name ?? '') > name);
  });
  return index < 0 ? objects.length : index;
}
