import { SERVER_VERSION } from '../../api/discovery/version.ts';
import { resourceOf, type KindDef } from '../../api/kind-def.ts';
import { KINDS } from '../../api/registry.ts';
import { notFoundResource } from '../../api/machinery/status.ts';
import { joinApiVersion } from '../../api/machinery/object.ts';
import type { ApiResponse } from '../../protocol/wire.ts';
import { plain, refusal, reply } from './reply.ts';
import { groupVersions } from './route.ts';

/** Everything under the root that is no resource: discovery, version and health. */
export function documentAt(segments: readonly string[]): ApiResponse {
  const [root, group, version] = segments;
  switch (root) {
    case undefined:
      return reply(200, { paths: ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/readyz', '/version'] });
    case 'version':
      return segments.length === 1 ? reply(200, SERVER_VERSION) : refusal(notFoundResource());
    case 'healthz':
    case 'livez':
    case 'readyz':
      return plain(200, 'ok');
    case 'api':
      return group === undefined ? reply(200, { kind: 'APIVersions', versions: ['v1'] }) : resourceList('', group);
    case 'apis':
      if (group === undefined) return reply(200, groupList());
      return version === undefined ? oneGroup(group) : resourceList(group, version);
    default:
      return refusal(notFoundResource());
  }
}

function groupList(): unknown {
  const groups = [...new Set(groupVersions().map(({ group }) => group))].filter((group) => group !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupEntry) };
}

function oneGroup(group: string): ApiResponse {
  const known = groupVersions().some((each) => each.group === group);
  return known ? reply(200, { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) }) : refusal(notFoundResource());
}

function groupEntry(group: string): { name: string; versions: unknown[]; preferredVersion: unknown } {
  const versions = groupVersions()
    .filter((each) => each.group === group)
    .map(({ version }) => ({ groupVersion: joinApiVersion(group, version), version }));
  return { name: group, versions, preferredVersion: versions[0] };
}

function resourceList(group: string, version: string): ApiResponse {
  const kinds = KINDS.filter((def) => def.group === group && def.version === version && def.hidden !== true);
  if (kinds.length === 0) return refusal(notFoundResource());
  const resources = kinds.flatMap(resourceEntries).sort((a, b) => (a.name < b.name ? -1 : 1));
  return reply(200, {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: joinApiVersion(group, version),
    resources,
  });
}

interface ResourceEntry {
  readonly name: string;
  readonly [field: string]: unknown;
}

function resourceEntries(def: KindDef): ResourceEntry[] {
  const main: ResourceEntry = {
    name: def.plural,
    singularName: def.singular,
    namespaced: def.namespaced,
    kind: def.kind,
    verbs: def.verbs,
    ...(def.shortNames.length > 0 ? { shortNames: def.shortNames } : {}),
    ...(def.categories.length > 0 ? { categories: def.categories } : {}),
    storageVersionHash: storageHash(def),
  };
  const sub = (name: string, more: object): ResourceEntry => ({
    name: `${def.plural}/${name}`,
    singularName: '',
    namespaced: def.namespaced,
    kind: def.kind,
    verbs: ['get', 'patch', 'update'],
    ...more,
  });
  return [
    main,
    ...(def.hasStatus ? [sub('status', {})] : []),
    ...(def.scale === undefined ? [] : [sub('scale', { group: 'autoscaling', version: 'v1', kind: 'Scale' })]),
  ];
}

/** Any stable text serves: clients only compare it. */
function storageHash(def: KindDef): string {
  return `${resourceOf(def)}/${def.version}`;
}
