/**
 * The Endpoints controller: the older form of what EndpointSlices say, one object a Service, deprecated since 1.33 and
 * still kept up to date.
 *
 * Promises: an Endpoints object of the Service's name with every selected Pod that has an address, ready ones apart
 * from the others, at most 1,000; none when the Service is gone. Services without a selector are left alone.
 * It does not steer traffic: kube-proxy reads EndpointSlices.
 * Source: pkg/controller/endpoint.
 */
import { endpoints, type Endpoints, type EndpointSubset } from '../../../api/kinds/endpoints/endpoints.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { services, type Service } from '../../../api/kinds/service/service.ts';
import { keyName, keyNamespace, type ObjectKey } from '../../../api/machinery/key.ts';
import type { ObjectMeta, StringMap } from '../../../api/machinery/object.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import { deepEqual } from '../../../lib/equal.ts';
import type { Change } from '../../store/change-log.ts';
import { itself, type Outcome, type Reconciler, type World } from '../../world.ts';
import { HEADLESS_LABEL, isHeadless, LAST_CHANGE_TRIGGER_TIME, looksTheSame } from '../shared/endpoint-facts.ts';
import { isNamespaceGoing } from '../shared/refusals.ts';
import { hasManagedEndpoints, servicePods } from '../shared/service-pods.ts';
import { servicesOfPod, sizedDelay } from '../shared/service-watch.ts';
import { ENDPOINTS_CONTROLLER, ENDPOINTS_MANAGER } from './name.ts';
import { subsetsOf } from './subsets.ts';
import { triggerTime } from './trigger-time.ts';

/** What each Pod adds to the time of a look, in parts of the shortest time between two looks: the object is written whole. */
const GAPS_PER_POD = 0.02;
const MANAGED_BY_LABEL = 'endpoints.kubernetes.io/managed-by';
/** Source: core/v1 EndpointsOverCapacity. */
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';

export const endpointsController: Reconciler = {
  name: ENDPOINTS_CONTROLLER,
  paced: true,
  watches: [
    { resource: services.resource, keys: itself },
    { resource: pods.resource, keys: keysOfPod, delayMs: sizedDelay(ENDPOINTS_CONTROLLER, GAPS_PER_POD) },
    { resource: endpoints.resource, keys: keysOfEndpoints },
  ],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const service = world.byKey(services, key);
  const namespace = keyNamespace(key as ObjectKey);
  const stored = world.get(endpoints, namespace, keyName(key as ObjectKey));
  if (service === undefined) {
    if (stored?.metadata.labels?.[MANAGED_BY_LABEL] === ENDPOINTS_MANAGER) world.delete(endpoints, stored);
    return undefined;
  }
  if (!hasManagedEndpoints(service)) return undefined;
  const { subsets, isOver } = subsetsOf(service, servicePods(world).of(key).values(), stored?.subsets);
  const same = wanted(service, stored, subsets, isOver);
  if (stored !== undefined && sameContent(stored, same)) return undefined;
  const next = withTriggerTime(same, triggerTime(service, stored, subsets, servicePods(world).of(key)));
  const written = stored === undefined ? world.create(endpoints, next) : world.update(endpoints, next);
  return written.ok || isNamespaceGoing(written.status) ? undefined : { retry: true };
}

function wanted(
  service: Service,
  stored: Endpoints | undefined,
  subsets: readonly EndpointSubset[],
  isOver: boolean,
): Endpoints {
  const { name = '', namespace = '' } = service.metadata;
  const { [OVER_CAPACITY]: _over, ...others } = stored?.metadata.annotations ?? {};
  const annotations: StringMap = isOver ? { ...others, [OVER_CAPACITY]: 'truncated' } : others;
  const { annotations: _annotations, labels: _labels, ...rest } = stored?.metadata ?? { name, namespace };
  const metadata: ObjectMeta = {
    ...rest,
    labels: labelsOf(service),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
  const base = { apiVersion: 'v1', kind: endpoints.kind, metadata };
  return subsets.length === 0 ? base : { ...base, subsets };
}

function withTriggerTime(object: Endpoints, time: string | undefined): Endpoints {
  const { annotations = {}, ...rest } = object.metadata;
  const { [LAST_CHANGE_TRIGGER_TIME]: _told, ...others } = annotations;
  const told: StringMap = time === undefined ? others : { ...others, [LAST_CHANGE_TRIGGER_TIME]: time };
  return { ...object, metadata: Object.keys(told).length === 0 ? rest : { ...rest, annotations: told } };
}

function sameContent(a: Endpoints, b: Endpoints): boolean {
  return (
    deepEqual(a.metadata.labels, b.metadata.labels) &&
    deepEqual(a.metadata.annotations ?? {}, b.metadata.annotations ?? {}) &&
    deepEqual(a.subsets ?? [], b.subsets ?? [])
  );
}

function labelsOf(service: Service): StringMap {
  const { [HEADLESS_LABEL]: _headless, ...labels } = service.metadata.labels ?? {};
  return { ...labels, ...(isHeadless(service) ? { [HEADLESS_LABEL]: '' } : {}), [MANAGED_BY_LABEL]: ENDPOINTS_MANAGER };
}

function keysOfPod({ prev, next }: Change, world: World): readonly string[] {
  const [before, after] = [prev as Pod | undefined, next as Pod | undefined];
  if (before !== undefined && after !== undefined && looksTheSame(before, after)) return [];
  return servicesOfPod(world, before, after);
}

/** What others do to an Endpoints object is put right; its own writes tell it nothing. */
function keysOfEndpoints({ actor, key }: Change): readonly string[] {
  return actor === ENDPOINTS_CONTROLLER ? [] : [keyIn(services, keyNamespace(key), keyName(key))];
}
