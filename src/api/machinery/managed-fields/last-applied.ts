import type { Type } from '../../schema/types.ts';
import { isFailure } from '../failure.ts';
import { goJson, sortKeys } from '../go-format.ts';
import type { Json, JsonObject } from '../json.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import { parseJsonText } from '../json-text.ts';
import type { KubeObject } from '../object.ts';
import { compareFields } from './compare.ts';
import { difference, NO_FIELDS, union, type FieldSet } from './field-set.ts';
import { fieldsOf } from './fields-of.ts';

/** Where client-side apply keeps what was applied before. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Fields that client-side apply set and that still have its values: `kubectl apply --server-side` may take those without a conflict.
 * Source: managedfields/internal/lastappliedmanager.go.
 */
export function lastAppliedFields(type: Type, live: KubeObject): FieldSet {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  const config = text === undefined ? undefined : parseJsonText(text);
  if (config === undefined || isFailure(config) || !isJsonObject(config)) return NO_FIELDS;
  if (config['apiVersion'] !== live.apiVersion) return NO_FIELDS;
  const { changed, removed } = compareFields(type, config, live as unknown as Json);
  return difference(fieldsOf(type, config), union(changed, removed));
}

/**
 * The object with the annotation of client-side apply brought up to date, if it has one: kubectl of either kind can go on with it.
 * Source: managedfields/internal/lastappliedupdater.go.
 */
export function withLastApplied(object: KubeObject, config: JsonObject): KubeObject {
  const { annotations } = object.metadata;
  if (annotations?.[LAST_APPLIED] === undefined) return object;
  const own = isJsonObject(config['metadata']) ? config['metadata'] : {};
  const { [LAST_APPLIED]: _earlier, ...rest } = isJsonObject(own['annotations']) ? own['annotations'] : {};
  const plain = 'annotations' in own ? { ...config, metadata: { ...own, annotations: rest } } : config;
  const text = `${goJson(sortedDeep(plain))}\n`;
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } };
}

function sortedDeep(value: Json): Json {
  if (isJsonArray(value)) return value.map(sortedDeep);
  if (!isJsonObject(value)) return value;
  const sorted = sortKeys(value);
  for (const key of Object.keys(sorted)) sorted[key] = sortedDeep(sorted[key] as Json);
  return sorted;
}
