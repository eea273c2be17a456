import { resourceOf, type KindDef } from '../../../api/kind-def.ts';
import type { ObjectKey } from '../../../api/machinery/key.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import {
  badRequest,
  methodNotAllowed,
  notFound,
  notFoundResource,
  success,
  type Status,
} from '../../../api/machinery/status.ts';
import type { ApiRequest, ApiResponse } from '../../../protocol/wire.ts';
import { bindPod } from '../bind.ts';
import { decodeBody, decodePatched, fieldValidationOf } from '../body.ts';
import { groupResource, isRefusal, keyOf, type Caller, type Core, type Refusal, type Written } from '../core.ts';
import { createObject } from '../create.ts';
import { deleteCollection, deleteOptions } from '../delete-options.ts';
import { evict } from '../eviction.ts';
import { applyPatch, patchTypeError } from '../patch.ts';
import { refusal, reply } from '../reply.ts';
import { removeObject } from '../remove.ts';
import { APPLY_YAML, contentType } from '../request-options.ts';
import type { ResourceRoute } from '../route.ts';
import { scaleOf, updateScale } from '../scale.ts';
import { applyServerSide } from '../server-side-apply.ts';
import { updateObject, type UpdatePart } from '../update.ts';

/** A request for writing, taken apart. */
export interface WriteRequest {
  readonly route: ResourceRoute;
  readonly query: ReadonlyMap<string, string>;
  readonly request: ApiRequest;
}

/** POST, PUT, PATCH and DELETE of objects and their subresources. */
export function write(core: Core, write: WriteRequest, caller: Caller): ApiResponse {
  const { route, request } = write;
  if (route.def.hidden === true)
    return refusal(methodNotAllowed(groupResource(route.def), request.method.toLowerCase()));
  switch (request.method) {
    case 'POST':
      return post(core, write, caller);
    case 'PUT':
      return put(core, write, caller);
    case 'PATCH':
      return patch(core, write, caller);
    default:
      return remove(core, write, caller);
  }
}

function post(core: Core, { route, query, request }: WriteRequest, caller: Caller): ApiResponse {
  const { def } = route;
  if (route.subresource === 'binding' && def.plural === 'pods') return bindFromBody(core, route, request, caller);
  if (route.subresource === 'eviction' && def.plural === 'pods') return evict(core, route, query, request, caller);
  if (route.name !== undefined) return refusal(methodNotAllowed(groupResource(def), 'create'));
  const decoded = decodeBody(def, request, fieldValidationOf(query));
  if ('refused' in decoded) return refusal(decoded.refused);
  caller.warnings.push(...decoded.warnings);
  const scoped = scope(def, decoded.object, route.namespace);
  if (isRefusal(scoped)) return refusal(scoped.refused);
  return answer(createObject(core, def, scoped, caller), 201, caller);
}

function bindFromBody(core: Core, route: ResourceRoute, request: ApiRequest, caller: Caller): ApiResponse {
  const body = parse(request.body);
  const target = (body as { readonly target?: { readonly name?: unknown } } | undefined)?.target?.name;
  if (typeof target !== 'string' || target === '')
    return refusal(badRequest('Binding "" is invalid: target.name: Required value'));
  const written = bindPod(core, keyOf(route.def, route.namespace, route.name ?? ''), target, caller);
  return written.ok ? reply(201, success({})) : refusal(written.status);
}

function put(core: Core, { route, query, request }: WriteRequest, caller: Caller): ApiResponse {
  const found = target(core, route);
  if ('refused' in found) return refusal(found.refused);
  const { def } = route;
  if (route.subresource === 'scale' && def.scale !== undefined) {
    const body = parse(request.body);
    if (body === undefined) return refusal(badRequest('the object provided is unrecognized (must be of type Scale)'));
    return answer(updateScale(core, def, def.scale, found.key, body, found.current, caller), 200, caller);
  }
  const decoded = decodeBody(def, request, fieldValidationOf(query));
  if ('refused' in decoded) return refusal(decoded.refused);
  caller.warnings.push(...decoded.warnings);
  const scoped = placed(def, route, decoded.object);
  if (isRefusal(scoped)) return refusal(scoped.refused);
  return answer(updateObject(core, def, found.key, scoped, partOf(route), caller), 200, caller);
}

function patch(core: Core, { route, query, request }: WriteRequest, caller: Caller): ApiResponse {
  const unknownType = patchTypeError(request);
  if (unknownType !== undefined) return refusal(unknownType);
  const found = target(core, route);
  if (contentType(request) === APPLY_YAML && ('key' in found || found.missing === true))
    return apply(core, { route, query, request }, caller);
  if ('refused' in found) return refusal(found.refused);
  const { def, subresource } = route;
  const isScale = subresource === 'scale' && def.scale !== undefined;
  const base = isScale && def.scale !== undefined ? scaleOf(def.scale, found.current) : found.current;
  const patched = applyPatch(isScale ? undefined : def, base, request);
  if ('refused' in patched) return refusal(patched.refused);
  if (isScale && def.scale !== undefined) {
    return answer(updateScale(core, def, def.scale, found.key, patched.object, found.current, caller), 200, caller);
  }
  const { object, shown, duplicates } = patched;
  const decoded = decodePatched(def, object, fieldValidationOf(query), shown, duplicates);
  if ('refused' in decoded) return refusal(decoded.refused);
  caller.warnings.push(...decoded.warnings);
  const scoped = placed(def, route, decoded.object);
  if (isRefusal(scoped)) return refusal(scoped.refused);
  return answer(updateObject(core, def, found.key, scoped, partOf(route), caller), 200, caller);
}

