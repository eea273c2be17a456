import type { FieldError, FieldErrorType } from './field-error.ts';
import { invalid, renderAggregate } from './field-error.ts';
import { goQuote } from './go-format.ts';

/** meta.k8s.io/v1 StatusCause. */
export interface StatusCause {
  readonly reason?:
    | FieldErrorType
    | 'FieldManagerConflict'
    | 'ResourceVersionTooLarge'
    | 'NamespaceTerminating'
    | 'DisruptionBudget'
    | 'UnexpectedServerResponse';
  readonly message?: string;
  readonly field?: string;
}

/** meta.k8s.io/v1 StatusDetails. `kind` is the resource for 404 and 409, the Kind for 422. */
export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** Machine-readable reason of a failure. */
export type StatusReason =
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Invalid'
  | 'BadRequest'
  | 'Forbidden'
  | 'Unauthorized'
  | 'MethodNotAllowed'
  | 'NotAcceptable'
  | 'Gone'
  | 'Expired'
  | 'RequestEntityTooLarge'
  | 'UnsupportedMediaType'
  | 'Timeout'
  | 'ServerTimeout'
  | 'TooManyRequests'
  | 'InternalError'
  | 'ServiceUnavailable';

/** meta.k8s.io/v1 Status: what the API answers when it does not answer with an object. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Failure' | 'Success';
  readonly message?: string;
  readonly reason?: StatusReason;
  readonly details?: StatusDetails;
  readonly code: number;
}

/** A resource, such as {group: "apps", resource: "deployments"}. Texts show it as "deployments.apps". */
export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

/** A kind, such as {group: "apps", kind: "Deployment"}. Texts show it as "Deployment.apps". */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

export const OBJECT_MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

/** True for a Status that reports a failure, so that `T | Status` can be told apart. */
export function isFailureStatus(value: unknown): value is Status {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'Status' &&
    'status' in value &&
    value.status === 'Failure'
  );
}

/** 404 `deployments.apps "web" not found`. */
export function notFound(resource: GroupResource, name: string): Status {
  return failure(
    404,
    'NotFound',
    `${dotted(resource.resource, resource.group)} ${goQuote(name)} not found`,
    detailsOf(resource, name),
  );
}

/** 404 for a path or kind that is not served, as clients show it. */
export function notFoundResource(): Status {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** 409 `deployments.apps "web" already exists`. */
export function alreadyExists(resource: GroupResource, name: string): Status {
  return failure(
    409,
    'AlreadyExists',
    `${dotted(resource.resource, resource.group)} ${goQuote(name)} already exists`,
    detailsOf(resource, name),
  );
}

/** 409 `object is being deleted: pods "x" already exists`: the name is held by an object that waits for its finalizers or grace. */
export function beingDeleted(resource: GroupResource, name: string): Status {
  return {
    ...alreadyExists(resource, name),
    message: `object is being deleted: ${alreadyExists(resource, name).message}`,
  };
}

/** 409 after the last try of a generated name was taken as well. */
export function generateNameConflict(resource: GroupResource, name: string): Status {
  const message = `${alreadyExists(resource, name).message}, the server was not able to generate a unique name for the object`;
  return failure(409, 'AlreadyExists', message, { ...detailsOf(resource, name), retryAfterSeconds: 1 });
}

/** 409 `Operation cannot be fulfilled on deployments.apps "web": <why>`; by default a stale resourceVersion. */
export function conflict(resource: GroupResource, name: string, why: string = OBJECT_MODIFIED): Status {
  const message = `Operation cannot be fulfilled on ${dotted(resource.resource, resource.group)} ${goQuote(name)}: ${why}`;
  return failure(409, 'Conflict', message, detailsOf(resource, name));
}

/** 409 of server-side apply: one `- path` line for each field when there are several. Source: util/managedfields conflict.go. */
export function applyConflict(message: string, causes: readonly StatusCause[]): Status {
  return failure(409, 'Conflict', message, { causes });
}

/** 422 `Deployment.apps "web" is invalid: <errors>`, with one cause for each error. */
export function invalidObject(kind: GroupKind, name: string, errors: readonly FieldError[]): Status {
  const head = `${dotted(kind.kind, kind.group)} ${goQuote(name)} is invalid`;
  const causes = errors.map((error): StatusCause => ({ reason: error.type, message: error.body, field: error.field }));
  const details = {
    ...(name !== '' && { name }),
    ...(kind.group !== '' && { group: kind.group }),
    ...(kind.kind !== '' && { kind: kind.kind }),
    causes,
  };
  return failure(422, 'Invalid', errors.length === 0 ? head : `${head}: ${renderAggregate(errors)}`, details);
}

/** 422 without a word of why: what a JSON patch gets that cannot be applied (a failed `test`, a missing path). */
export function unprocessable(): Status {
  return failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

/** 422 `"" is invalid: patch: ...`: a patch whose values do not fit the kind; `shown` is the patch as Go prints a map. */
export function invalidPatch(shown: string, why: string): Status {
  return invalidObject({ group: '', kind: '' }, '', [invalid('patch', shown, why)]);
}

/** 500 without a reason: an error inside the server that no one has classed. kubectl shows it as `Error from server: <message>`. */
export function unclassedError(message: string): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 };
}

