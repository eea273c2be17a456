import type { Taint } from '../../../api/kinds/node/node.ts';
import type { Toleration } from '../../../api/kinds/pod/affinity.ts';
import type { FilterPlugin, Refusal, ScorePlugin } from '../cycle.ts';
import { normalize } from '../normalize.ts';
import { isTolerated } from '../../../api/kinds/pod/tolerations.ts';

const REFUSAL: Refusal = { reasons: ['node(s) had untolerated taint(s)'], unresolvable: true };

/** Keeps pods off nodes with NoSchedule and NoExecute taints. Source: pkg/scheduler/framework/plugins/tainttoleration. */
export const taintTolerationFilter: FilterPlugin = {
  name: 'TaintToleration',
  tableOnly: true,
  filter: ({ pod, table }) => {
    if (!table.hasTaints) return undefined;
    const { tolerations } = pod.spec;
    return (slot) => (table.at(slot).taints.some((taint) => repels(taint, tolerations)) ? REFUSAL : undefined);
  },
};

/** Prefers nodes with fewer PreferNoSchedule taints that the pod does not tolerate. */
export const taintTolerationScore: ScorePlugin = {
  name: 'TaintToleration',
  weight: 3,
  isLasting: () => true,
  score: ({ pod, table }) => {
    if (!table.hasTaints) return undefined;
    const tolerations = pod.spec.tolerations?.filter(
      ({ effect = '' }) => effect === '' || effect === 'PreferNoSchedule',
    );
    return {
      value: (slot) => table.at(slot).taints.filter((taint) => discourages(taint, tolerations)).length,
      finish: (values, count) => normalize(values, count, true),
    };
  },
};

function repels(taint: Taint, tolerations: readonly Toleration[] | undefined): boolean {
  return taint.effect !== 'PreferNoSchedule' && !isTolerated(tolerations, taint);
}

function discourages(taint: Taint, tolerations: readonly Toleration[] | undefined): boolean {
  return taint.effect === 'PreferNoSchedule' && !isTolerated(tolerations, taint);
}
