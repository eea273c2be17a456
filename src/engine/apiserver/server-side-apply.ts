import type { KindDef, ScaleDef } from '../../api/kind-def.ts';
import { resourceOf } from '../../api/kind-def.ts';
import { isFailure } from '../../api/machinery/failure.ts';
import { isJsonObject, type JsonObject } from '../../api/machinery/json.ts';
import { duplicateFields } from '../../api/machinery/json-duplicates.ts';
import { parseJsonText } from '../../api/machinery/json-text.ts';
import {
  applyConfig,
  conflictMessage,
  formatManager,
  type Applied,
  type ApplyInput,
  type Conflict,
} from '../../api/machinery/managed-fields/apply-config.ts';
import { configError } from '../../api/machinery/managed-fields/config-errors.ts';
import { emptyObject } from '../../api/machinery/managed-fields/empty-object.ts';
import { pathsOf } from '../../api/machinery/managed-fields/field-set.ts';
import { lastAppliedFields, withLastApplied } from '../../api/machinery/managed-fields/last-applied.ts';
import { writeManagers } from '../../api/machinery/managed-fields/managers.ts';
import { asJson, asObject, joinApiVersion, type KubeObject } from '../../api/machinery/object.ts';
import {
  applyConflict,
  badRequest,
  conflict,
  tooLarge,
  unclassedError,
  type Status,
} from '../../api/machinery/status.ts';
import type { FieldValidation } from '../../api/schema/decode-object.ts';
import { asType } from '../../api/schema/schema.ts';
import { deepEqual } from '../../lib/equal.ts';
import { formatTime } from '../../lib/time.ts';
import { BODY_MAX, decodePatched, structOf } from './body.ts';
import { groupResource, keyOf, type Caller, type Core, type Refusal } from './core.ts';
import { keyOf as managerKey, managersForApply, withEntries } from './field-manager.ts';
import type { ResourceRoute } from './route.ts';
import { scaleOf } from './scale.ts';

/** What an apply makes of an object: as it is to be stored, with its managedFields; `live` is absent when it is to be created. */
export interface ApplyResult {
  readonly object: KubeObject;
  readonly live: KubeObject | undefined;
}

export interface ApplyOptions {
  /** Take what others own. */
  readonly force: boolean;
  readonly validation: FieldValidation;
}

/** kubectl alone goes back and forth between client-side and server-side apply. */
const KUBECTL = 'kubectl';

/**
 * Server-side apply (content type application/apply-patch+yaml): the object that the configuration in `text` asks for, or why not.
 * The text is JSON: who brings YAML decodes it before (host/yaml-body.ts), so that the engine needs no parser.
 * Source: AS/endpoints/handlers/patch.go applyPatcher, AM/util/managedfields.
 */
export function applyServerSide(
  core: Core,
  route: ResourceRoute,
  text: string,
  { force, validation }: ApplyOptions,
  caller: Caller,
): ApplyResult | Refusal {
  const { def, name = '', subresource } = route;
  const given = parseConfig(text);
  if ('refused' in given) return given as unknown as Refusal;
  const live = core.store.get(resourceOf(def), keyOf(def, route.namespace, name));
  const wrong = configMistake(def, given, live, subresource === 'scale' ? def.scale : undefined);
  if (wrong !== undefined) return { refused: wrong };
  const config = partOfConfig(def, given, subresource);
  const input: ApplyInput = {
    type: asType(structOf(def)),
    live: live === undefined ? emptyObject(structOf(def)) : asJson(live),
    config,
    managers: live === undefined ? new Map() : managersForApply(core, def, live, subresource ?? ''),
    self: managerKey(def, 'Apply', caller),
    force,
    time: formatTime(core.nowMs()),
  };
  const applied = applyOver(input, live);
  if ('conflicts' in applied) return { refused: conflictStatus(applied.conflicts) };
  const isSame = live !== undefined && applied.object === asJson(live);
  const decoded = isSame ? { object: live } : decodePatched(def, asObject(applied.object), 'Ignore', () => '', []);
  if ('refused' in decoded) return decoded;
  const twice = validation === 'Ignore' ? undefined : duplicateKeys(text);
  if (twice !== undefined && validation === 'Strict')
    return { refused: badRequest(`error strict decoding YAML: ${twice}`) };
  if (twice !== undefined) caller.warnings.push(twice);
  const isKubectl = input.self.manager === KUBECTL && subresource === undefined;
  const object = isKubectl ? withLastApplied(decoded.object, given) : decoded.object;
  const entries = writeManagers(applied.managers);
  const stored = live?.metadata.managedFields;
  return { object: withEntries(object, deepEqual(entries, stored) ? stored : entries), live };
}

