import type { KindDef } from '../../api/kind-def.ts';
import { kindForPlural, KINDS } from '../../api/registry.ts';
import type { ParsedUrl } from './url.ts';

/** Where a resource request goes. */
export interface ResourceRoute {
  readonly def: KindDef;
  /** undefined: across all namespaces, or a cluster-scoped kind. */
  readonly namespace?: string;
  /** undefined: the collection. */
  readonly name?: string;
  /** `status`, `scale`, ...; undefined: the object itself. */
  readonly subresource?: string;
}

export type Route =
  | { readonly to: 'resource'; readonly route: ResourceRoute }
  | { readonly to: 'document'; readonly segments: readonly string[] }
  | { readonly to: 'nowhere' };

/** Subresources of a Namespace; any other word after its name is a resource in it. */
const NAMESPACE_PARTS = new Set(['status', 'finalize']);

/** `/api/v1/...` and `/apis/<group>/<version>/...` to a resource; the rest to a document (discovery, version, health). */
export function routeOf(url: ParsedUrl): Route {
  const { segments } = url;
  const [root, second, third] = segments;
  if (root === 'api' && second !== undefined && segments.length > 2)
    return resourceRoute('', second, segments.slice(2));
  if (root === 'apis' && second !== undefined && third !== undefined && segments.length > 3) {
    return resourceRoute(second, third, segments.slice(3));
  }
  return { to: 'document', segments };
}

/** Every group version that is served, core first, then as registered. */
export function groupVersions(): readonly { readonly group: string; readonly version: string }[] {
  const seen = new Map<string, { group: string; version: string }>();
  for (const { group, version, hidden } of KINDS)
    if (hidden !== true) seen.set(`${group}/${version}`, { group, version });
  return [...seen.values()];
}

function resourceRoute(group: string, version: string, rest: readonly string[]): Route {
  const [first, second, third] = rest;
  // `/namespaces/<ns>/<plural>` scopes, `/namespaces/<ns>` and `/namespaces/<ns>/status` are the Namespace itself.
  const scoped = first === 'namespaces' && third !== undefined && kindForPlural(group, version, third) !== undefined;
  const [plural, name, subresource, extra] = scoped ? rest.slice(2) : rest;
  if (plural === undefined || extra !== undefined) return { to: 'nowhere' };
  if (first === 'namespaces' && third !== undefined && !scoped && !NAMESPACE_PARTS.has(third)) return { to: 'nowhere' };
  const def = kindForPlural(group, version, plural);
  if (def === undefined || (scoped && !def.namespaced)) return { to: 'nowhere' };
  if (def.namespaced && !scoped && name !== undefined) return { to: 'nowhere' };
  return {
    to: 'resource',
    route: {
      def,
      ...(scoped && second !== undefined ? { namespace: second } : {}),
      ...(name === undefined ? {} : { name }),
      ...(subresource === undefined ? {} : { subresource }),
    },
  };
}
