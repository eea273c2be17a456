import type { StatefulSet } from '../../../api/kinds/stateful-set/stateful-set.ts';
import type { World } from '../../world.ts';
import { STATEFUL_SET_CONTROLLER } from './name.ts';

type Verb = 'Create' | 'Update' | 'Delete';

/** How something that was done to a Pod went. Source: stateful_pod_control.go recordPodEvent. */
export function tellPod(world: World, set: StatefulSet, verb: Verb, pod: string, error?: string): void {
  const what = `${verb} Pod ${pod} in StatefulSet ${set.metadata.name ?? ''}`;
  if (error === undefined) tell(world, set, 'Normal', `Successful${verb}`, `${what} successful`);
  else tell(world, set, 'Warning', `Failed${verb}`, `${what} failed error: ${error}`);
}

export function tell(
  world: World,
  about: StatefulSet,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  world.note({ about, type, reason, message, component: STATEFUL_SET_CONTROLLER });
}
