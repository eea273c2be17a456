import type { Deployment } from '../../../api/kinds/deployment/deployment.ts';
import type { ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import type { KubeObject, StringMap } from '../../../api/machinery/object.ts';

/** Source of the names: pkg/controller/deployment/util/deployment_util.go. */
export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';

/** Annotations that stay with the Deployment. Source: annotationsToSkip. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  'deprecated.deployment.rollback.to',
]);
/** Longest list of earlier revisions. Source: sync.go maxRevHistoryLengthInChars. */
const HISTORY_LENGTH_MAX = 2000;

/** The revision that an object carries; 0 when it has none. */
export function revisionOf(object: KubeObject): number {
  return numberIn(object.metadata.annotations, REVISION) ?? 0;
}

/** The highest revision among them. */
export function maxRevision(replicaSets: readonly ReplicaSet[]): number {
  let highest = 0;
  for (const replicaSet of replicaSets) highest = Math.max(highest, revisionOf(replicaSet));
  return highest;
}

/** Size that the Deployment had when the ReplicaSet was last scaled. */
export function desiredReplicas(replicaSet: ReplicaSet): number | undefined {
  return numberIn(replicaSet.metadata.annotations, DESIRED_REPLICAS);
}

/** The same with the surge of that time. */
export function maxReplicas(replicaSet: ReplicaSet): number | undefined {
  return numberIn(replicaSet.metadata.annotations, MAX_REPLICAS);
}

/** Annotations with the sizes that proportional scaling needs; the same reference when they are there. Source: SetReplicasAnnotations. */
export function withSizes(annotations: StringMap | undefined, desired: number, max: number): StringMap {
  const wanted = { [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(max) };
  return merged(annotations ?? {}, wanted);
}

/**
 * Annotations of the new ReplicaSet: the Deployment's own, and the newest revision. One that had an older revision is
 * rolled back to: the older number moves into its history. The same reference when nothing changes.
 * Source: SetNewReplicaSetAnnotations.
 */
export function revisedAnnotations(deployment: Deployment, annotations: StringMap, revision: number): StringMap {
  const copied = merged(annotations, copiedFrom(deployment.metadata.annotations));
  const text = annotations[REVISION];
  const before = Number(text ?? 0);
  if (Number.isNaN(before) || before >= revision) return copied;
  const revised = { ...copied, [REVISION]: String(revision) };
  return text === undefined
    ? revised
    : { ...revised, [REVISION_HISTORY]: withHistory(annotations[REVISION_HISTORY], text) };
}

function copiedFrom(annotations: StringMap | undefined): StringMap {
  return Object.fromEntries(Object.entries(annotations ?? {}).filter(([name]) => !NOT_COPIED.has(name)));
}

function withHistory(history: string | undefined, revision: string): string {
  if (history === undefined || history === '') return revision;
  const revisions = [...history.split(','), revision];
  while (revisions.length > 1 && revisions.join(',').length > HISTORY_LENGTH_MAX) revisions.shift();
  return revisions.join(',');
}

function merged(base: StringMap, wanted: StringMap): StringMap {
  for (const [name, value] of Object.entries(wanted)) if (base[name] !== value) return { ...base, ...wanted };
  return base;
}

function numberIn(annotations: StringMap | undefined, name: string): number | undefined {
  const text = annotations?.[name];
  if (text === undefined || text === '') return undefined;
  const number = Number(text);
  return Number.isInteger(number) ? number : undefined;
}
