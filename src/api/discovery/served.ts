/**
 * Discovery: the documents by which clients learn what is served. They promise the order and the words of a v1.36 API
 * server, and only what the registry has; the requests themselves are answered elsewhere.
 */
import { kindForPlural } from '../registry.ts';
import {
  groupVersions,
  type GroupVersionFacts,
  type ResourceFacts,
  type SubresourceFacts,
} from '../schema/discovery.ts';

/** Resources without objects, and subresources beside status and scale, that are answered. */
const ANSWERED: ReadonlySet<string> = new Set([
  'bindings',
  'pods/binding',
  'pods/eviction',
  'pods/log',
  'namespaces/finalize',
  'serviceaccounts/token',
  'selfsubjectreviews',
  'localsubjectaccessreviews',
  'selfsubjectaccessreviews',
  'selfsubjectrulesreviews',
  'subjectaccessreviews',
]);

/** Group versions that every API server names, though ours may have nothing in them; each with the group it stands behind. */
const ALWAYS_NAMED: readonly (readonly [group: string, version: string, after: string])[] = [
  ['apiregistration.k8s.io', 'v1', ''],
  ['events.k8s.io', 'v1', 'apps'],
  ['autoscaling', 'v2', 'authorization.k8s.io'],
  ['autoscaling', 'v1', 'autoscaling'],
  ['certificates.k8s.io', 'v1', 'batch'],
  ['admissionregistration.k8s.io', 'v1', 'storage.k8s.io'],
  ['apiextensions.k8s.io', 'v1', 'admissionregistration.k8s.io'],
  ['node.k8s.io', 'v1', 'coordination.k8s.io'],
  ['resource.k8s.io', 'v1', 'discovery.k8s.io'],
  ['flowcontrol.apiserver.k8s.io', 'v1', 'resource.k8s.io'],
];

let served: readonly GroupVersionFacts[] | undefined;

/** Every group version with what is served of it, in the server's order; the core group ("") first. */
export function servedGroupVersions(): readonly GroupVersionFacts[] {
  served ??= withEmptyGroups(
    groupVersions()
      .map(onlyServed)
      .filter(({ resources }) => resources.length > 0),
  );
  return served;
}

function withEmptyGroups(facts: readonly GroupVersionFacts[]): GroupVersionFacts[] {
  const all = [...facts];
  for (const [group, version, after] of ALWAYS_NAMED) {
    if (all.some((one) => one.group === group && one.version === version)) continue;
    const place = all.findLastIndex((one) => one.group === after);
    all.splice(place < 0 ? all.length : place + 1, 0, { group, version, resources: [] });
  }
  return all;
}

function onlyServed({ group, version, resources }: GroupVersionFacts): GroupVersionFacts {
  return {
    group,
    version,
    resources: resources.filter(isServed).map((resource) => ({
      ...resource,
      subresources: resource.subresources.filter((sub) => isSubresourceServed(resource, sub)),
    })),
  };
}

function isServed({ group, version, name }: ResourceFacts): boolean {
  const def = kindForPlural(group, version, name);
  return def === undefined ? ANSWERED.has(name) : def.hidden !== true;
}

function isSubresourceServed({ group, version, name }: ResourceFacts, sub: SubresourceFacts): boolean {
  const def = kindForPlural(group, version, name);
  if (sub.name === 'status') return def?.hasStatus === true;
  return sub.name === 'scale' ? def?.scale !== undefined : ANSWERED.has(`${name}/${sub.name}`);
}
