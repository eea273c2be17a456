import { joinApiVersion } from '../machinery/object.ts';
import type { GroupVersionFacts, ResourceFacts, SubresourceFacts } from '../schema/discovery.ts';
import { servedGroupVersions } from './served.ts';

/** GET /api. */
export function apiVersions(serverAddress: string): unknown {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
  };
}

/** GET /apis. */
export function apiGroupList(): unknown {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groupNames().map(groupEntry) };
}

/** GET /apis/<group>; undefined for a group that is not served. */
export function apiGroup(group: string): unknown {
  return groupNames().includes(group) ? { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) } : undefined;
}

/** GET /api/v1 and /apis/<group>/<version>; undefined for one that is not served. */
export function apiResourceList(group: string, version: string): unknown {
  const found = servedGroupVersions().find((one) => one.group === group && one.version === version);
  if (found === undefined) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: joinApiVersion(group, version),
    resources: found.resources.flatMap((resource) => [
      mainEntry(resource),
      ...resource.subresources.map((sub) => subEntry(resource, sub)),
    ]),
  };
}

/** GET /api or /apis for clients that ask for everything at once (apidiscovery.k8s.io/v2). */
export function aggregated(core: boolean): unknown {
  const groups = core ? [''] : groupNames();
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map((group) => ({
      metadata: group === '' ? {} : { name: group },
      versions: versionsOf(group).map((facts) => ({
        version: facts.version,
        ...(facts.resources.length > 0 ? { resources: facts.resources.map(discoveryEntry) } : {}),
        freshness: 'Current',
      })),
    })),
  };
}

function groupNames(): readonly string[] {
  return [...new Set(servedGroupVersions().map(({ group }) => group))].filter((group) => group !== '');
}

function versionsOf(group: string): readonly GroupVersionFacts[] {
  return servedGroupVersions().filter((one) => one.group === group);
}

function groupEntry(group: string): { name: string; versions: unknown[]; preferredVersion: unknown } {
  const versions = versionsOf(group).map(({ version }) => ({ groupVersion: joinApiVersion(group, version), version }));
  return { name: group, versions, preferredVersion: versions[0] };
}

function mainEntry(resource: ResourceFacts): unknown {
  const { name, singularName, namespaced, kind, verbs, storageVersionHash } = resource;
  return {
    name,
    singularName,
    namespaced,
    kind,
    verbs,
    ...names(resource),
    ...(storageVersionHash === '' ? {} : { storageVersionHash }),
  };
}

function subEntry({ name, namespaced }: ResourceFacts, sub: SubresourceFacts): unknown {
  const elsewhere = sub.kindVersion === '' ? {} : { group: sub.kindGroup, version: sub.kindVersion };
  return { name: `${name}/${sub.name}`, singularName: '', namespaced, ...elsewhere, kind: sub.kind, verbs: sub.verbs };
}

function discoveryEntry(resource: ResourceFacts): unknown {
  const { name, singularName, namespaced, kind, verbs, subresources } = resource;
  return {
    resource: name,
    responseKind: { group: '', version: '', kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singularName,
    verbs,
    ...names(resource),
    ...(subresources.length === 0 ? {} : { subresources: subresources.map(discoverySubEntry) }),
  };
}

function discoverySubEntry({ name, kind, kindGroup, kindVersion, verbs }: SubresourceFacts): unknown {
  return { subresource: name, responseKind: { group: kindGroup, version: kindVersion, kind }, verbs };
}

function names({ shortNames, categories }: ResourceFacts): object {
  return {
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
  };
}
