import type { Propagation } from '../../api/kind-def.ts';
import { joinApiVersion } from '../../api/machinery/object.ts';
import { badRequest, type Status } from '../../api/machinery/status.ts';
import type { ApiRequest, ApiResponse } from '../../protocol/wire.ts';
import { keyOf, type Caller, type Core } from './core.ts';
import { removeObject, type RemoveOptions } from './remove.ts';
import { refusal, reply } from './reply.ts';
import type { ResourceRoute } from './route.ts';
import { parseSelection, select } from './selection.ts';

const POLICIES = new Set(['Background', 'Foreground', 'Orphan']);

/** DeleteOptions from the body, else from the query, checked field by field. */
export function deleteOptions(
  request: ApiRequest,
  query: ReadonlyMap<string, string>,
): (RemoveOptions & { readonly dryRun: boolean }) | { readonly refused: Status } {
  const body = parseBody(request.body);
  if (body === undefined) return { refused: badRequest('the body of a delete must be a DeleteOptions object') };
  const grace = body['gracePeriodSeconds'] ?? numberOf(query.get('gracePeriodSeconds'));
  if (grace !== undefined && (typeof grace !== 'number' || !Number.isInteger(grace))) {
    return { refused: badRequest('gracePeriodSeconds: must be an integer') };
  }
  const policy = body['propagationPolicy'] ?? query.get('propagationPolicy') ?? orphanPolicy(body['orphanDependents']);
  if (policy !== undefined && (typeof policy !== 'string' || !POLICIES.has(policy))) {
    return {
      refused: badRequest(
        `propagationPolicy: Unsupported value: ${JSON.stringify(policy)}: supported values: "Foreground", "Background", "Orphan", "nil"`,
      ),
    };
  }
  const preconditions = (body['preconditions'] ?? {}) as { readonly uid?: unknown; readonly resourceVersion?: unknown };
  const dryRun = Array.isArray(body['dryRun']) && body['dryRun'].includes('All');
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

function parseBody(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined || text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}

function orphanPolicy(orphan: unknown): string | undefined {
  return orphan === true ? 'Orphan' : orphan === false ? 'Background' : undefined;
}
