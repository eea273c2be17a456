import type { LabelSelector, StringMap } from '../../machinery/object.ts';
import { mapField, mapShared } from '../shared/share.ts';
import type { Affinity, PodAffinity, PodAffinityTerm } from './affinity.ts';
import type { PodSpec } from './pod-spec.ts';

interface Keyed {
  readonly labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

/** Specs as they are stored, by the spec that came in and the pod's labels: the last ones, for the pods of one template. */
const known = new WeakMap<PodSpec, { readonly labels: string; readonly spec: PodSpec }>();

/**
 * Puts a new pod's own values of matchLabelKeys and mismatchLabelKeys into the selectors beside them, which is all that
 * anybody looks at afterwards. The same reference when no term has such keys.
 * Source: pkg/registry/core/pod/strategy.go applyMatchLabelKeysAndMismatchLabelKeys, mutateTopologySpreadConstraints.
 */
export function withMatchLabelKeys(spec: PodSpec, labels: StringMap = {}): PodSpec {
  if (spec.affinity === undefined && spec.topologySpreadConstraints === undefined) return spec;
  const text = JSON.stringify(labels);
  const hit = known.get(spec);
  if (hit?.labels === text) return hit.spec;
  const merge = <T extends Keyed>(term: T): T => merged(term, labels);
  const spread = mapField(spec, 'topologySpreadConstraints', (constraints) => mapShared(constraints, merge));
  const next = mapField(spread, 'affinity', (affinity): Affinity => {
    const near = mapField(affinity, 'podAffinity', (terms) => ofTerms(terms, merge));
    return mapField(near, 'podAntiAffinity', (terms) => ofTerms(terms, merge));
  });
  known.set(spec, { labels: text, spec: next });
  return next;
}

function ofTerms(affinity: PodAffinity, merge: (term: PodAffinityTerm) => PodAffinityTerm): PodAffinity {
  const required = mapField(affinity, 'requiredDuringSchedulingIgnoredDuringExecution', (terms) =>
    mapShared(terms, merge),
  );
  return mapField(required, 'preferredDuringSchedulingIgnoredDuringExecution', (terms) =>
    mapShared(terms, (each) => mapField(each, 'podAffinityTerm', merge)),
  );
}

/** What is missing or null is for validation to refuse. */
function merged<T extends Keyed>(term: T, labels: StringMap): T {
  const keys = keysOf(term.matchLabelKeys);
  const others = keysOf(term.mismatchLabelKeys);
  if (keys.length + others.length === 0) return term;
  const more = [...requirements(keys, 'In', labels), ...requirements(others, 'NotIn', labels)];
  if (more.length === 0) return term;
  return mapField(term, 'labelSelector', (selector) => ({
    ...selector,
    matchExpressions: [...(selector.matchExpressions ?? []), ...more],
  }));
}

function keysOf(keys: readonly string[] | null | undefined): readonly string[] {
  return keys ?? [];
}

function requirements(
  keys: readonly string[],
  operator: string,
  labels: StringMap,
): NonNullable<LabelSelector['matchExpressions']>[number][] {
  return keys.flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
}
