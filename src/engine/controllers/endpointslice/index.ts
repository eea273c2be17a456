/**
 * The EndpointSlice controller: says which addresses stand behind a Service, and in what state each of them is.
 *
 * Promises: every selected Pod with an address is in exactly one slice of its ports, ready, serving or terminating as
 * the Pod is; slices hold at most 100 endpoints, are written only when something in them changed, and are never
 * repacked. Services without a selector are left alone.
 * It does not send traffic: kube-proxies and DNS read the slices.
 * Source: pkg/controller/endpointslice, staging k8s.io/endpointslice.
 */
import {
  endpointSlices,
  MANAGED_BY_LABEL,
  SERVICE_NAME_LABEL,
} from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import type { Node } from '../../../api/kinds/node/node.ts';
import { nodes } from '../../../api/kinds/node/node.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { services } from '../../../api/kinds/service/service.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import type { Change } from '../../store/change-log.ts';
import { itself, type Outcome, type Reconciler, type World } from '../../world.ts';
import { looksTheSame } from '../shared/endpoint-facts.ts';
import { PODS_BY_NODE } from '../shared/pod-facts.ts';
import { hasManagedEndpoints, servicePods } from '../shared/service-pods.ts';
import { isNamespaceGoing } from '../shared/refusals.ts';
import { servicesOfPod, sizedDelay } from '../shared/service-watch.ts';
import { ENDPOINT_SLICE_CONTROLLER, EVENT_COMPONENT, MANAGED_BY } from './name.ts';
import { reconcileSlices } from './reconcile-slices.ts';
import { sliceBook, ZONE_LABEL } from './slice-book.ts';

/** After a foreign hand on one of its slices. Source: endpointslice_controller.go endpointSliceChangeMinSyncDelay. */
const FOREIGN_CHANGE_MS = 1000;
/** What each endpoint adds to the time of a look, in parts of the shortest time between two looks. */
const GAPS_PER_POD = 0.001;

export const endpointSliceController: Reconciler = {
  name: ENDPOINT_SLICE_CONTROLLER,
  paced: true,
  watches: [
    { resource: services.resource, keys: itself },
    { resource: pods.resource, keys: keysOfPod, delayMs: sizedDelay(ENDPOINT_SLICE_CONTROLLER, GAPS_PER_POD) },
    { resource: nodes.resource, keys: keysOfNode, delayMs: sizedDelay(ENDPOINT_SLICE_CONTROLLER, GAPS_PER_POD) },
    { resource: endpointSlices.resource, keys: keysOfSlice, delayMs: () => FOREIGN_CHANGE_MS },
  ],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const service = world.byKey(services, key);
  if (service === undefined || !hasManagedEndpoints(service)) return undefined;
  const refusal = reconcileSlices(world, service, servicePods(world).of(key), sliceBook(world));
  if (refusal === undefined) return undefined;
  if (isNamespaceGoing(refusal)) return undefined;
  const { namespace = '', name = '' } = service.metadata;
  const message = `Error updating Endpoint Slices for Service ${namespace}/${name}: ${refusal.message ?? ''}`;
  world.note({
    about: service,
    type: 'Warning',
    reason: 'FailedToUpdateEndpointSlices',
    message,
    component: EVENT_COMPONENT,
  });
  return { retry: true };
}

function keysOfPod({ prev, next }: Change, world: World): readonly string[] {
  const [before, after] = [prev as Pod | undefined, next as Pod | undefined];
  if (before !== undefined && after !== undefined && looksTheSame(before, after)) return [];
  return servicesOfPod(world, before, after);
}

/** A node that comes, goes or changes its zone concerns the Services of its Pods. */
function keysOfNode({ prev, next }: Change, world: World): readonly string[] {
  const isSameZone = prev?.metadata.labels?.[ZONE_LABEL] === next?.metadata.labels?.[ZONE_LABEL];
  if (prev !== undefined && next !== undefined && isSameZone) return [];
  const node = (next ?? prev) as Node;
  const found = new Set<string>();
  for (const pod of world.indexed(pods, PODS_BY_NODE, node.metadata.name ?? '')) {
    for (const key of servicePods(world).selecting(pod)) found.add(key);
  }
  return [...found];
}

function keysOfSlice({ prev, next, actor }: Change): readonly string[] {
  if (actor === ENDPOINT_SLICE_CONTROLLER) return [];
  const { labels, namespace = '' } = (next ?? prev)?.metadata ?? {};
  const name = labels?.[SERVICE_NAME_LABEL] ?? prev?.metadata.labels?.[SERVICE_NAME_LABEL];
  const isOurs = labels?.[MANAGED_BY_LABEL] === MANAGED_BY || prev?.metadata.labels?.[MANAGED_BY_LABEL] === MANAGED_BY;
  return isOurs && name !== undefined ? [keyIn(services, namespace, name)] : [];
}
