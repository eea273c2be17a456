import type { Endpoints, EndpointSubset } from '../../../api/kinds/endpoints/endpoints.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { Service } from '../../../api/kinds/service/service.ts';
import { readyChangedAt } from '../shared/endpoint-facts.ts';

/**
 * The earliest change that a write of Endpoints brings out: a Pod that came or became ready or not, or the Service
 * itself. Source: endpointslice/util/trigger_time_tracker.go.
 */
export function triggerTime(
  service: Service,
  stored: Endpoints | undefined,
  subsets: readonly EndpointSubset[],
  members: ReadonlyMap<string, Pod>,
): string | undefined {
  const before = statesOf(stored?.subsets ?? []);
  let earliest = stored === undefined ? service.metadata.creationTimestamp : undefined;
  for (const [uid, isReady] of statesOf(subsets)) {
    const pod = before.get(uid) === isReady ? undefined : members.get(uid);
    const time = pod === undefined ? undefined : readyChangedAt(pod);
    if (time !== undefined && (earliest === undefined || time < earliest)) earliest = time;
  }
  return earliest;
}

function statesOf(subsets: readonly EndpointSubset[]): ReadonlyMap<string, boolean> {
  const states = new Map<string, boolean>();
  for (const { addresses = [], notReadyAddresses = [] } of subsets) {
    for (const { targetRef } of notReadyAddresses) states.set(targetRef?.uid ?? '', false);
    for (const { targetRef } of addresses) states.set(targetRef?.uid ?? '', true);
  }
  return states;
}
