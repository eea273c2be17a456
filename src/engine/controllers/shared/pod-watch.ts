import { isPodReady, podCondition } from '../../../api/kinds/pod/conditions.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { isFailure } from '../../../api/machinery/failure.ts';
import { compileLabelSelector } from '../../../api/machinery/label-selector.ts';
import { controllerOf, type KubeObject, type LabelSelector } from '../../../api/machinery/object.ts';
import { keyIn, type ResourceRef } from '../../../api/resource-ref.ts';
import type { Change } from '../../store/change-log.ts';
import type { World } from '../../world.ts';
import { countsAlike } from './pod-tally.ts';
import { SelectorTable } from './selector-table.ts';

/** An object that selects its Pods by spec.selector. */
export interface Selecting extends KubeObject {
  readonly spec: { readonly selector: LabelSelector };
}

/** Keys of the owners of one kind that a change of a Pod concerns: who controls it, who did, or who could adopt it. */
export function keysOfPod<T extends Selecting>(
  ref: ResourceRef<T>,
): (change: Change, world: World) => readonly string[] {
  return (change, world) => {
    const prev = change.prev as Pod | undefined;
    const next = change.next as Pod | undefined;
    if (prev !== undefined && next !== undefined && looksAlike(prev, next)) return [];
    const before = prev === undefined ? undefined : ownerKey(ref, prev);
    const after = next === undefined ? undefined : ownerKey(ref, next);
    if (before !== undefined && after !== undefined && before !== after) return [before, after];
    const owner = after ?? before;
    if (next === undefined || controllerOf(next.metadata) !== undefined) return owner === undefined ? [] : [owner];
    const adopters = selectorsOf(world, ref).matching(next.metadata.namespace ?? '', next.metadata.labels);
    return owner === undefined ? adopters : [owner, ...adopters];
  };
}

/** True when no controller that counts Pods can tell the two states apart. */
export function looksAlike(prev: Pod, next: Pod): boolean {
  if (!countsAlike(prev, next)) return false;
  if (prev.status?.conditions === next.status?.conditions || !isPodReady(next)) return true;
  return podCondition(prev, 'Ready')?.lastTransitionTime === podCondition(next, 'Ready')?.lastTransitionTime;
}

function ownerKey<T extends Selecting>(ref: ResourceRef<T>, pod: Pod): string | undefined {
  const owner = controllerOf(pod.metadata);
  return owner?.kind === ref.kind ? keyIn(ref, pod.metadata.namespace ?? '', owner.name) : undefined;
}

function selectorsOf<T extends Selecting>(world: World, ref: ResourceRef<T>): SelectorTable {
  return world.derived(
    `selectors/${ref.plural}`,
    () =>
      new SelectorTable(ref.resource, (object) => {
        const selector = compileLabelSelector((object as Selecting).spec.selector);
        return isFailure(selector) ? undefined : selector;
      }),
  );
}
