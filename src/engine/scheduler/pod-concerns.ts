import type { Pod } from '../../api/kinds/pod/pod.ts';
import { matchesLabelSelector } from '../../api/machinery/label-selector.ts';
import { matchesSelector } from '../../api/machinery/labels.ts';
import { podTerms, type AffinityTerm } from './affinity-terms.ts';

/**
 * Is a bound pod one of those that decide where a waiting one may go: named by its affinity or its constraints, or
 * keeping it away? Source: the queueing hints of interpodaffinity and podtopologyspread (plugin.go).
 */
export function concerns(bound: Pod, waiting: Pod): boolean {
  const own = podTerms(waiting);
  if (own?.affinity.some((term) => names(term, bound)) === true) return true;
  if (own?.antiAffinity.some((term) => names(term, bound)) === true) return true;
  if (podTerms(bound)?.antiAffinity.some((term) => names(term, waiting)) === true) return true;
  return isSpreadWith(bound, waiting);
}

/** A namespaceSelector is taken to match: another try costs little. */
function names({ namespaces, namespaceSelector, selector }: AffinityTerm, { metadata }: Pod): boolean {
  if (namespaceSelector.never && !namespaces.includes(metadata.namespace ?? '')) return false;
  return matchesSelector(selector, metadata.labels);
}

function isSpreadWith(bound: Pod, { metadata, spec }: Pod): boolean {
  if (bound.metadata.namespace !== metadata.namespace) return false;
  return (spec.topologySpreadConstraints ?? []).some(
    ({ whenUnsatisfiable, labelSelector }) =>
      whenUnsatisfiable === 'DoNotSchedule' && matchesLabelSelector(labelSelector, bound.metadata.labels),
  );
}
