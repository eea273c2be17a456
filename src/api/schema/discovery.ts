import { RESOURCES } from './generated/resources.ts';

/** A resource as discovery tells it. */
export interface ResourceFacts {
  readonly group: string;
  readonly version: string;
  readonly name: string;
  readonly singularName: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Empty for resources that are not stored. */
  readonly storageVersionHash: string;
  readonly subresources: readonly SubresourceFacts[];
}

/** A subresource; its kind may be of another group ("scale" answers with autoscaling/v1 Scale). */
export interface SubresourceFacts {
  readonly name: string;
  readonly kind: string;
  /** "" and "" mean: the group version of the resource. */
  readonly kindGroup: string;
  readonly kindVersion: string;
  readonly verbs: readonly string[];
}

/** A group version with its resources. */
export interface GroupVersionFacts {
  readonly group: string;
  readonly version: string;
  readonly resources: readonly ResourceFacts[];
}

const VERBS: Readonly<Record<string, string>> = {
  c: 'create',
  d: 'delete',
  D: 'deletecollection',
  g: 'get',
  l: 'list',
  p: 'patch',
  u: 'update',
  w: 'watch',
};

let facts: readonly GroupVersionFacts[] | undefined;

/** What a v1.36 API server serves, in its order: groups as /apis lists them, the preferred version of a group first. */
export function groupVersions(): readonly GroupVersionFacts[] {
  facts ??= RESOURCES.map(([group, version, lines]) => ({
    group,
    version,
    resources: lines.map((line) => parseResource(group, version, line)),
  }));
  return facts;
}

/** A resource by group, version and plural name. */
export function findResource(group: string, version: string, plural: string): ResourceFacts | undefined {
  const found = groupVersions().find((candidate) => candidate.group === group && candidate.version === version);
  return found?.resources.find(({ name }) => name === plural);
}

/** A line: plural, singular, kind, n(amespaced) or c(luster), verbs, short names, categories, hash, then subresources `name=kind:verbs`. */
function parseResource(group: string, version: string, line: string): ResourceFacts {
  const [
    name = '',
    singularName = '',
    kind = '',
    scope,
    verbs = '',
    shortNames = '-',
    categories = '-',
    hash = '-',
    ...rest
  ] = line.split(' ');
  return {
    group,
    version,
    name,
    singularName,
    kind,
    namespaced: scope === 'n',
    verbs: parseVerbs(verbs),
    shortNames: parseNames(shortNames),
    categories: parseNames(categories),
    storageVersionHash: hash === '-' ? '' : hash,
    subresources: rest.map(parseSubresource),
  };
}

function parseSubresource(text: string): SubresourceFacts {
  const [name = '', target = ''] = text.split('=');
  const [kindText = '', verbs = ''] = target.split(':');
  const slash = kindText.indexOf('/');
  const dot = kindText.lastIndexOf('.');
  if (slash < 0) return { name, kind: kindText, kindGroup: '', kindVersion: '', verbs: parseVerbs(verbs) };
  return {
    name,
    kind: kindText.slice(dot + 1),
    kindGroup: kindText.slice(0, slash),
    kindVersion: kindText.slice(slash + 1, dot),
    verbs: parseVerbs(verbs),
  };
}

function parseVerbs(letters: string): readonly string[] {
  return letters.split('').map((letter) => VERBS[letter] ?? letter);
}

function parseNames(text: string): readonly string[] {
  return text === '-' ? [] : text.split(',');
}
