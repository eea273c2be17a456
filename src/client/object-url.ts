import { parseKey } from '../api/machinery/key.ts';
import type { ObjectKey } from '../api/machinery/key.ts';

/**
 * Where the objects of one resource live: `/api/v1/namespaces/default/pods`. Every group that we serve has v1 as
 * its preferred version.
 */
export function collectionUrl(group: string, plural: string, namespace: string, version = 'v1'): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === '' ? `${root}/${plural}` : `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

/** Where one object lives. */
export function objectUrl(key: ObjectKey): string {
  const { group, plural, namespace, name } = parseKey(key);
  return `${collectionUrl(group, plural, namespace)}/${encodeURIComponent(name)}`;
}

/** `?a=b&c=d`, or nothing. Parts that are undefined are left out. */
export function query(parts: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value !== undefined) search.set(name, value);
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

const SINGULAR: Readonly<Record<string, string>> = {
  endpoints: 'endpoints',
  services: 'service',
  leases: 'lease',
  namespaces: 'namespace',
};

/** How kubectl names an object in a command: `deployment/web`, `pod/web-abc`. */
export function commandName(key: ObjectKey): string {
  const { plural, name } = parseKey(key);
  return `${singularOf(plural)}/${name}`;
}

/** How kubectl names an object in what it prints: `deployment.apps/web`, `service/web`. */
export function printedName(key: ObjectKey): string {
  const { group, plural, name } = parseKey(key);
  return `${singularOf(plural)}${group === '' ? '' : `.${group}`}/${name}`;
}

/** ` -n <namespace>` where kubectl would need it. */
export function namespaceFlag(key: ObjectKey): string {
  const { namespace } = parseKey(key);
  return namespace === '' || namespace === 'default' ? '' : ` -n ${namespace}`;
}

/** `deployments` -> `deployment`, as the discovery documents name it. */
export function singularOf(plural: string): string {
  return SINGULAR[plural] ?? (plural.endsWith('s') ? plural.slice(0, -1) : plural);
}
