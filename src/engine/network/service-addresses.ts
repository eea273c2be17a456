import { ipAddresses, parentValue, type IPAddress } from '../../api/kinds/ip-address/ip-address.ts';
import { services } from '../../api/kinds/service/service.ts';
import { keyName, keyNamespace, type ObjectKey } from '../../api/machinery/key.ts';
import { keyIn } from '../../api/resource-ref.ts';
import type { Change } from '../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../world.ts';

const NAME = 'service-addresses';
/** Source: api/networking/v1 LabelIPAddressFamily, LabelManagedBy; ipallocator.go ControllerName. */
const LABELS = {
  'ipaddress.kubernetes.io/ip-family': 'IPv4',
  'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
};

/**
 * Keeps an IPAddress object for every cluster IP. In a real cluster the API server makes it before it stores the Service;
 * here it follows, because what is taken is read from the Services themselves. Source: pkg/registry/core/service/ipallocator.
 */
export const serviceAddresses: Reconciler = {
  name: NAME,
  actor: () => 'kube-apiserver',
  watches: [
    { resource: services.resource, keys: keysOfService },
    { resource: ipAddresses.resource, keys: keysOfAddress },
  ],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const namespace = keyNamespace(key as ObjectKey);
  const name = keyName(key as ObjectKey);
  const service = world.byKey(services, key);
  const wanted = new Set((service?.spec.clusterIPs ?? []).filter((ip) => ip !== 'None'));
  for (const address of world.indexed(ipAddresses, 'parent', parentValue(services.plural, namespace, name))) {
    if (!wanted.delete(address.metadata.name ?? '')) world.delete(ipAddresses, address);
  }
  for (const ip of wanted) {
    if (world.get(ipAddresses, '', ip) !== undefined || !world.create(ipAddresses, addressOf(ip, namespace, name)).ok)
      return { retry: true };
  }
  return undefined;
}

function addressOf(ip: string, namespace: string, name: string): IPAddress {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: ipAddresses.kind,
    metadata: { name: ip, labels: LABELS },
    spec: { parentRef: { resource: services.plural, namespace, name } },
  };
}

function keysOfService({ key, prev, next }: Change): readonly string[] {
  return prev !== undefined && next !== undefined && prev.spec === next.spec ? [] : [key];
}

/** One that somebody deleted comes back. */
function keysOfAddress({ prev, next }: Change): readonly string[] {
  const parent = next === undefined ? (prev as IPAddress).spec.parentRef : undefined;
  return parent === undefined ? [] : [keyIn(services, parent.namespace ?? '', parent.name)];
}
