import type { PodTemplateSpec } from '../../../api/kinds/pod/pod-spec.ts';
import { safeEncode } from '../../../api/machinery/name-suffix.ts';
import { hashText } from '../../../lib/hash.ts';

const FNV_OFFSET = 0x811c9dc5;

/**
 * Hash of a template, as names and labels show it. A collision count gives the same template another hash.
 * Kubernetes hashes Go's dump of the struct, which only Go can print, so the text hashed here is another one: stable
 * JSON. Source: pkg/controller/controller_utils.go ComputeHash.
 */
export function templateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  const text = collisionCount === undefined ? stableText(template) : `${stableText(template)}#${collisionCount}`;
  return safeEncode(hashText(FNV_OFFSET, text));
}

/** JSON with keys in order: the same for the same content, whatever the order of writing. */
function stableText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  const record = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(record)
    .filter((key) => record[key] !== undefined)
    .sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${stableText(record[key])}`).join(',')}}`;
}
