import type { Json, JsonObject } from '../../api/machinery/json.ts';
import { isJsonObject } from '../../api/machinery/json.ts';
import { applyStrategicMergePatch } from '../../api/machinery/strategic-merge.ts';
import { SCHEMAS } from '../../api/schema/served.ts';
import type { ApiRequest, ApiResponse } from '../../protocol/wire.ts';

/** A refusal for a given method and name: what the real API would say. */
export interface Refuses {
  readonly method: string;
  readonly name: string;
  readonly status: number;
  readonly body: JsonObject;
}

interface FakeApi {
  readonly send: (request: ApiRequest) => Promise<ApiResponse>;
  /** `METHOD url` of every request, in order. */
  readonly asked: string[];
  readonly objects: Map<string, JsonObject>;
  /** Bodies of the patches, in order. */
  readonly patches: unknown[];
}

const RESOURCES: Readonly<Record<string, readonly JsonObject[]>> = {
  '/api/v1': [
    { name: 'configmaps', singularName: 'configmap', kind: 'ConfigMap', namespaced: true },
    { name: 'namespaces', singularName: 'namespace', kind: 'Namespace', namespaced: false },
    { name: 'services', singularName: 'service', kind: 'Service', namespaced: true },
    { name: 'services/status', singularName: '', kind: 'Service', namespaced: true },
  ],
  '/apis/apps/v1': [
    { name: 'deployments', singularName: 'deployment', kind: 'Deployment', namespaced: true },
    { name: 'deployments/scale', singularName: '', kind: 'Scale', namespaced: true },
  ],
};

/**
 * As much of an API server as apply needs: discovery, get, create, strategic patch, and refusals that a test makes
 * up.
 */
export function fakeApi(refusals: readonly Refuses[] = []): FakeApi {
  const objects = new Map<string, JsonObject>();
  const asked: string[] = [];
  const patches: unknown[] = [];

  const answer = (request: ApiRequest): ApiResponse => {
    const path = request.url.split('?')[0] ?? '';
    const resources = RESOURCES[path];
    if (resources !== undefined) return reply(200, { kind: 'APIResourceList', resources });
    const body = request.body === undefined ? undefined : (JSON.parse(request.body) as JsonObject);
    const key = request.method === 'POST' ? `${path}/${nameOf(body)}` : path;
    const refusal = refusals.find((it) => it.method === request.method && key.endsWith(`/${it.name}`));
    if (refusal !== undefined) return reply(refusal.status, refusal.body);
    const live = objects.get(key);
    if (request.method === 'GET') return live === undefined ? notFound(key) : reply(200, live);
    if (body === undefined) return reply(400, { kind: 'Status' });
    patches.push(...(request.method === 'PATCH' ? [body] : []));
    const next = request.method === 'PATCH' && live !== undefined ? patched(live, body) : body;
    objects.set(key, next);
    return reply(request.method === 'POST' ? 201 : 200, next);
  };

  return {
    asked,
    objects,
    patches,
    send: (request) => {
      asked.push(`${request.method} ${request.url}`);
      return Promise.resolve(answer(request));
    },
  };
}

function patched(live: JsonObject, patch: JsonObject): JsonObject {
  const [group, version] = textOf(live['apiVersion']).includes('/')
    ? textOf(live['apiVersion']).split('/')
    : ['', 'v1'];
  const schema = SCHEMAS.schemaOf(group ?? '', version ?? '', textOf(live['kind']));
  if (schema === undefined) throw new Error('no schema');
  return applyStrategicMergePatch(schema, live, patch) as JsonObject;
}

function nameOf(object: JsonObject | undefined): string {
  const metadata = object?.['metadata'];
  return isJsonObject(metadata) ? textOf(metadata['name']) : '';
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function notFound(key: string): ApiResponse {
  return reply(404, { kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404, message: `${key} not found` });
}

function reply(status: number, body: unknown): ApiResponse {
  return { status, headers: { 'content-type': 'application/json' }, body };
}
