import { aggregated, apiGroup, apiGroupList, apiResourceList, apiVersions } from '../../api/discovery/documents.ts';
import { SERVER_VERSION } from '../../api/discovery/version.ts';
import { notFoundResource } from '../../api/machinery/status.ts';
import { openApiDocument, openApiIndex } from '../../api/openapi/document.ts';
import { ALL_SCHEMAS } from '../../api/schema/all.ts';
import { hash32 } from '../../lib/hash.ts';
import { jsonResponse, wholeResponse } from '../whole-response.ts';
import { statusResponse } from './status-response.ts';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
/** What a health check says with ?verbose, beside `ping`. */
const CHECKS = ['ping', 'log', 'etcd', 'informer-sync'];

/** Documents about the API: discovery, version, health, OpenAPI. Undefined when the request is about objects. */
export function documentFor(request: Request, url: URL): Response | undefined {
  const [root, ...rest] = url.pathname.split('/').filter((part) => part !== '');
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  switch (root) {
    case 'version':
      return rest.length === 0 ? jsonResponse(SERVER_VERSION) : nothing();
    case 'healthz':
    case 'livez':
    case 'readyz':
      return health(root, url.searchParams.has('verbose'));
    case 'openapi':
      return openApi(request, rest.join('/'));
    case 'api':
      if (rest.length === 0) return list(request, true, () => apiVersions(url.host));
      return rest.length === 1 ? found(apiResourceList('', rest[0] ?? '')) : undefined;
    case 'apis':
      if (rest.length === 0) return list(request, false, apiGroupList);
      if (rest.length === 1) return found(apiGroup(rest[0] ?? ''));
      return rest.length === 2 ? found(apiResourceList(rest[0] ?? '', rest[1] ?? '')) : undefined;
    default:
      return undefined;
  }
}

/** Everything at once for clients that ask for it, else the plain list. */
function list(request: Request, core: boolean, plain: () => unknown): Response {
  const accepted = (request.headers.get('accept') ?? '').split(',').map((type) => type.replaceAll(' ', ''));
  const first = accepted.find((type) => type === AGGREGATED || type === 'application/json' || type === '*/*');
  if (first !== AGGREGATED) return jsonResponse(plain(), 200, { vary: 'accept' });
  return jsonResponse(aggregated(core), 200, { 'content-type': AGGREGATED, vary: 'accept' });
}

function health(name: string, verbose: boolean): Response {
  const text = verbose ? `${CHECKS.map((check) => `[+]${check} ok\n`).join('')}${name} check passed\n` : 'ok';
  return wholeResponse(text, 200, { 'content-type': 'text/plain; charset=utf-8' });
}

const hashes = new Map<string, string>();
const texts = new Map<string, string | undefined>();

/** An OpenAPI v2 document without definitions, as protobuf: old ways of kubectl ask for it and find nothing to object to. */
const OPENAPI_V2 = new Uint8Array([0x0a, 0x03, 0x32, 0x2e, 0x30]);
const OPENAPI_V2_TYPE = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

function openApi(request: Request, path: string): Response {
  if (path === 'v2') return wholeResponse(OPENAPI_V2, 200, { 'content-type': OPENAPI_V2_TYPE });
  if (path === 'v3') return jsonResponse(openApiIndex(hashOf));
  const text = path.startsWith('v3/') ? textOf(path.slice('v3/'.length)) : undefined;
  if (text === undefined) return nothing();
  const etag = `"${hashOf(path.slice('v3/'.length))}"`;
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } });
  return wholeResponse(text, 200, { 'content-type': 'application/json', etag });
}

/** Documents do not change while the server runs: each is made once, when first asked for. */
function textOf(path: string): string | undefined {
  if (!texts.has(path)) {
    const document = openApiDocument(path, ALL_SCHEMAS);
    texts.set(path, document === undefined ? undefined : JSON.stringify(document));
  }
  return texts.get(path);
}

function hashOf(path: string): string {
  let hash = hashes.get(path);
  if (hash === undefined) {
    hash = hash32(0, 'openapi', textOf(path) ?? '')
      .toString(16)
      .toUpperCase();
    hashes.set(path, hash);
  }
  return hash;
}

function found(document: unknown): Response {
  return document === undefined ? nothing() : jsonResponse(document);
}

function nothing(): Response {
  return statusResponse(notFoundResource());
}
