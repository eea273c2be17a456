import {
  horizontalPodAutoscalers,
  type HorizontalPodAutoscaler,
} from '../../../api/kinds/horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import { podLabelValue } from '../../../api/kinds/pod/def.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { isFailure, type Failure } from '../../../api/machinery/failure.ts';
import { parseSelector } from '../../../api/machinery/label-parser.ts';
import { matchesSelector, type Selector } from '../../../api/machinery/labels.ts';
import type { World } from '../../world.ts';
import { targetOf } from './target.ts';

/** The Pods of a namespace that a scale's selector matches. */
export function podsOf(world: World, namespace: string, selector: Selector): readonly Pod[] {
  const demand = selector.requirements.find(
    ({ op, values }) => (op === '=' || op === '==' || op === 'in') && values.length === 1,
  );
  const candidates =
    demand === undefined
      ? world.list(pods, namespace)
      : world.indexed(pods, 'label', podLabelValue(namespace, demand.key, demand.values[0] ?? ''));
  return [...candidates].filter((pod) => matchesSelector(selector, pod.metadata.labels));
}

/**
 * Two autoscalers that select one of these Pods, this one first, as upstream prints them; undefined when only this one
 * does. Source: pkg/controller/util/selectors, horizontal.go validateAndParseSelector.
 */
export function rivals(world: World, hpa: HorizontalPodAutoscaler, selected: readonly Pod[]): string | undefined {
  const { namespace = '', name = '' } = hpa.metadata;
  for (const other of world.list(horizontalPodAutoscalers, namespace)) {
    if (other.metadata.name === name) continue;
    const selector = selectorOf(world, other);
    if (selector === undefined || isFailure(selector)) continue;
    if (selected.some((pod) => matchesSelector(selector, pod.metadata.labels)))
      return `[{${name} ${namespace}} {${other.metadata.name ?? ''} ${namespace}}]`;
  }
  return undefined;
}

/** The selector of an autoscaler's target; undefined when there is none. */
function selectorOf(world: World, hpa: HorizontalPodAutoscaler): Selector | Failure | undefined {
  const target = targetOf(world, hpa);
  if (isFailure(target)) return undefined;
  const text = target.scale.selector(target.object);
  return text === '' ? undefined : parseSelector(text);
}
