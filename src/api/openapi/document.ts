/**
 * OpenAPI v3: the documents that `kubectl explain`, `kubectl apply` and validation read, made from the schemas. They hold
 * types, lists' keys, patch strategies and defaults, and which operations take which parameters; no prose, and no media
 * types, which no client asks for.
 */
import { servedGroupVersions } from '../discovery/served.ts';
import type { Json, JsonObject } from '../machinery/json.ts';
import type { GroupVersionFacts, ResourceFacts } from '../schema/discovery.ts';
import type { Schemas } from '../schema/schema.ts';
import { Definitions, refTo } from './definitions.ts';

/** `api/v1` or `apis/apps/v1`: how the index names a document. */
export function documentPath({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

/** GET /openapi/v3. `hashOf` names a version of a document, so that clients can keep it. */
export function openApiIndex(hashOf: (path: string) => string): JsonObject {
  const paths = servedGroupVersions().map(documentPath);
  return {
    paths: Object.fromEntries(
      paths.map((path) => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hashOf(path)}` }]),
    ),
  };
}

/** GET /openapi/v3/<path>; undefined for a group version that is not served. */
export function openApiDocument(path: string, schemas: Schemas): JsonObject | undefined {
  const facts = servedGroupVersions().find((one) => documentPath(one) === path);
  if (facts === undefined) return undefined;
  const definitions = new Definitions();
  const paths = Object.fromEntries(
    facts.resources.flatMap((resource) => pathsOf(resource, facts, schemas, definitions)),
  );
  definitions.add(schemas.structOf('meta/v1.DeleteOptions'), gvkMarks('', 'v1', 'DeleteOptions'));
  definitions.add(schemas.structOf('meta/v1.Status'), gvkMarks('', 'v1', 'Status'));
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: '1.36' },
    paths,
    components: { schemas: definitions.toJson() },
  };
}

type Path = [path: string, item: JsonObject];

function pathsOf(
  resource: ResourceFacts,
  facts: GroupVersionFacts,
  schemas: Schemas,
  definitions: Definitions,
): Path[] {
  const { group, version, kind, name, namespaced } = resource;
  const struct = schemas.schemaOf(group, version, kind);
  if (struct === undefined) return [];
  const schema = refTo(definitions.add(struct, gvkMarks(group, version, kind)));
  const list = schemas.schemaOf(group, version, `${kind}List`);
  const listSchema =
    list === undefined ? schema : refTo(definitions.add(list, gvkMarks(group, version, `${kind}List`)));
  const root = `/${documentPath(facts)}/${namespaced ? 'namespaces/{namespace}/' : ''}${name}`;
  const gvk = { group, version, kind };
  const collection = operations(resource, COLLECTION_VERBS, gvk, schema, listSchema);
  const single = operations(resource, OBJECT_VERBS, gvk, schema, schema);
  return [
    [root, collection] satisfies Path,
    ...(Object.keys(single).length === 0 ? [] : [[`${root}/{name}`, single] satisfies Path]),
    ...resource.subresources.map(({ name: sub, kind: subKind, kindGroup, kindVersion, verbs }): Path => {
      const subGvk =
        kindVersion === '' ? { ...gvk, kind: subKind } : { group: kindGroup, version: kindVersion, kind: subKind };
      return [`${root}/{name}/${sub}`, operations({ verbs }, SUBRESOURCE_VERBS, subGvk, schema, schema)];
    }),
  ];
}

/** Kubernetes' verbs by HTTP method. */
const COLLECTION_VERBS = { get: 'list', post: 'create', delete: 'deletecollection' };
const OBJECT_VERBS = { get: 'get', put: 'update', patch: 'patch', delete: 'delete' };
const SUBRESOURCE_VERBS = { get: 'get', post: 'create', put: 'update', patch: 'patch' };
const LIST_PARAMETERS = ['continue', 'fieldSelector', 'labelSelector', 'limit', 'resourceVersion', 'watch'];
const WRITE_PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation'];
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  list: LIST_PARAMETERS,
  deletecollection: [...LIST_PARAMETERS, 'dryRun'],
  delete: ['dryRun', 'gracePeriodSeconds', 'propagationPolicy'],
  create: WRITE_PARAMETERS,
  update: WRITE_PARAMETERS,
  patch: [...WRITE_PARAMETERS, 'force'],
};

function operations(
  { verbs }: { readonly verbs: readonly string[] },
  byMethod: Readonly<Record<string, string>>,
  gvk: JsonObject,
  schema: JsonObject,
  listSchema: JsonObject,
): JsonObject {
  const served = Object.entries(byMethod).filter(([, verb]) => verbs.includes(verb));
  return Object.fromEntries(
    served.map(([method, verb]) => [method, operation(verb, gvk, verb === 'list' ? listSchema : schema)]),
  );
}

function operation(verb: string, gvk: JsonObject, schema: JsonObject): JsonObject {
  const parameters: Json = (PARAMETERS[verb] ?? []).map((name) => ({
    name,
    in: 'query',
    schema: { type: 'string', uniqueItems: true },
  }));
  return {
    ...(parameters.length === 0 ? {} : { parameters }),
    responses: { 200: { description: 'OK', content: { 'application/json': { schema } } } },
    'x-kubernetes-action': verb === 'create' ? 'post' : verb === 'update' ? 'put' : verb,
    'x-kubernetes-group-version-kind': gvk,
  };
}

function gvkMarks(group: string, version: string, kind: string): JsonObject & Record<string, Json> {
  return { 'x-kubernetes-group-version-kind': [{ group, kind, version }] };
}
