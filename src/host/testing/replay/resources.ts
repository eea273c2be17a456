import type { KindDef } from '../../../api/kind-def.ts';
import { KINDS } from '../../../api/registry.ts';

/** The kind that a word of the command line names: plural, singular, short name, kind. */
export function kindOf(word: string): KindDef | undefined {
  const wanted = word.toLowerCase();
  return KINDS.find(
    ({ hidden, plural, singular, shortNames, kind }) =>
      hidden !== true &&
      (plural === wanted || singular === wanted || shortNames.includes(wanted) || kind.toLowerCase() === wanted),
  );
}

/** What `get all` shows, in its order. */
export const ALL = [
  'pods',
  'replicationcontrollers',
  'services',
  'daemonsets.apps',
  'deployments.apps',
  'replicasets.apps',
  'statefulsets.apps',
  'horizontalpodautoscalers.autoscaling',
  'cronjobs.batch',
  'jobs.batch',
];

/** Address of a collection, or of an object in it. */
export function urlOf(def: KindDef, namespace: string | undefined, name?: string): string {
  const root = def.group === '' ? `/api/${def.version}` : `/apis/${def.group}/${def.version}`;
  const place = def.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
  return `${root}${place}/${def.plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}

/** `deployments.apps`, `services`. */
export function pluralWithGroup({ plural, group }: KindDef): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** `deployment.apps`, `service`. */
export function singularWithGroup({ singular, group }: KindDef): string {
  return group === '' ? singular : `${singular}.${group}`;
}
