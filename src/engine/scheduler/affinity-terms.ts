import type { Affinity, PodAffinity, PodAffinityTerm } from '../../api/kinds/pod/affinity.ts';
import type { Pod } from '../../api/kinds/pod/pod.ts';
import { isFailure } from '../../api/machinery/failure.ts';
import { compileLabelSelector } from '../../api/machinery/label-selector.ts';
import { formatSelector, NOTHING, type Selector } from '../../api/machinery/labels.ts';
import type { LabelSelector } from '../../api/machinery/object.ts';

/** One term of a pod's affinity or anti-affinity, ready to be compared. */
export interface AffinityTerm {
  /** Equal terms have equal ids. */
  readonly id: string;
  readonly topologyKey: string;
  readonly selector: Selector;
  readonly namespaces: readonly string[];
  /** Namespaces by their labels, beside those by name. */
  readonly namespaceSelector: Selector;
}

export interface WeightedTerm {
  readonly term: AffinityTerm;
  /** Below zero: it repels. */
  readonly weight: number;
}

export interface PodTerms {
  /** What it requires near it, and far from it. */
  readonly affinity: readonly AffinityTerm[];
  readonly antiAffinity: readonly AffinityTerm[];
  readonly preferred: readonly WeightedTerm[];
}

interface Known {
  readonly namespace: string;
  readonly terms: PodTerms;
}

const known = new WeakMap<Affinity, Known>();

/** The terms of a pod that has podAffinity or podAntiAffinity; compiled once for each list that a template has. */
export function podTerms({ metadata, spec }: Pod): PodTerms | undefined {
  const { affinity } = spec;
  if (affinity === undefined || (affinity.podAffinity === undefined && affinity.podAntiAffinity === undefined))
    return undefined;
  const { namespace = '' } = metadata;
  const hit = known.get(affinity);
  if (hit?.namespace === namespace) return hit.terms;
  const { podAffinity, podAntiAffinity } = affinity;
  const terms: PodTerms = {
    affinity: required(podAffinity, namespace),
    antiAffinity: required(podAntiAffinity, namespace),
    preferred: [...preferred(podAffinity, namespace, 1), ...preferred(podAntiAffinity, namespace, -1)],
  };
  known.set(affinity, { namespace, terms });
  return terms;
}

function required(affinity: PodAffinity | undefined, namespace: string): AffinityTerm[] {
  return (affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => compile(term, namespace));
}

function preferred(affinity: PodAffinity | undefined, namespace: string, sign: 1 | -1): WeightedTerm[] {
  return (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ weight, podAffinityTerm }) => ({
    term: compile(podAffinityTerm, namespace),
    weight: weight * sign,
  }));
}

/** Without any namespace a term means the pod's own. Source: kube-scheduler framework types.go newAffinityTerm. */
function compile(given: PodAffinityTerm, namespace: string): AffinityTerm {
  const { topologyKey, labelSelector, namespaceSelector, namespaces = [] } = given;
  const names = namespaces.length === 0 && namespaceSelector === undefined ? [namespace] : [...namespaces].sort();
  const selector = compiled(labelSelector);
  const byLabels = compiled(namespaceSelector);
  const id = `${topologyKey} ${text(selector)} ${names.join(',')} ${text(byLabels)}`;
  return { id, topologyKey, selector, namespaces: names, namespaceSelector: byLabels };
}

function compiled(selector: LabelSelector | undefined): Selector {
  const found = compileLabelSelector(selector);
  return isFailure(found) ? NOTHING : found;
}

function text(selector: Selector): string {
  return selector.never ? '-' : `(${formatSelector(selector)})`;
}
