import { describe, expect, test } from 'vitest';
import { duplicate, required } from './field-error.ts';
import * as status from './status.ts';

const DEPLOYMENTS = { group: 'apps', resource: 'deployments' };
const PODS = { group: '', resource: 'pods' };

describe('Status objects', () => {
  test('not found carries resource, group and name', () => {
    expect(status.notFound(DEPLOYMENTS, 'web')).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'deployments.apps "web" not found',
      reason: 'NotFound',
      details: { name: 'web', group: 'apps', kind: 'deployments' },
      code: 404,
    });
  });

  test('invalid carries the Kind and one cause for each error', () => {
    const answer = status.invalidObject({ group: '', kind: 'Pod' }, 'p', [
      required('spec.containers'),
      duplicate('spec.x', 'a'),
    ]);
    expect(answer).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Pod "p" is invalid: [spec.containers: Required value, spec.x: Duplicate value: "a"]',
      reason: 'Invalid',
      details: {
        name: 'p',
        kind: 'Pod',
        causes: [
          { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.containers' },
          { reason: 'FieldValueDuplicate', message: 'Duplicate value: "a"', field: 'spec.x' },
        ],
      },
      code: 422,
    });
    expect(status.invalidObject({ group: 'apps', kind: 'Deployment' }, 'd', []).message).toBe(
      'Deployment.apps "d" is invalid',
    );
  });

  test.each<[string, status.Status, number, string, string]>([
    [
      'unknown resource',
      status.notFoundResource(),
      404,
      'NotFound',
      'the server could not find the requested resource',
    ],
    [
      'already exists',
      status.alreadyExists(DEPLOYMENTS, 'web'),
      409,
      'AlreadyExists',
      'deployments.apps "web" already exists',
    ],
    [
      'being deleted',
      status.beingDeleted(PODS, 'p'),
      409,
      'AlreadyExists',
      'object is being deleted: pods "p" already exists',
    ],
    [
      'no free name',
      status.generateNameConflict(PODS, 'p'),
      409,
      'AlreadyExists',
      'pods "p" already exists, the server was not able to generate a unique name for the object',
    ],
    [
      'conflict',
      status.conflict(DEPLOYMENTS, 'web'),
      409,
      'Conflict',
      'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
    ],
    ['apply conflict', status.applyConflict('Apply failed', []), 409, 'Conflict', 'Apply failed'],
    [
      'unprocessable',
      status.unprocessable(),
      422,
      'Invalid',
      'the server rejected our request due to an error in our request',
    ],
    [
      'bad patch',
      status.invalidPatch('map[a:b]', 'unrecognized type: int32'),
      422,
      'Invalid',
      ' "" is invalid: patch: Invalid value: "map[a:b]": unrecognized type: int32',
    ],
    ['bad request', status.badRequest('no'), 400, 'BadRequest', 'no'],
    ['forbidden', status.forbidden(PODS, 'p', 'no'), 403, 'Forbidden', 'pods "p" is forbidden: no'],
    ['forbidden without a name', status.forbidden(PODS, '', 'no'), 403, 'Forbidden', 'pods is forbidden: no'],
    [
      'forbidden without a resource',
      status.forbidden({ group: '', resource: '' }, '', 'no'),
      403,
      'Forbidden',
      'forbidden: no',
    ],
    ['unauthorized', status.unauthorized(), 401, 'Unauthorized', 'not authorized'],
    [
      'method',
      status.methodNotAllowed(DEPLOYMENTS, 'delete'),
      405,
      'MethodNotAllowed',
      'delete is not supported on resources of kind "deployments.apps"',
    ],
    [
      'HTTP method',
      status.methodNotSupported(),
      405,
      'MethodNotAllowed',
      'the server does not allow this method on the requested resource',
    ],
    [
      'not acceptable',
      status.notAcceptable(['a/b', 'c/d']),
      406,
      'NotAcceptable',
      'only the following media types are accepted: a/b, c/d',
    ],
    ['gone', status.gone('x'), 410, 'Gone', 'x'],
    ['expired', status.tooOldResourceVersion(5, 100), 410, 'Expired', 'too old resource version: 5 (100)'],
    [
      'too large',
      status.tooLarge('limit is 3145728'),
      413,
      'RequestEntityTooLarge',
      'Request entity too large: limit is 3145728',
    ],
    [
      'media type',
      status.unsupportedMediaType(['a/b', 'c/d']),
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: a/b, c/d',
    ],
    [
      'future version',
      status.tooLargeResourceVersion(9, 5),
      504,
      'Timeout',
      'Timeout: Too large resource version: 9, current: 5',
    ],
    ['too many', status.tooManyRequests('wait', 10), 429, 'TooManyRequests', 'wait'],
    ['internal', status.internalError('x'), 500, 'InternalError', 'Internal error occurred: x'],
    [
      'server timeout',
      status.serverTimeout(PODS, 'list', 2),
      500,
      'ServerTimeout',
      'The list operation against pods could not be completed at this time, please try again.',
    ],
    ['unavailable', status.serviceUnavailable('x'), 503, 'ServiceUnavailable', 'x'],
  ])('%s', (_, answer, code, reason, message) => {
    expect({ code: answer.code, reason: answer.reason, message: answer.message }).toEqual({ code, reason, message });
    expect(status.isFailureStatus(answer)).toBe(true);
  });

  test('success is told from failure', () => {
    const answer = status.success({ name: 'web', kind: 'services', uid: 'u' });
    expect(status.isFailureStatus(answer)).toBe(false);
    expect(answer).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'web', kind: 'services', uid: 'u' },
      code: 200,
    });
  });
});
