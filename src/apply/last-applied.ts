import type { Json, JsonObject } from '../api/machinery/json.ts';
import { isJsonObject } from '../api/machinery/json.ts';

/** Where client-side apply keeps what was applied before. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The object as apply sends it: with itself, without this annotation, as compact JSON with sorted keys and a line
 * end in the annotation.
 * Source: k8s.io/kubectl/pkg/util/apply.go, GetModifiedConfiguration.
 */
export function withLastApplied(object: JsonObject, namespace: string | undefined): JsonObject {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const { [LAST_APPLIED]: _earlier, ...annotations } = isJsonObject(metadata['annotations'])
    ? metadata['annotations']
    : {};
  const placed = namespace === undefined ? metadata : { ...metadata, namespace };
  const plain = { ...object, metadata: { ...placed, annotations } };
  return {
    ...plain,
    metadata: { ...plain.metadata, annotations: { ...annotations, [LAST_APPLIED]: `${goJson(plain)}\n` } },
  };
}

/** What was applied before; undefined when the object was never applied, or the annotation is not JSON. */
export function lastAppliedOf(live: JsonObject): JsonObject | undefined {
  const metadata = live['metadata'];
  const annotations = isJsonObject(metadata) ? metadata['annotations'] : undefined;
  const text = isJsonObject(annotations) ? annotations[LAST_APPLIED] : undefined;
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Compact JSON as Go's encoder writes it: keys sorted, `<`, `>` and `&` escaped. */
function goJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => goJson(item)).join(',')}]`;
  if (!isJsonObject(value)) return goString(JSON.stringify(value));
  const fields = Object.keys(value).sort();
  return `{${fields.map((field) => `${goString(JSON.stringify(field))}:${goJson(value[field] ?? null)}`).join(',')}}`;
}

function goString(json: string): string {
  return json.replaceAll(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
