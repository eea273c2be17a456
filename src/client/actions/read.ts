import { parseKey } from '../../api/machinery/key.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { ApiRequest } from '../../protocol/wire.ts';
import { collectionUrl, objectUrl, query } from '../object-url.ts';
import { JSON_TYPE } from './action.ts';

const ACCEPT_JSON = { accept: JSON_TYPE };

/** The object itself. */
export function getObject(key: ObjectKey): ApiRequest {
  return { method: 'GET', url: objectUrl(key), headers: ACCEPT_JSON };
}

/**
 * Events about one object, found by its uid as `kubectl describe` does, so that an earlier object of the same name
 * is not mixed in. Events about cluster-scoped objects live in the namespace `default`; asking across namespaces
 * finds both.
 */
export function eventsOf(key: ObjectKey, uid: string): ApiRequest {
  const { namespace } = parseKey(key);
  return {
    method: 'GET',
    url: collectionUrl('', 'events', namespace) + query({ fieldSelector: `involvedObject.uid=${uid}`, limit: '500' }),
    headers: ACCEPT_JSON,
  };
}

/** What one node's kube-proxy has in its tables. Not a Kubernetes object: only a simulation can answer this. */
export function proxyTable(node: string): ApiRequest {
  return {
    method: 'GET',
    url: `/apis/sim.kubarium.dev/v1/kubeproxies/${encodeURIComponent(node)}`,
    headers: ACCEPT_JSON,
  };
}
