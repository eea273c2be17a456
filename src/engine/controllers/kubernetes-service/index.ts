/**
 * The API server's own Service: `kubernetes` in the namespace `default`, with the Endpoints and the EndpointSlice behind it.
 *
 * Promises: all three exist, and come back when somebody deletes them. It does not repair what somebody changes in them.
 * Upstream it is no controller but a loop of the API server, which looks every ten seconds: pkg/controlplane/controller/kubernetesservice.
 */
import { endpoints, type Endpoints } from '../../../api/kinds/endpoints/endpoints.ts';
import { endpointSlices, type EndpointSlice } from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { namespaces } from '../../../api/kinds/namespace/namespace.ts';
import { services, type Service } from '../../../api/kinds/service/service.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { keyIn, type ResourceRef } from '../../../api/resource-ref.ts';
import type { Outcome, Reconciler, Watch, World } from '../../world.ts';

const NAME = 'kubernetes';
const NAMESPACE = 'default';
/** The control plane's own machine, which is not drawn. In a network for documentation: no machine has it. */
const API_SERVER_IP = '192.0.2.2';
const PORT = { name: 'https', port: 6443, protocol: 'TCP' };
const ONLY_KEY = keyIn(services, NAMESPACE, NAME);

const service: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: NAME, namespace: NAMESPACE, labels: { component: 'apiserver', provider: 'kubernetes' } },
  spec: {
    clusterIP: '10.96.0.1',
    ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }],
    type: 'ClusterIP',
  },
};

const legacy: Endpoints = {
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: { name: NAME, namespace: NAMESPACE, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
  subsets: [{ addresses: [{ ip: API_SERVER_IP }], ports: [PORT] }],
};

const slice: EndpointSlice = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: NAME, namespace: NAMESPACE, labels: { 'kubernetes.io/service-name': NAME } },
  addressType: 'IPv4',
  ports: [PORT],
  endpoints: [{ addresses: [API_SERVER_IP], conditions: { ready: true } }],
};

export const kubernetesServiceController: Reconciler = {
  name: 'kubernetes-service',
  watches: [whenGone(services), whenGone(endpoints), whenGone(endpointSlices)],
  reconcile(world): Outcome {
    return world.get(namespaces, '', NAMESPACE) === undefined || publishApiServer(world) ? undefined : { retry: true };
  },
};

/** Makes what is missing; false when the API refuses. */
export function publishApiServer(world: World): boolean {
  const made = [
    ensure(world, services, service),
    ensure(world, endpoints, legacy),
    ensure(world, endpointSlices, slice),
  ];
  return !made.includes(false);
}

function ensure<T extends KubeObject>(world: World, ref: ResourceRef<T>, wanted: T): boolean {
  return world.get(ref, NAMESPACE, NAME) !== undefined || world.create(ref, wanted).ok;
}

function whenGone<T extends KubeObject>(ref: ResourceRef<T>): Watch {
  const key = keyIn(ref, NAMESPACE, NAME);
  return {
    resource: ref.resource,
    keys: (change) => (change.next === undefined && change.key === key ? [ONLY_KEY] : []),
  };
}