/** Conflicts with what client-side apply had set are no conflicts for kubectl. Source: internal/lastappliedmanager.go. */
function applyOver(input: ApplyInput, live: KubeObject | undefined): Applied {
  const applied = applyConfig(input);
  if (!('conflicts' in applied) || live === undefined || input.self.manager !== KUBECTL) return applied;
  const allowed = new Set(pathsOf(lastAppliedFields(input.type, live)));
  const left = applied.conflicts.filter(({ path }) => !allowed.has(path));
  return left.length > 0 ? { ...applied, conflicts: left } : applyConfig({ ...input, force: true });
}

function parseConfig(text: string): JsonObject | Refusal {
  if (text.length > BODY_MAX) return { refused: tooLarge(`limit is ${BODY_MAX}`) };
  const value = parseJsonText(text);
  if (isFailure(value)) return { refused: badRequest(`error decoding YAML: ${value.error}`) };
  if (isJsonObject(value)) return value;
  const what =
    'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal into Go value of type map[string]interface {}';
  return { refused: badRequest(`error decoding YAML: ${what}`) };
}

/** What go-yaml says of keys that stand twice. The text is one line of JSON by now. */
function duplicateKeys(text: string): string | undefined {
  const lines = duplicateFields(text).map((path) => {
    const key = path.slice(path.lastIndexOf('.') + 1);
    return `\n  line 1: key ${JSON.stringify(key)} already set in map`;
  });
  return lines.length === 0 ? undefined : `error converting YAML to JSON: yaml: unmarshal errors:${lines.join('')}`;
}

function configMistake(
  def: KindDef,
  config: JsonObject,
  live: KubeObject | undefined,
  scale: ScaleDef | undefined,
): Status | undefined {
  const apiVersion = typeof config['apiVersion'] === 'string' ? config['apiVersion'] : '';
  const kind = typeof config['kind'] === 'string' ? config['kind'] : '';
  const face = scale === undefined || live === undefined ? undefined : scaleOf(scale, live);
  const wanted = face?.apiVersion ?? joinApiVersion(def.group, def.version);
  const shown = `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
  if (apiVersion !== wanted || kind !== (face?.kind ?? def.kind)) return badRequest(`invalid object type: ${shown}`);
  const metadata = isJsonObject(config['metadata']) ? config['metadata'] : {};
  if (metadata['managedFields'] != null) return badRequest('metadata.managedFields must be nil');
  const error = face === undefined ? configError(asType(structOf(def)), config) : scaleError(config);
  if (error !== undefined) {
    const name = `${textOf(metadata['namespace'])}/${textOf(metadata['name'])}`;
    return unclassedError(`failed to create typed patch object (${name}; ${shown}): ${error}`);
  }
  const uid = textOf(metadata['uid']);
  if (live !== undefined || uid === '') return undefined;
  const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
  return conflict(groupResource(def), textOf(metadata['name']), why);
}

function scaleError({ spec = null }: JsonObject): string | undefined {
  const replicas = isJsonObject(spec) ? spec['replicas'] : undefined;
  return replicas === undefined || typeof replicas === 'number'
    ? undefined
    : `.spec.replicas: expected numeric (int or float), got ${typeof replicas}`;
}

/** The part of a configuration that the endpoint looks at: the rest is neither stored nor owned. */
function partOfConfig(def: KindDef, config: JsonObject, subresource: string | undefined): JsonObject {
  const { status, spec = null } = config;
  if (subresource === undefined) return def.hasStatus ? without(config, 'status') : config;
  const metadata = isJsonObject(config['metadata']) ? config['metadata'] : {};
  const names = Object.fromEntries(
    ['name', 'namespace', 'uid', 'resourceVersion'].flatMap((key) =>
      metadata[key] === undefined ? [] : [[key, metadata[key]]],
    ),
  );
  const head = { apiVersion: joinApiVersion(def.group, def.version), kind: def.kind, metadata: names };
  if (subresource === 'status') return status === undefined ? head : { ...head, status };
  const replicas = isJsonObject(spec) ? spec['replicas'] : undefined;
  return replicas === undefined ? head : { ...head, spec: { replicas } };
}

function conflictStatus(conflicts: readonly Conflict[]): Status {
  const causes = conflicts.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict' as const,
    message: `conflict with ${formatManager(manager)}`,
    field: path,
  }));
  return applyConflict(conflictMessage(conflicts), causes);
}

function without(object: JsonObject, key: string): JsonObject {
  const { [key]: _left, ...rest } = object;
  return rest;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
