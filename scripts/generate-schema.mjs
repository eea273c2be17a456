// Turns the OpenAPI v3 documents and discovery documents of a real API server into src/api/schema/generated/*.ts.
//
//   node scripts/generate-schema.mjs <folder with openapi_*.json, discovery_*.json and aggregated_*.json>
//
// Run by hand when the Kubernetes version changes; the output is committed. One file for each API package, so that a bundle carries
// only what it serves; definitions that several group versions share (meta/v1, core/v1) stand once, in their own package.
// The notation of the output is explained in src/api/schema/notation.ts.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GO_FIELD_TYPES, GO_TYPES_BY_FIELD } from './schema-go-types.mjs';

const REF = '#/components/schemas/';
const OUT = join(dirname(fileURLToPath(import.meta.url)), '../src/api/schema/generated');
const VERB_LETTERS = {
  create: 'c',
  delete: 'd',
  deletecollection: 'D',
  get: 'g',
  list: 'l',
  patch: 'p',
  update: 'u',
  watch: 'w',
};

/** Definitions that are no structs: their one-letter code. */
const SPECIAL = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'q',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'x',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 't',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'u',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'j',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Patch': 'j',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'j',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': 'j',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray': 'j',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool': 'j',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray': 'j',
};

/** Definitions that the page never decodes: API discovery itself. */
const LEFT_OUT = /\.(APIResource|APIResourceList|APIGroup|APIGroupList|WatchEvent|Patch)$/;

main(process.argv[2]);

function main(folder) {
  if (folder === undefined) throw new Error('usage: node scripts/generate-schema.mjs <folder with the API documents>');
  const definitions = readDefinitions(folder);
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const packages = new Map();
  for (const [id, definition] of [...definitions].sort(byFirst)) {
    if (SPECIAL[id] !== undefined || LEFT_OUT.test(id) || isList(definition)) continue;
    const { pack, name } = split(id);
    if (!packages.has(pack)) packages.set(pack, { structs: {}, enums: {} });
    packages.get(pack).structs[name] = encodeStruct(id, definition, packages.get(pack).enums);
  }
  for (const [pack, { structs, enums }] of packages) writePackage(pack, structs, enums);
  writeDiscovery(folder);
}

function readDefinitions(folder) {
  const definitions = new Map();
  for (const file of readdirSync(folder).filter((name) => /^openapi_api.*\.json$/.test(name))) {
    const { schemas } = JSON.parse(readFileSync(join(folder, file), 'utf8')).components;
    for (const [id, definition] of Object.entries(schemas)) if (!definitions.has(id)) definitions.set(id, definition);
  }
  return definitions;
}

/** Lists are all alike, so they are made from their items' kind instead of stored. */
function isList(definition) {
  const { apiVersion, kind, metadata, items } = definition.properties ?? {};
  return apiVersion && kind && items && refOf(metadata ?? {})?.endsWith('.ListMeta') === true;
}

/** "io.k8s.api.apps.v1.Deployment" -> {pack: "apps/v1", name: "Deployment"}. */
function split(id) {
  const parts = id.split('.');
  return { pack: `${parts.at(-3)}/${parts.at(-2)}`, name: parts.at(-1) };
}

function encodeStruct(id, definition, enums) {
  const { pack, name } = split(id);
  const required = new Set(definition.required ?? []);
  const fields = Object.entries(definition.properties ?? {}).map(([field, schema]) => {
    const isFilled = isEmptyObject(schema.default);
    const flags = `${required.has(field) ? '!' : ''}${isFilled ? '~' : ''}`;
    return `${field}${flags}:${encodeType(schema, { pack, name, field, enums })}${encodeDefault(schema.default)}`;
  });
  return `${definition['x-kubernetes-map-type'] === 'atomic' ? '!' : ''}${fields.join(';')}`;
}

/** Only defaults that say something: "", 0, false and {} are Go's zero values. */
function encodeDefault(value) {
  if (value === undefined || value === '' || value === 0 || value === false || isEmptyObject(value)) return '';
  return `=${value}`;
}

