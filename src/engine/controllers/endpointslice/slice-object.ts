import {
  endpointSlices,
  MANAGED_BY_LABEL,
  SERVICE_NAME_LABEL,
  type Endpoint,
  type EndpointPort,
  type EndpointSlice,
} from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { services, type Service } from '../../../api/kinds/service/service.ts';
import type { ObjectMeta, StringMap } from '../../../api/machinery/object.ts';
import { deepEqual } from '../../../lib/equal.ts';
import { HEADLESS_LABEL, isHeadless, LAST_CHANGE_TRIGGER_TIME } from '../shared/endpoint-facts.ts';
import { controllerRef } from '../shared/owner.ts';
import { MANAGED_BY } from './name.ts';

/** What a slice holds beside its metadata. */
export interface Content {
  readonly endpoints: readonly Endpoint[];
  readonly ports: readonly EndpointPort[];
}

/** Labels that slices do not take over from their Service. Source: endpointslice/utils.go isReservedLabelKey. */
const RESERVED_LABELS: ReadonlySet<string> = new Set([SERVICE_NAME_LABEL, MANAGED_BY_LABEL, HEADLESS_LABEL]);

/** A slice that is not stored yet. Empty lists are null, as they come back from a real store. */
export function newSlice(
  service: Service,
  addressType: string,
  { endpoints, ports }: Content,
  triggerTime: string | undefined,
): EndpointSlice {
  const { name = '', namespace = '' } = service.metadata;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: endpointSlices.kind,
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: sliceLabels(service),
      ...(triggerTime === undefined ? {} : { annotations: { [LAST_CHANGE_TRIGGER_TIME]: triggerTime } }),
      ownerReferences: [controllerRef(services, service)],
    },
    addressType,
    endpoints: endpoints.length === 0 ? null : endpoints,
    ports: ports.length === 0 ? null : ports,
  };
}

/** A stored slice with other content. */
export function rewrittenSlice(
  slice: EndpointSlice,
  service: Service,
  { endpoints, ports }: Content,
  triggerTime: string | undefined,
): EndpointSlice {
  const { annotations, ...rest } = slice.metadata;
  const { [LAST_CHANGE_TRIGGER_TIME]: _told, ...others } = annotations ?? {};
  const told: StringMap = triggerTime === undefined ? others : { ...others, [LAST_CHANGE_TRIGGER_TIME]: triggerTime };
  const metadata: ObjectMeta = {
    ...rest,
    labels: sliceLabels(service),
    ...(Object.keys(told).length === 0 ? {} : { annotations: told }),
  };
  return {
    ...slice,
    metadata,
    endpoints: endpoints.length === 0 ? null : endpoints,
    ports: ports.length === 0 ? null : ports,
  };
}

/** True when the slice carries the labels that it should. */
export function hasCurrentLabels(slice: EndpointSlice, service: Service): boolean {
  return deepEqual(slice.metadata.labels, sliceLabels(service));
}

/** True for the slice without endpoints and ports that a Service keeps while nobody stands behind it. */
export function isPlaceholder({ endpoints, ports }: EndpointSlice): boolean {
  return (endpoints?.length ?? 0) === 0 && (ports?.length ?? 0) === 0;
}

const known = new WeakMap<Service, StringMap>();

/** Made once for each state of a Service, so that slices that carry them are known by reference. */
function sliceLabels(service: Service): StringMap {
  let labels = known.get(service);
  if (labels === undefined) {
    labels = makeLabels(service);
    known.set(service, labels);
  }
  return labels;
}

/** Source: endpointslice/utils.go setEndpointSliceLabels. */
function makeLabels(service: Service): StringMap {
  const { labels = {}, name = '' } = service.metadata;
  const own = Object.entries(labels).filter(([label]) => !RESERVED_LABELS.has(label));
  return {
    ...Object.fromEntries(own),
    ...(isHeadless(service) ? { [HEADLESS_LABEL]: '' } : {}),
    [SERVICE_NAME_LABEL]: name,
    [MANAGED_BY_LABEL]: MANAGED_BY,
  };
}