/** PATCH with an apply configuration: updates what is there, creates what is not. */
function apply(core: Core, { route, query, request }: WriteRequest, caller: Caller): ApiResponse {
  const { def, subresource } = route;
  const force = ['true', '1', 't', 'T', 'TRUE', 'True'].includes(query.get('force') ?? '');
  const applied = applyServerSide(
    core,
    route,
    request.body ?? '',
    { force, validation: fieldValidationOf(query) },
    caller,
  );
  if ('refused' in applied) return refusal(applied.refused);
  const scoped = placed(def, route, applied.object);
  if (isRefusal(scoped)) return refusal(scoped.refused);
  const applier: Caller = { ...caller, isApply: true };
  if (applied.live === undefined) return answer(createObject(core, def, scoped, applier), 201, applier);
  const key = keyOf(def, route.namespace, route.name ?? '');
  const written = updateObject(core, def, key, scoped, partOf(route), applier);
  if (!written.ok || subresource !== 'scale' || def.scale === undefined) return answer(written, 200, applier);
  return answer({ ...written, object: scaleOf(def.scale, written.object) }, 200, applier);
}

function remove(core: Core, { route, query, request }: WriteRequest, caller: Caller): ApiResponse {
  const { def, name } = route;
  if (route.subresource !== undefined) return refusal(methodNotAllowed(groupResource(def), 'delete'));
  const options = deleteOptions(request, query);
  if ('refused' in options) return refusal(options.refused);
  const asked = { ...caller, dryRun: caller.dryRun || options.dryRun };
  if (name === undefined) return deleteCollection(core, route, query, options, asked);
  const written = removeObject(core, def, keyOf(def, route.namespace, name), options, asked);
  if (!written.ok) return refusal(written.status);
  if (written.removed !== true) return reply(200, written.object, caller.warnings);
  const details = {
    name,
    ...(def.group === '' ? {} : { group: def.group }),
    kind: def.plural,
    ...(written.object.metadata.uid === undefined ? {} : { uid: written.object.metadata.uid }),
  };
  return reply(200, def.grace === undefined ? success(details) : written.object, caller.warnings);
}

type Target =
  | { readonly key: ObjectKey; readonly current: KubeObject }
  | { readonly refused: Status; /** The place exists, the object does not. */ readonly missing?: boolean };

function target(core: Core, route: ResourceRoute): Target {
  const { def, name, subresource } = route;
  if (name === undefined) return { refused: methodNotAllowed(groupResource(def), 'update') };
  const served =
    subresource === undefined ||
    (subresource === 'status' && def.hasStatus) ||
    (subresource === 'scale' && def.scale !== undefined);
  if (!served && !(subresource === 'finalize' && def.held !== undefined)) return { refused: notFoundResource() };
  const key = keyOf(def, route.namespace, name);
  const current = core.store.get(resourceOf(def), key);
  return current === undefined
    ? { refused: notFound(groupResource(def), name), missing: subresource === undefined }
    : { key, current };
}

function partOf(route: ResourceRoute): UpdatePart {
  return route.subresource === 'status' ? 'status' : 'object';
}

/** The object with the namespace of the URL, or a 400 when it names another one. */
function scope(def: KindDef, object: KubeObject, namespace: string | undefined): KubeObject | Refusal {
  const own = object.metadata.namespace ?? '';
  if (!def.namespaced) {
    if (own === '') return object;
    const { namespace: _n, ...metadata } = object.metadata;
    return { ...object, metadata };
  }
  if (namespace === undefined || (own !== '' && own !== namespace)) {
    return {
      refused: badRequest('the namespace of the provided object does not match the namespace sent on the request'),
    };
  }
  return own === namespace ? object : { ...object, metadata: { ...object.metadata, namespace } };
}

/** As `scope`, for an object whose name the URL tells as well. */
function placed(def: KindDef, route: ResourceRoute, object: KubeObject): KubeObject | Refusal {
  const scoped = scope(def, object, route.namespace);
  if (isRefusal(scoped)) return scoped;
  const { name: wanted = '' } = route;
  const { name = '' } = scoped.metadata;
  if (name === wanted) return scoped;
  if (name !== '')
    return { refused: badRequest(`the name of the object (${name}) does not match the name on the URL (${wanted})`) };
  const why = `the name of the object (${wanted} based on URL) was undeterminable: name must be provided`;
  return { refused: badRequest(why) };
}

function answer(written: Written, status: number, caller: Caller): ApiResponse {
  return written.ok ? reply(status, written.object, caller.warnings) : refusal(written.status, caller.warnings);
}

function parse(text: string | undefined): KubeObject | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (typeof value !== 'object' || value === null) return undefined;
    const object = value as KubeObject;
    return typeof object.metadata === 'object' && object.metadata !== null ? object : { ...object, metadata: {} };
  } catch {
    return undefined;
  }
}
