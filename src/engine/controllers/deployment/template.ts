import type { PodTemplateSpec } from '../../../api/kinds/pod/pod-spec.ts';
import type { ObjectMeta, StringMap } from '../../../api/machinery/object.ts';
import { safeEncode } from '../../../api/machinery/name-suffix.ts';
import { deepEqual } from '../../../lib/equal.ts';
import { hashText } from '../../../lib/hash.ts';

/** Label that tells the ReplicaSets of one Deployment apart. Source: apps/v1 DefaultDeploymentUniqueLabelKey. */
export const POD_TEMPLATE_HASH = 'pod-template-hash';
const FNV_OFFSET = 0x811c9dc5;

/** The same template, apart from the label that the controller itself adds? Source: deployment_util.go EqualIgnoreHash. */
export function equalIgnoreHash(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  if (a === b) return true;
  return deepEqual(a.spec, b.spec) && equalMetadata(a.metadata, b.metadata);
}

/**
 * Hash of a template, as names and labels show it. A collision count gives the same template another hash.
 * Kubernetes hashes Go's dump of the struct, which only Go can print, so the text hashed here is another one: stable
 * JSON. Source: pkg/controller/controller_utils.go ComputeHash.
 */
export function templateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  const text = collisionCount === undefined ? stableText(template) : `${stableText(template)}#${collisionCount}`;
  return safeEncode(hashText(FNV_OFFSET, text));
}

function equalMetadata(a: ObjectMeta | undefined, b: ObjectMeta | undefined): boolean {
  if (a === b) return true;
  const { labels: aLabels, ...aRest } = a ?? {};
  const { labels: bLabels, ...bRest } = b ?? {};
  return deepEqual(withoutHash(aLabels), withoutHash(bLabels)) && deepEqual(aRest, bRest);
}

function withoutHash(labels: StringMap | undefined): StringMap {
  const { [POD_TEMPLATE_HASH]: _hash, ...rest } = labels ?? {};
  return rest;
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
