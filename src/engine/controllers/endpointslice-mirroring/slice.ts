import { endpoints, type Endpoints } from '../../../api/kinds/endpoints/endpoints.ts';
import {
  endpointSlices,
  MANAGED_BY_LABEL,
  SERVICE_NAME_LABEL,
  type EndpointSlice,
} from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import type { ObjectMeta } from '../../../api/machinery/object.ts';
import { LAST_CHANGE_TRIGGER_TIME } from '../shared/endpoint-facts.ts';
import { controllerRef } from '../shared/owner.ts';
import type { Mirror } from './mirror.ts';

/** Value of the label managed-by. */
export const MANAGED_BY = 'endpointslicemirroring-controller.k8s.io';
const NOT_COPIED: ReadonlySet<string> = new Set([
  LAST_CHANGE_TRIGGER_TIME,
  'kubectl.kubernetes.io/last-applied-configuration',
]);

/** A mirrored slice, in the place of `home` if there is one. Source: endpointslicemirroring/utils.go newEndpointSlice. */
export function mirroredSlice(source: Endpoints, mirror: Mirror, home: EndpointSlice | undefined): EndpointSlice {
  const { name = '', namespace = '', labels, annotations = {} } = source.metadata;
  const copied = Object.entries(annotations).filter(([key]) => !NOT_COPIED.has(key));
  const { annotations: _before, ...kept } = home?.metadata ?? {
    generateName: `${name}-`,
    namespace,
    ownerReferences: [controllerRef(endpoints, source)],
  };
  const metadata: ObjectMeta = {
    ...kept,
    labels: { ...labels, [SERVICE_NAME_LABEL]: name, [MANAGED_BY_LABEL]: MANAGED_BY },
    ...(copied.length === 0 ? {} : { annotations: Object.fromEntries(copied) }),
  };
  return {
    ...(home ?? { apiVersion: 'discovery.k8s.io/v1', kind: endpointSlices.kind }),
    metadata,
    addressType: mirror.addressType,
    endpoints: mirror.endpoints,
    ports: mirror.ports.length === 0 ? null : mirror.ports,
  };
}
