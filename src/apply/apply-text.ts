/**
 * The apply layer: what `kubectl apply -f` does, as a function over a text.
 *
 * It reads YAML or JSON with any number of documents, and applies object by object through `send`, in the order of
 * the text: create what is not there, patch what differs by the three-way comparison with what was applied before,
 * leave the rest alone. It promises that a text that cannot be read applies nothing, that one refused object does
 * not stop the others, that every refusal has the API's own words and a place in the text, and that no text,
 * however made, hangs it: see limits.ts. It has no DOM, no timers and no state between calls; the page runs it in a
 * worker, kubectl calls it directly.
 */
import { isJsonObject } from '../api/machinery/json.ts';
import type { Json, JsonObject } from '../api/machinery/json.ts';
import { goJsonTypeName } from '../api/machinery/json.ts';
import { applyObject, clientRefusal } from './apply-object.ts';
import type { ObjectOutcome } from './apply-object.ts';
import { ResourceFinder } from './find-resource.ts';
import type { Send } from './find-resource.ts';
import { locateObject } from './locate-field.ts';
import { TEXT_LIMITS } from './limits.ts';
import type { TextLimits } from './limits.ts';
import { readText } from './read-text.ts';
import type { Manifest, ManifestText } from './read-text.ts';
import { refusalMarks } from './refusal-marks.ts';
import type { ApplyReport, ApplyResult, ObjectName } from './result.ts';

export interface ApplyOptions {
  readonly send: Send;
  /** For objects that name none; `default` unless given. */
  readonly namespace?: string;
  /** How messages call where the text came from. */
  readonly sourceName?: string;
  readonly limits?: TextLimits;
  /** Called after each object. */
  readonly onResult?: (result: ApplyResult, total: number) => void;
  /** Asked before each object; true stops there, and what was applied stays. */
  readonly isCancelled?: () => boolean;
}

/** Applies a text. Never rejects for what stands in the text; rejects when `send` does. */
export async function applyText(text: string, options: ApplyOptions): Promise<ApplyReport> {
  const source = readText(text, options.limits ?? TEXT_LIMITS);
  if ('problems' in source) return { problems: source.problems, results: [], cancelled: false };
  const finder = new ResourceFinder(options.send);
  const results: ApplyResult[] = [];
  for (const manifest of source.manifests) {
    if (options.isCancelled?.() === true) return { problems: [], results, cancelled: true };
    const object = nameOf(manifest.object);
    const outcome = await applyManifest(manifest, object, finder, options);
    const result = resultOf(source, manifest, object, outcome, results.length);
    results.push(result);
    options.onResult?.(result, source.manifests.length);
  }
  return { problems: [], results, cancelled: false };
}

async function applyManifest(
  manifest: Manifest,
  object: ObjectName,
  finder: ResourceFinder,
  options: ApplyOptions,
): Promise<ObjectOutcome> {
  const sourceName = options.sourceName ?? 'STDIN';
  const { apiVersion, kind, name } = object;
  const invalid = typeProblem(manifest.object);
  if (invalid !== undefined) {
    const tail = 'if you choose to ignore these errors, turn validation off with --validate=false';
    const message = `error validating data: ${invalid}`;
    return refused(message, `error: error validating "${sourceName}": ${message}; ${tail}`);
  }
  const resource = await finder.find(apiVersion, kind);
  if (resource === undefined) {
    const message = `no matches for kind "${kind}" in version "${apiVersion}"`;
    const named = `resource mapping not found for name: "${name}" namespace: "${object.namespace}" from "${sourceName}"`;
    return refused(message, `error: ${named}: ${message}\nensure CRDs are installed first`, 'kind');
  }
  const unnamed = nameProblem(manifest.object, sourceName);
  if (unnamed !== undefined) return refused(unnamed.message, `error: ${unnamed.message}`, unnamed.field);
  const namespace = object.namespace === '' ? (options.namespace ?? 'default') : object.namespace;
  return applyObject({ object: manifest.object, resource, namespace, name, sourceName }, options.send);
}

function refused(message: string, text: string, field?: string): ObjectOutcome {
  return { outcome: 'refused', text, warnings: [], refusal: clientRefusal(message, field) };
}

function resultOf(
  source: ManifestText,
  manifest: Manifest,
  object: ObjectName,
  outcome: ObjectOutcome,
  index: number,
): ApplyResult {
  const { refusal } = outcome;
  return {
    index,
    object,
    outcome: outcome.outcome,
    text: outcome.text,
    message: refusal?.message ?? '',
    warnings: outcome.warnings,
    marks: refusal === undefined ? [] : refusalMarks(source, manifest, refusal),
    span: locateObject(source.text, source.lines, manifest),
  };
}

/** Source of the texts: k8s.io/kubectl/pkg/util/openapi/validation. */
function typeProblem(object: JsonObject): string | undefined {
  const problems = ['apiVersion', 'kind'].flatMap((field) => {
    const value = object[field];
    if (value === undefined || value === null || value === '') return [`${field} not set`];
    return typeof value === 'string' ? [] : [`${field} isn't string type`];
  });
  return problems.length > 1 ? `[${problems.join(', ')}]` : problems[0];
}

function nameProblem(
  object: JsonObject,
  sourceName: string,
): { readonly message: string; readonly field: string } | undefined {
  const metadata = object['metadata'];
  if (metadata !== undefined && metadata !== null && !isJsonObject(metadata))
    return unmarshal(metadata, 'metadata', 'v1.ObjectMeta');
  for (const field of ['name', 'namespace', 'generateName']) {
    const value = metadata?.[field];
    if (value !== undefined && value !== null && typeof value !== 'string')
      return unmarshal(value, `metadata.${field}`, 'string');
  }
  if (typeof metadata?.['generateName'] === 'string') {
    return { message: `from ${sourceName}: cannot use generate name with apply`, field: 'metadata.generateName' };
  }
  if (typeof metadata?.['name'] !== 'string' || metadata['name'] === '')
    return { message: 'resource name may not be empty', field: 'metadata.name' };
  return undefined;
}

function unmarshal(value: Json, field: string, type: string): { readonly message: string; readonly field: string } {
  return {
    message: `json: cannot unmarshal ${goJsonTypeName(value)} into Go struct field ObjectMeta.${field} of type ${type}`,
    field,
  };
}

function nameOf(object: JsonObject): ObjectName {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
  return {
    apiVersion: text(object['apiVersion']),
    kind: text(object['kind']),
    namespace: text(metadata['namespace']),
    name: text(metadata['name']),
  };
}
