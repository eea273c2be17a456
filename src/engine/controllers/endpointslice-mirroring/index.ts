/**
 * The mirroring controller: what people write into Endpoints by hand, EndpointSlices say as well.
 *
 * Promises: Endpoints of a Service without a selector have slices of the same addresses and ports, which go with them;
 * those that ask not to be mirrored, or that hold a leader's lock, have none.
 * Endpoints that a controller keeps need no mirror: the EndpointSlice controller writes their slices.
 * Source: pkg/controller/endpointslicemirroring.
 */
import { endpoints, type Endpoints } from '../../../api/kinds/endpoints/endpoints.ts';
import {
  endpointSlices,
  MANAGED_BY_LABEL,
  SERVICE_NAME_LABEL,
  type EndpointSlice,
} from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { services, type Service } from '../../../api/kinds/service/service.ts';
import { keyName, keyNamespace, type ObjectKey } from '../../../api/machinery/key.ts';
import type { Status } from '../../../api/machinery/status.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import { deepEqual } from '../../../lib/equal.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, TableRef, World } from '../../world.ts';
import { isNamespaceGoing } from '../shared/refusals.ts';
import { ADDRESSES_MAX, mirrorOf, mirrorKey, type Mirror } from './mirror.ts';
import { MANAGED_BY, mirroredSlice } from './slice.ts';

const MIRRORING_CONTROLLER = 'endpointslicemirroring-controller';
const SKIP_LABEL = 'endpointslice.kubernetes.io/skip-mirror';
/** The version of Endpoints whose faults have been told. */
const TOLD: TableRef<string> = { name: 'endpointslice-mirroring/told' };
const LEADER = 'control-plane.alpha.kubernetes.io/leader';

export const endpointSliceMirroringController: Reconciler = {
  name: MIRRORING_CONTROLLER,
  watches: [
    { resource: endpoints.resource, keys: keysOfEndpoints },
    { resource: services.resource, keys: keysOfService },
    { resource: endpointSlices.resource, keys: keysOfSlice },
  ],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const namespace = keyNamespace(key as ObjectKey);
  const name = keyName(key as ObjectKey);
  const service = world.byKey(services, key);
  const source = world.get(endpoints, namespace, name);
  const stored = world.indexed(endpointSlices, 'service', `${namespace}/${name}`).filter(isMirrored);
  const isMirrorable = service !== undefined && service.spec.selector === undefined && shouldMirror(source);
  if (!isMirrorable || source === undefined) {
    for (const slice of stored) world.delete(endpointSlices, slice);
    return undefined;
  }
  const wanted = mirrorOf(source);
  const refusal = write(world, source, wanted.slices, stored);
  tell(world, source, wanted.invalid, wanted.skipped);
  return refusal === undefined || isNamespaceGoing(refusal) ? undefined : { retry: true };
}

/** Slices keep their place by their ports; one that would go is used again for one that would come. */
function write(
  world: World,
  source: Endpoints,
  wanted: readonly Mirror[],
  stored: readonly EndpointSlice[],
): Status | undefined {
  const free = [...stored];
  const take = (fits: (slice: EndpointSlice) => boolean): EndpointSlice | undefined => {
    const index = free.findIndex(fits);
    return index < 0 ? undefined : free.splice(index, 1)[0];
  };
  const homes = wanted.map((mirror) => take((slice) => mirrorKey(slice.addressType, slice.ports) === mirror.key));
  let refusal: Status | undefined;
  wanted.forEach((mirror, index) => {
    const home = homes[index] ?? take((slice) => slice.addressType === mirror.addressType);
    const next = mirroredSlice(source, mirror, home);
    if (home !== undefined && sameContent(home, next)) return;
    const written = home === undefined ? world.create(endpointSlices, next) : world.update(endpointSlices, next);
    if (!written.ok) refusal ??= written.status;
  });
  for (const slice of free) world.delete(endpointSlices, slice);
  return refusal;
}

function sameContent(a: EndpointSlice, b: EndpointSlice): boolean {
  return (
    deepEqual(a.endpoints, b.endpoints) &&
    deepEqual(a.ports, b.ports) &&
    deepEqual(a.metadata.labels, b.metadata.labels) &&
    deepEqual(a.metadata.annotations ?? {}, b.metadata.annotations ?? {})
  );
}

/** Once for each state of the Endpoints. Source: endpointslicemirroring/reconciler.go. */
function tell(world: World, about: Endpoints, invalid: number, skipped: number): void {
  const told = world.table(TOLD);
  const key = keyIn(endpoints, about.metadata.namespace ?? '', about.metadata.name ?? '');
  const now = about.metadata.resourceVersion ?? '';
  if (invalid + skipped === 0) told.delete(key);
  if (invalid + skipped === 0 || told.get(key) === now) return;
  told.set(key, now);
  const note = { about, type: 'Warning' as const, component: 'endpoint-slice-mirroring-controller' };
  if (invalid > 0) {
    const message = `Skipped ${invalid} invalid IP addresses when mirroring to EndpointSlices`;
    world.note({ ...note, reason: 'InvalidIPAddress', message });
  }
  if (skipped > 0) {
    const message = `A max of ${ADDRESSES_MAX} addresses can be mirrored to EndpointSlices per Endpoints subset. ${skipped} addresses were skipped`;
    world.note({ ...note, reason: 'TooManyAddressesToMirror', message });
  }
}

function shouldMirror(source: Endpoints | undefined): boolean {
  const { labels, annotations } = source?.metadata ?? {};
  return source !== undefined && labels?.[SKIP_LABEL] !== 'true' && annotations?.[LEADER] === undefined;
}

function isMirrored({ metadata }: EndpointSlice): boolean {
  return metadata.labels?.[MANAGED_BY_LABEL] === MANAGED_BY;
}

/** Most Endpoints are a controller's, behind a selector. */
function keysOfEndpoints({ key }: Change, world: World): readonly string[] {
  const service = keyIn(services, keyNamespace(key), keyName(key));
  return world.byKey(services, service)?.spec.selector === undefined ? [service] : [];
}

function keysOfService({ key, prev, next }: Change): readonly string[] {
  const [before, after] = [prev as Service | undefined, next as Service | undefined];
  const isManaged = (service: Service | undefined): boolean => service?.spec.selector !== undefined;
  if (after !== undefined && isManaged(after) && (before === undefined || isManaged(before))) return [];
  return isManaged(before) && after === undefined ? [] : [key];
}

function keysOfSlice({ actor, prev, next }: Change): readonly string[] {
  const slice = (prev ?? next) as EndpointSlice;
  if (actor === MIRRORING_CONTROLLER || !isMirrored(slice)) return [];
  return [keyIn(services, slice.metadata.namespace ?? '', slice.metadata.labels?.[SERVICE_NAME_LABEL] ?? '')];
}