function isEmptyObject(value) {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function refOf(schema) {
  return (schema.$ref ?? schema.allOf?.[0]?.$ref)?.slice(REF.length);
}

function encodeType(schema, at) {
  const ref = refOf(schema);
  if (ref !== undefined) return encodeRef(ref, schema, at.pack);
  if (schema.type === 'array') return `[${encodeListRules(schema)}]${encodeType(schema.items, at)}`;
  if (schema.type === 'object' && schema.additionalProperties) {
    return `${schema['x-kubernetes-map-type'] === 'atomic' ? '{!}' : '{}'}${encodeType(schema.additionalProperties, at)}`;
  }
  if (schema.type === 'string') return schema.format === 'byte' ? 'y' : encodeString(schema, at);
  if (schema.type === 'boolean') return 'b';
  if (schema.type === 'number') return 'd';
  if (schema.type === 'integer') return { int32: 'i', int64: 'l' }[schema.format] ?? 'n';
  throw new Error(`no code for ${at.name}.${at.field}: ${JSON.stringify(schema)}`);
}

function encodeRef(ref, schema, ownPack) {
  if (SPECIAL[ref] !== undefined) return SPECIAL[ref];
  const { pack, name } = split(ref);
  const strategy = { retainKeys: '%', replace: '^' }[schema['x-kubernetes-patch-strategy']] ?? '';
  const granular = schema['x-kubernetes-map-type'] === 'granular' ? '+' : '';
  return `${strategy}${granular}@${pack === ownPack ? '' : `${pack}.`}${name}`;
}

/** "" atomic, "s" set, "=a,b" map with keys a, b; "&key" merged by that key in a patch, "&" merged as a set, "%" retains keys. */
function encodeListRules(schema) {
  const type = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'];
  const strategy = (schema['x-kubernetes-patch-strategy'] ?? '').split(',');
  const rules = type === 'map' ? `=${keys.join(',')}` : type === 'set' ? 's' : '';
  const merge = strategy.includes('merge') ? `&${schema['x-kubernetes-patch-merge-key'] ?? ''}` : '';
  return `${rules}${merge}${strategy.includes('retainKeys') ? '%' : ''}`;
}

/** A string of a named Go type is "$Type": the name appears in error texts; its values are told once in the package. */
function encodeString(schema, { name, field, enums }) {
  const goType = GO_FIELD_TYPES[`${name}.${field}`] ?? GO_TYPES_BY_FIELD[field];
  if (goType === undefined) {
    if (schema.enum) throw new Error(`${name}.${field} has an enum but no Go type: add it to schema-go-types.mjs`);
    return 's';
  }
  if (goType === '') return 's';
  if (schema.enum) {
    const values = schema.enum.join(',');
    if (enums[goType] !== undefined && enums[goType] !== values) throw new Error(`${goType} has two sets of values`);
    enums[goType] = values;
  }
  return `$${goType}`;
}

function writePackage(pack, structs, enums) {
  const constant = pack.replace(/\/(.)/, (_, letter) => letter.toUpperCase());
  const text = [
    '// Generated by scripts/generate-schema.mjs from the OpenAPI documents of Kubernetes v1.36. Do not edit.',
    "import type { SchemaPackage } from '../notation.ts';",
    '',
    `export const ${constant}: SchemaPackage = {`,
    `  name: '${pack}',`,
    `  enums: ${JSON.stringify(enums, null, 2).replaceAll('\n', '\n  ')},`,
    `  structs: ${JSON.stringify(structs, null, 2).replaceAll('\n', '\n  ')},`,
    '};',
    '',
  ];
  writeFileSync(join(OUT, `${pack.replace('/', '-')}.ts`), text.join('\n'));
}

function writeDiscovery(folder) {
  const groups = [];
  for (const file of ['aggregated_api.json', 'aggregated_apis.json']) {
    for (const group of JSON.parse(readFileSync(join(folder, file), 'utf8')).items) {
      const name = group.metadata.name ?? '';
      for (const { version, resources } of group.versions) {
        const plain = readPlainDiscovery(folder, name, version);
        if (plain !== undefined)
          groups.push({ name, version, lines: resources.map((resource) => encodeResource(resource, plain)) });
      }
    }
  }
  const text = [
    '// Generated by scripts/generate-schema.mjs from the discovery documents of Kubernetes v1.36. Do not edit.',
    '/** [group, version, one line a resource] in the order of the server; the line is explained in ../discovery.ts. */',
    `export const RESOURCES: readonly (readonly [string, string, readonly string[]])[] = ${JSON.stringify(
      groups.map(({ name, version, lines }) => [name, version, lines]),
      null,
      2,
    )};`,
    '',
  ];
  writeFileSync(join(OUT, 'resources.ts'), text.join('\n'));
}

function readPlainDiscovery(folder, group, version) {
  const file = group === '' ? `discovery_api_${version}.json` : `discovery_apis_${group}_${version}.json`;
  if (!readdirSync(folder).includes(file)) return undefined;
  return new Map(
    JSON.parse(readFileSync(join(folder, file), 'utf8')).resources.map((resource) => [resource.name, resource]),
  );
}

/** "deployments deployment Deployment n cdDglpuw deploy all <hash> scale=autoscaling/v1.Scale:gpu status=..."; "-" for none. */
function encodeResource(resource, plain) {
  const subresources = (resource.subresources ?? []).map(
    (sub) =>
      `${sub.subresource}=${encodeKind(sub.responseKind, plain.get(`${resource.resource}/${sub.subresource}`))}:${encodeVerbs(sub.verbs)}`,
  );
  return [
    resource.resource,
    resource.singularResource,
    resource.responseKind.kind,
    resource.scope === 'Namespaced' ? 'n' : 'c',
    encodeVerbs(resource.verbs),
    resource.shortNames?.join(',') ?? '-',
    resource.categories?.join(',') ?? '-',
    plain.get(resource.resource)?.storageVersionHash ?? '-',
    ...subresources,
  ].join(' ');
}

function encodeKind(responseKind, plain) {
  const group = plain?.group ?? responseKind.group;
  const version = plain?.version ?? responseKind.version;
  return version ? `${group}/${version}.${responseKind.kind}` : responseKind.kind;
}

function encodeVerbs(verbs) {
  return verbs.map((verb) => VERB_LETTERS[verb]).join('');
}

function byFirst([a], [b]) {
  return a < b ? -1 : 1;
}
