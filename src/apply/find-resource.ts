import { isJsonArray, isJsonObject } from '../api/machinery/json.ts';
import { splitApiVersion } from '../api/machinery/object.ts';
import type { ApiRequest, ApiResponse } from '../protocol/wire.ts';

export type Send = (request: ApiRequest) => Promise<ApiResponse>;

/** How the API serves a kind. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
}

/** Looks kinds up in the discovery documents; each document is asked for once. */
export class ResourceFinder {
  readonly #send: Send;
  readonly #documents = new Map<string, Promise<readonly ApiResource[]>>();

  constructor(send: Send) {
    this.#send = send;
  }

  /** undefined when the API serves no such kind in this version. */
  async find(apiVersion: string, kind: string): Promise<ApiResource | undefined> {
    let document = this.#documents.get(apiVersion);
    if (document === undefined) {
      document = this.#load(apiVersion);
      this.#documents.set(apiVersion, document);
    }
    return (await document).find((resource) => resource.kind === kind);
  }

  async #load(apiVersion: string): Promise<readonly ApiResource[]> {
    const { group, version } = splitApiVersion(apiVersion);
    const url = `${group === '' ? '/api' : `/apis/${encodeURIComponent(group)}`}/${encodeURIComponent(version)}`;
    const response = await this.#send({ method: 'GET', url, headers: { accept: 'application/json' } });
    if (response.status >= 400 || !isJsonObject(response.body)) return [];
    const resources = response.body['resources'];
    if (!isJsonArray(resources)) return [];
    return resources.flatMap((entry): ApiResource[] => {
      if (!isJsonObject(entry) || typeof entry['name'] !== 'string' || typeof entry['kind'] !== 'string') return [];
      if (entry['name'].includes('/')) return [];
      const singular =
        typeof entry['singularName'] === 'string' && entry['singularName'] !== ''
          ? entry['singularName']
          : entry['kind'].toLowerCase();
      return [
        {
          group,
          version,
          kind: entry['kind'],
          plural: entry['name'],
          singular,
          namespaced: entry['namespaced'] === true,
        },
      ];
    });
  }
}

/** Address of an object, or of its collection when `name` is undefined. */
export function resourceUrl(resource: ApiResource, namespace: string, name?: string): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const place = resource.namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${place}/${resource.plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}

/** `deployment.apps`, `service`: how kubectl names the resource before the slash. */
export function printedResource(resource: ApiResource): string {
  return `${resource.singular}${resource.group === '' ? '' : `.${resource.group}`}`;
}
