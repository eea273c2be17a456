import { parseKey } from '../../api/machinery/key.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import { formatTime } from '../../lib/time.ts';
import { commandName, namespaceFlag, objectUrl, printedName, query, singularOf } from '../object-url.ts';
import { MERGE_PATCH, STRATEGIC_MERGE_PATCH, jsonRequest, shellWord } from './action.ts';
import type { Action } from './action.ts';

/** `kubectl scale`: the replicas of a Deployment or ReplicaSet, through its scale subresource. */
export function scale(key: ObjectKey, replicas: number): Action {
  return {
    request: jsonRequest('PATCH', `${objectUrl(key)}/scale`, { spec: { replicas } }, MERGE_PATCH),
    command: `kubectl scale ${commandName(key)} --replicas=${replicas}${namespaceFlag(key)}`,
    done: `${printedName(key)} scaled`,
  };
}

/** `kubectl set image`: one container of a pod template. */
export function setImage(key: ObjectKey, container: string, image: string): Action {
  const patch = { spec: { template: { spec: { containers: [{ name: container, image }] } } } };
  return {
    request: jsonRequest(
      'PATCH',
      objectUrl(key) + query({ fieldManager: 'kubectl-set', fieldValidation: 'Strict' }),
      patch,
      STRATEGIC_MERGE_PATCH,
    ),
    command: `kubectl set image ${commandName(key)} ${shellWord(`${container}=${image}`)}${namespaceFlag(key)}`,
    done: `${printedName(key)} image updated`,
  };
}

/** `kubectl rollout restart`: a new pod template that differs only in an annotation with the present time. */
export function restart(key: ObjectKey, nowMs: number): Action {
  const annotations = { 'kubectl.kubernetes.io/restartedAt': formatTime(nowMs) };
  const patch = { spec: { template: { metadata: { annotations } } } };
  return {
    request: jsonRequest(
      'PATCH',
      objectUrl(key) + query({ fieldManager: 'kubectl-rollout' }),
      patch,
      STRATEGIC_MERGE_PATCH,
    ),
    command: `kubectl rollout restart ${commandName(key)}${namespaceFlag(key)}`,
    done: `${printedName(key)} restarted`,
  };
}

/** `kubectl delete`: dependents follow in the background. Seconds of grace are the object's own when none are given. */
export function remove(key: ObjectKey, graceSeconds?: number): Action {
  const { group, plural, namespace, name } = parseKey(key);
  const options = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' };
  const resource = `${singularOf(plural)}${group === '' ? '' : `.${group}`}`;
  const grace = graceSeconds === undefined ? '' : ` --grace-period=${graceSeconds}`;
  return {
    request: jsonRequest(
      'DELETE',
      objectUrl(key),
      graceSeconds === undefined ? options : { ...options, gracePeriodSeconds: graceSeconds },
    ),
    command: `kubectl delete ${commandName(key)}${grace}${namespaceFlag(key)}`,
    done: `${resource} "${name}" deleted${namespace === '' ? '' : ` from ${namespace} namespace`}`,
  };
}
