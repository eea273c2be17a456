import type { JsonObject } from '../api/machinery/json.ts';
import { isJsonObject } from '../api/machinery/json.ts';
import type { ApiResponse } from '../protocol/wire.ts';
import { refusalOf, refusalText, warningsOf } from './answer.ts';
import type { Refusal } from './answer.ts';
import { printedResource, resourceUrl } from './find-resource.ts';
import type { ApiResource, Send } from './find-resource.ts';
import { LAST_APPLIED, lastAppliedOf, withLastApplied } from './last-applied.ts';
import type { ApplyOutcome } from './result.ts';
import { threeWayPatch } from './three-way.ts';

/** What became of one object that the API knows how to serve. */
export interface ObjectOutcome {
  readonly outcome: ApplyOutcome;
  readonly text: string;
  readonly warnings: readonly string[];
  readonly refusal?: Refusal;
}

export interface ObjectToApply {
  readonly object: JsonObject;
  readonly resource: ApiResource;
  readonly namespace: string;
  readonly name: string;
  /** How messages call where the text came from: `STDIN`, a file name. */
  readonly sourceName: string;
}

const PARAMETERS = '?fieldManager=kubectl-client-side-apply&fieldValidation=Strict';
const JSON_TYPE = 'application/json';
/** Source: k8s.io/kubectl/pkg/cmd/apply/patcher.go, maxPatchRetry. */
const MAX_TRIES = 5;

/**
 * Client-side apply of one object: create it when it is not there, else patch what the three-way comparison finds.
 * Source: k8s.io/kubectl/pkg/cmd/apply/apply.go and patcher.go.
 */
export async function applyObject(item: ObjectToApply, send: Send): Promise<ObjectOutcome> {
  const { object, resource, namespace, name, sourceName } = item;
  const printed = `${printedResource(resource)}/${name}`;
  const modified = withLastApplied(object, resource.namespaced ? namespace : undefined);
  const url = resourceUrl(resource, namespace, name);

  for (let attempt = 1; ; attempt += 1) {
    const found = await send({ method: 'GET', url, headers: { accept: JSON_TYPE } });
    if (found.status === 404) {
      const answer = await send({
        method: 'POST',
        url: resourceUrl(resource, namespace) + PARAMETERS,
        headers: { accept: JSON_TYPE, 'content-type': JSON_TYPE },
        body: JSON.stringify(modified),
      });
      return outcomeOf(
        answer,
        { outcome: 'created', text: `${printed} created`, warnings: [] },
        `error when creating "${sourceName}"`,
      );
    }
    if (found.status >= 400 || !isJsonObject(found.body)) {
      return outcomeOf(
        found,
        { outcome: 'refused', text: '', warnings: [] },
        `error when retrieving current configuration of ${printed}`,
      );
    }

    const previous = lastAppliedOf(found.body);
    const warnings = previous === undefined ? [missingAnnotation(resource, name)] : [];
    const patch = threeWayPatch(previous, modified, found.body, resource);
    if ('error' in patch)
      return { outcome: 'refused', text: `error: ${patch.error}`, warnings, refusal: clientRefusal(patch.error) };
    if (Object.keys(patch.patch).length === 0) return { outcome: 'unchanged', text: `${printed} unchanged`, warnings };
    const answer = await send({
      method: 'PATCH',
      url: url + PARAMETERS,
      headers: { accept: JSON_TYPE, 'content-type': patch.contentType },
      body: JSON.stringify(patch.patch),
    });
    if (answer.status === 409 && attempt < MAX_TRIES) continue;
    return outcomeOf(
      answer,
      { outcome: 'configured', text: `${printed} configured`, warnings },
      `error when patching "${sourceName}"`,
    );
  }
}

/** A refusal that no server gave; `field` is where the mistake stands, if it is about one field. */
export function clientRefusal(message: string, field = ''): Refusal {
  return {
    code: 0,
    reason: '',
    message,
    kind: '',
    name: '',
    causes: field === '' ? [] : [{ reason: '', message, field }],
  };
}

function outcomeOf(answer: ApiResponse, good: ObjectOutcome, doing: string): ObjectOutcome {
  const warnings = [...good.warnings, ...warningsOf(answer)];
  const refusal = refusalOf(answer);
  if (refusal === undefined) return { ...good, warnings };
  return { outcome: 'refused', text: refusalText(refusal, doing), warnings, refusal };
}

function missingAnnotation(resource: ApiResource, name: string): string {
  return (
    `resource ${resource.plural}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. ` +
    'kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. ' +
    'The missing annotation will be patched automatically.'
  );
}
