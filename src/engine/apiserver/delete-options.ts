import type { Propagation } from '../../api/kind-def.ts';
import { invalid, notSupported, type FieldError } from '../../api/machinery/field-error.ts';
import { isJsonArray, type JsonObject } from '../../api/machinery/json.ts';
import { joinApiVersion } from '../../api/machinery/object.ts';
import { badRequest, unsupportedMediaType, type Status } from '../../api/machinery/status.ts';
import type { ApiRequest, ApiResponse } from '../../protocol/wire.ts';
import { MEDIA_TYPES, parseJsonBody } from './body.ts';
import { keyOf, type Caller, type Core } from './core.ts';
import { removeObject, type RemoveOptions } from './remove.ts';
import { refusal, reply } from './reply.ts';
import { contentType, invalidOptions } from './request-options.ts';
import type { ResourceRoute } from './route.ts';
import { parseSelection, select } from './selection.ts';

const POLICIES: ReadonlySet<string> = new Set(['Foreground', 'Background', 'Orphan']);

/** DeleteOptions from the body, else from the query, checked field by field. */
export function deleteOptions(
  request: ApiRequest,
  query: ReadonlyMap<string, string>,
): (RemoveOptions & { readonly dryRun: boolean }) | { readonly refused: Status } {
  const body = parseBody(request);
  if ('refused' in body) return body as unknown as { readonly refused: Status };
  const grace = body['gracePeriodSeconds'] ?? numberOf(query.get('gracePeriodSeconds'));
  if (grace !== undefined && (typeof grace !== 'number' || !Number.isInteger(grace))) {
    const type = typeof grace === 'number' ? `number ${grace}` : typeof grace;
    const go = `json: cannot unmarshal ${type} into Go struct field DeleteOptions.gracePeriodSeconds of type int64`;
    return { refused: badRequest(`DeleteOptions in version "v1" cannot be handled as a DeleteOptions: ${go}`) };
  }
  const policy = body['propagationPolicy'] ?? query.get('propagationPolicy') ?? orphanPolicy(body['orphanDependents']);
  const errors = optionErrors(body, policy);
  if (errors.length > 0) return { refused: invalidOptions('DeleteOptions', errors) };
  const preconditions = (body['preconditions'] ?? {}) as { readonly uid?: unknown; readonly resourceVersion?: unknown };
  const dryRun = isJsonArray(body['dryRun']) && body['dryRun'].includes('All');
  return {
    dryRun,
    ...(grace === undefined ? {} : { graceSeconds: grace }),
    ...(policy === undefined ? {} : { propagation: policy as Propagation }),
    ...(typeof preconditions.uid === 'string' ? { uid: preconditions.uid } : {}),
    ...(typeof preconditions.resourceVersion === 'string' ? { resourceVersion: preconditions.resourceVersion } : {}),
  };
}

/** DELETE on a collection: each selected object by itself; one that is refused stops nothing that went before. */
export function deleteCollection(
  core: Core,
  route: ResourceRoute,
  query: ReadonlyMap<string, string>,
  options: RemoveOptions,
  caller: Caller,
): ApiResponse {
  const { def } = route;
  const selection = parseSelection(def, route.namespace, query);
  if ('refused' in selection) return refusal(selection.refused);
  const items = [];
  for (const object of select(core.store, selection)) {
    const written = removeObject(
      core,
      def,
      keyOf(def, object.metadata.namespace, object.metadata.name ?? ''),
      options,
      caller,
    );
    if (!written.ok) return refusal(written.status);
    items.push(written.object);
  }
  const metadata = { resourceVersion: String(core.store.rv) };
  return reply(200, { kind: `${def.kind}List`, apiVersion: joinApiVersion(def.group, def.version), metadata, items });
}

/** Source: apimachinery pkg/apis/meta/v1/validation ValidateDeleteOptions. */
function optionErrors(body: JsonObject, policy: unknown): FieldError[] {
  const errors: FieldError[] = [];
  const given = body['propagationPolicy'];
  if (body['orphanDependents'] != null && given != null) {
    const why = 'orphanDependents and deletionPropagation cannot be both set';
    errors.push(invalid('propagationPolicy', given, why));
  }
  if (policy !== undefined && (typeof policy !== 'string' || !POLICIES.has(policy)))
    errors.push(notSupported('propagationPolicy', policy, [...POLICIES, 'nil']));
  const dryRun = body['dryRun'] ?? [];
  if (!isJsonArray(dryRun) || dryRun.some((value) => value !== 'All'))
    errors.push(notSupported('dryRun', dryRun, ['All']));
  return errors;
}

function parseBody(request: ApiRequest): JsonObject | { readonly refused: Status } {
  if (request.body === undefined || request.body.trim() === '') return {};
  const type = contentType(request);
  if (type !== '' && !MEDIA_TYPES.includes(type)) return { refused: unsupportedMediaType(MEDIA_TYPES) };
  return parseJsonBody(request.body);
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}

function orphanPolicy(orphan: unknown): string | undefined {
  return orphan === true ? 'Orphan' : orphan === false ? 'Background' : undefined;
}