/** 400 with the given message. */
export function badRequest(message: string): Status {
  return failure(400, 'BadRequest', message);
}

/** 403 `pods "x" is forbidden: <why>`; without a name `pods is forbidden: <why>`. */
export function forbidden(
  resource: GroupResource,
  name: string,
  why: string,
  causes: readonly StatusCause[] = [],
): Status {
  const what =
    resource.resource === ''
      ? 'forbidden'
      : `${dotted(resource.resource, resource.group)} ${name === '' ? '' : `${goQuote(name)} `}is forbidden`;
  return failure(403, 'Forbidden', `${what}: ${why}`, {
    ...detailsOf(resource, name),
    ...(causes.length > 0 && { causes }),
  });
}

/** 401. */
export function unauthorized(message = 'not authorized'): Status {
  return failure(401, 'Unauthorized', message);
}

/** 405 `delete is not supported on resources of kind "bindings"`. */
export function methodNotAllowed(resource: GroupResource, action: string): Status {
  const message = `${action} is not supported on resources of kind ${goQuote(dotted(resource.resource, resource.group))}`;
  return failure(405, 'MethodNotAllowed', message, detailsOf(resource, ''));
}

/** 405 for an HTTP method that the path has no handler for. */
export function methodNotSupported(): Status {
  return failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

/** 406 with the media types that would be accepted. */
export function notAcceptable(accepted: readonly string[]): Status {
  return failure(406, 'NotAcceptable', `only the following media types are accepted: ${accepted.join(', ')}`);
}

/** 410 reason Gone. */
export function gone(message: string): Status {
  return failure(410, 'Gone', message);
}

/** 410 reason Expired, for a watch or a continue token that is too old. */
export function expired(message: string): Status {
  return failure(410, 'Expired', message);
}

/** 410 `too old resource version: 5 (100)`. */
export function tooOldResourceVersion(requested: number, oldest: number): Status {
  return expired(`too old resource version: ${requested} (${oldest})`);
}

/** 413 `Request entity too large: <why>`. */
export function tooLarge(why: string): Status {
  return failure(413, 'RequestEntityTooLarge', `Request entity too large: ${why}`);
}

/** 415 with the media types that would be accepted. */
export function unsupportedMediaType(accepted: readonly string[]): Status {
  return failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );
}

/** 504 `Timeout: <why>`. */
export function timeout(why: string, retryAfterSeconds = 0, causes: readonly StatusCause[] = []): Status {
  return failure(504, 'Timeout', `Timeout: ${why}`, {
    ...(causes.length > 0 && { causes }),
    ...(retryAfterSeconds > 0 && { retryAfterSeconds }),
  });
}

/** 504 for a list or watch at a resourceVersion that is not reached yet. */
export function tooLargeResourceVersion(requested: number, current: number): Status {
  return timeout(`Too large resource version: ${requested}, current: ${current}`, 1, [
    { reason: 'ResourceVersionTooLarge', message: 'Too large resource version' },
  ]);
}

/** 429 with the given message. */
export function tooManyRequests(message: string, retryAfterSeconds = 0, causes: readonly StatusCause[] = []): Status {
  return failure(429, 'TooManyRequests', message, {
    ...(causes.length > 0 && { causes }),
    ...(retryAfterSeconds > 0 && { retryAfterSeconds }),
  });
}

/** 500 `Internal error occurred: <why>`. */
export function internalError(why: string): Status {
  return failure(500, 'InternalError', `Internal error occurred: ${why}`, { causes: [{ message: why }] });
}

/** 500 `The list operation against pods could not be completed at this time, please try again.` */
export function serverTimeout(resource: GroupResource, operation: string, retryAfterSeconds: number): Status {
  const message = `The ${operation} operation against ${dotted(resource.resource, resource.group)} could not be completed at this time, please try again.`;
  return failure(500, 'ServerTimeout', message, {
    ...detailsOf(resource, operation),
    ...(retryAfterSeconds > 0 && { retryAfterSeconds }),
  });
}

/** 503 with the given message. */
export function serviceUnavailable(message: string): Status {
  return failure(503, 'ServiceUnavailable', message);
}

/** 200 Success, the answer to a delete whose object is gone at once. */
export function success(details: StatusDetails): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details, code: 200 };
}

/** "deployments.apps", or "pods" for the core group. */
export function dotted(name: string, group: string): string {
  return group === '' ? name : `${name}.${group}`;
}

function detailsOf(resource: GroupResource, name: string): StatusDetails {
  return {
    ...(name !== '' && { name }),
    ...(resource.group !== '' && { group: resource.group }),
    ...(resource.resource !== '' && { kind: resource.resource }),
  };
}

function failure(code: number, reason: StatusReason, message: string, details?: StatusDetails): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(details !== undefined && { details }),
    code,
  };
}
