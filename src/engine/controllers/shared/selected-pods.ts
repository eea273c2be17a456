import { podLabelValue } from '../../../api/kinds/pod/def.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { isFailure } from '../../../api/machinery/failure.ts';
import { compileLabelSelector } from '../../../api/machinery/label-selector.ts';
import { matchesSelector } from '../../../api/machinery/labels.ts';
import type { LabelSelector } from '../../../api/machinery/object.ts';
import type { World } from '../../world.ts';

/** The Pods of a namespace that a selector matches, found by a label that it demands where it demands one. */
export function selectedPods(world: World, namespace: string, labels: LabelSelector | undefined): readonly Pod[] {
  const selector = compileLabelSelector(labels);
  if (isFailure(selector) || selector.never) return [];
  const demand = selector.requirements.find(
    ({ op, values }) => (op === '=' || op === '==' || op === 'in') && values.length === 1,
  );
  const candidates =
    demand === undefined
      ? world.list(pods, namespace)
      : world.indexed(pods, 'label', podLabelValue(namespace, demand.key, demand.values[0] ?? ''));
  const found: Pod[] = [];
  for (const pod of candidates) if (matchesSelector(selector, pod.metadata.labels)) found.push(pod);
  return found;
}
