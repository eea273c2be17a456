/**
 * Scenes: what a simulation can start from. Data only: machines, a seed, and the requests that make the objects,
 * the same ones that a person could send. A scene promises to give the same story each time. It knows nothing of
 * how it is run or drawn.
 */
import type { KubeObject } from '../api/machinery/object.ts';
import type { BootOptions, NodeSpec } from '../protocol/messages.ts';
import type { ApiRequest } from '../protocol/wire.ts';

export interface Scene {
  /** Stands in links: never rename. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences for the start screen. */
  readonly caption: string;
  readonly boot: BootOptions;
  /** Handled in order at the first moment. */
  readonly requests: readonly ApiRequest[];
  /** Virtual milliseconds to run before the first picture, so that it opens on a cluster at rest. */
  readonly warmupMs: number;
}

/** 2026-01-05T09:00:00Z, a Monday morning: fixed, so that times and names are the same for everybody. */
export const SCENE_START_MS = 1_767_603_600_000;

/** Three equal machines in three zones. */
export const THREE_NODES: readonly NodeSpec[] = ['a', 'b', 'c'].map((zone, index) => ({
  name: `node-${index + 1}`,
  cpu: '4',
  memory: '8Gi',
  pods: 110,
  zone: `zone-${zone}`,
}));

const COLLECTIONS: Readonly<Record<string, string>> = {
  'apps/v1 Deployment': '/apis/apps/v1/namespaces/{namespace}/deployments',
  'v1 Service': '/api/v1/namespaces/{namespace}/services',
};

/** The request that creates an object, as `kubectl create -f` sends it. */
export function createRequest(object: KubeObject): ApiRequest {
  const collection = COLLECTIONS[`${object.apiVersion} ${object.kind}`];
  if (collection === undefined)
    throw new Error(`scenes do not know where a ${object.apiVersion} ${object.kind} is created; add it to COLLECTIONS`);
  const url = collection.replace('{namespace}', object.metadata.namespace ?? 'default');
  return {
    method: 'POST',
    url: `${url}?fieldManager=kubectl-create&fieldValidation=Strict`,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(object),
  };
}
