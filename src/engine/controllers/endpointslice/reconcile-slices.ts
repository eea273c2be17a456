import {
  endpointSlices,
  MANAGED_BY_LABEL,
  type EndpointSlice,
} from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { services, type Service } from '../../../api/kinds/service/service.ts';
import type { Status } from '../../../api/machinery/status.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import type { World } from '../../world.ts';
import { MANAGED_BY } from './name.ts';
import { recycle } from './packing.ts';
import { hasCurrentLabels, isPlaceholder, newSlice, rewrittenSlice, type Content } from './slice-object.ts';
import { touchedBy, type Page, type SliceBook } from './slice-book.ts';
import { Survey, type Focus, type Rewrite, type Wanted } from './survey.ts';

/**
 * Writes the difference between the slices of a Service and what its Pods say; `members` are the Pods it selects, by
 * uid, `book` knows what the slices say of them. Returns the first refusal, if there was one.
 * Source: endpointslice/reconciler.go Reconcile.
 */
export function reconcileSlices(
  world: World,
  service: Service,
  members: ReadonlyMap<string, Pod>,
  book: SliceBook,
): Status | undefined {
  const own = world.indexed(endpointSlices, 'owner', service.metadata.uid ?? '').filter(isOurs);
  const key = keyIn(services, service.metadata.namespace ?? '', service.metadata.name ?? '');
  const families = service.spec.ipFamilies ?? ['IPv4'];
  let refusal: Status | undefined;
  for (const family of families) {
    const slices = own.filter((slice) => slice.addressType === family);
    const focus = families.length === 1 ? focusOn(book.of(key), slices) : undefined;
    const wanted = new Survey(book.zones, service, family).run(slices, members, focus);
    refusal ??= write(world, service, family, withPlaceholder(service, slices, wanted));
  }
  for (const slice of own) if (!families.includes(slice.addressType)) world.delete(endpointSlices, slice);
  return refusal;
}

/** Only what is stale, unless the slices hold what the book cannot know: an endpoint twice, or one without a Pod. */
function focusOn(page: Page, slices: readonly EndpointSlice[]): Focus | undefined {
  let count = 0;
  for (const { endpoints } of slices) count += endpoints?.length ?? 0;
  return count === page.held.size ? { stale: page.stale, touched: touchedBy(page) } : undefined;
}

function isOurs({ metadata }: EndpointSlice): boolean {
  return metadata.labels?.[MANAGED_BY_LABEL] === MANAGED_BY && metadata.deletionTimestamp === undefined;
}

/** A Service never stays without a slice: an empty one says that somebody has looked. */
function withPlaceholder(service: Service, slices: readonly EndpointSlice[], wanted: Wanted): Wanted {
  const { creates, deletes } = wanted;
  if (slices.length !== deletes.length || creates.length > 0) return wanted;
  const [only] = deletes;
  const isThere = deletes.length === 1 && only !== undefined && isPlaceholder(only) && hasCurrentLabels(only, service);
  return isThere ? { ...wanted, deletes: [] } : { ...wanted, creates: [{ endpoints: [], ports: [] }] };
}

function write(world: World, service: Service, addressType: string, wanted: Wanted): Status | undefined {
  const { triggerTime } = wanted;
  const { creates, reused, deletes } = recycle<EndpointSlice, Content>(wanted.creates, wanted.deletes);
  let refusal: Status | undefined;
  for (const content of service.metadata.deletionTimestamp === undefined ? creates : []) {
    const written = world.create(endpointSlices, newSlice(service, addressType, content, triggerTime));
    if (!written.ok) refusal ??= written.status;
  }
  const rewrite = ({ slice, content }: Rewrite): void => {
    const written = world.update(endpointSlices, rewrittenSlice(slice, service, content, triggerTime));
    if (!written.ok) refusal ??= written.status;
  };
  wanted.updates.forEach(rewrite);
  reused.forEach(rewrite);
  for (const slice of deletes) world.delete(endpointSlices, slice);
  return refusal;
}
