/**
 * The cloud's service controller, with a stand-in cloud: gives Services of type LoadBalancer an address.
 *
 * Promises: the address comes after the time that a cloud takes, stays as long as the Service wants it, and is freed
 * when the type changes or the Service goes; a finalizer keeps the Service until then. Services with a
 * loadBalancerClass belong to somebody else.
 * It forwards no traffic: the network does.
 * Source: staging k8s.io/cloud-provider/controllers/service/controller.go.
 */
import { services, type Service, type ServiceStatus } from '../../../api/kinds/service/service.ts';
import { itself, type Outcome, type Reconciler, type TableRef, type World } from '../../world.ts';
import { withoutFinalizer } from '../shared/owner.ts';
import { nextAddress } from './addresses.ts';

const SERVICE_LB_CONTROLLER = 'service-lb-controller';
/** Source of its events. Source: controller.go New. */
const EVENT_COMPONENT = 'service-controller';
/** Source: cloud-provider/service/helpers LoadBalancerCleanupFinalizer. */
const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';

/** When the cloud will have made a Service's load balancer, ms, by the Service's key and uid. */
const IN_THE_MAKING: TableRef<number> = { name: 'service-load-balancer/in-the-making' };
/** Last part of the address given last, under the key `last`. */
const CURSOR: TableRef<number> = { name: 'service-load-balancer/cursor' };

export const serviceLoadBalancerController: Reconciler = {
  name: SERVICE_LB_CONTROLLER,
  watches: [{ resource: services.resource, keys: itself }],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const service = world.byKey(services, key);
  if (service === undefined) {
    world.table(IN_THE_MAKING).delete(key);
    return undefined;
  }
  return wantsLoadBalancer(service) ? ensure(world, key, service) : cleanUp(world, key, service);
}

function wantsLoadBalancer({ spec, metadata }: Service): boolean {
  return (
    spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined && metadata.deletionTimestamp === undefined
  );
}

function ensure(world: World, key: string, found: Service): Outcome {
  const service = withFinalizer(world, found);
  if (service === undefined) return { retry: true };
  if (ingressOf(service).length > 0) return undefined;
  const table = world.table(IN_THE_MAKING);
  const readyMs = table.get(key);
  if (readyMs === undefined) {
    tell(world, service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer');
    const takesMs = world.draw(world.timing.loadBalancerMs, 'load-balancer', service.metadata.uid ?? key);
    table.set(key, world.nowMs + takesMs);
    return { requeueAfterMs: takesMs };
  }
  if (world.nowMs < readyMs) return { requeueAfterMs: readyMs - world.nowMs };
  return give(world, key, service);
}

function give(world: World, key: string, service: Service): Outcome {
  const cursor = world.table(CURSOR);
  const address = nextAddress(cursor.get('last') ?? 0, usedAddresses(world));
  if (address === undefined) {
    tell(
      world,
      service,
      'Warning',
      'SyncLoadBalancerFailed',
      'Error syncing load balancer: failed to ensure load balancer: no free address',
    );
    return { retry: true };
  }
  const status: ServiceStatus = { ...service.status, loadBalancer: { ingress: [{ ip: address.ip, ipMode: 'VIP' }] } };
  const written = world.updateStatus(services, { ...service, status });
  if (!written.ok) return { retry: true };
  cursor.set('last', address.host);
  world.table(IN_THE_MAKING).delete(key);
  tell(world, service, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer');
  return undefined;
}

/** Gives the address back and lets the Service go. Source: controller.go syncLoadBalancerIfNeeded. */
function cleanUp(world: World, key: string, service: Service): Outcome {
  world.table(IN_THE_MAKING).delete(key);
  if (service.metadata.finalizers?.includes(FINALIZER) !== true) return undefined;
  tell(world, service, 'Normal', 'DeletingLoadBalancer', 'Deleting load balancer');
  let current = service;
  if (ingressOf(service).length > 0) {
    const cleared = world.updateStatus(services, { ...service, status: { ...service.status, loadBalancer: {} } });
    if (!cleared.ok) return { retry: true };
    current = cleared.object;
  }
  const freed = world.update(services, withoutFinalizer(current, FINALIZER));
  if (!freed.ok) return { retry: true };
  tell(world, service, 'Normal', 'DeletedLoadBalancer', 'Deleted load balancer');
  return undefined;
}

function withFinalizer(world: World, service: Service): Service | undefined {
  const { finalizers = [] } = service.metadata;
  if (finalizers.includes(FINALIZER)) return service;
  const written = world.update(services, {
    ...service,
    metadata: { ...service.metadata, finalizers: [...finalizers, FINALIZER] },
  });
  return written.ok ? written.object : undefined;
}

function usedAddresses(world: World): ReadonlySet<string> {
  const used = new Set<string>();
  for (const service of world.list(services))
    for (const { ip } of ingressOf(service)) if (ip !== undefined) used.add(ip);
  return used;
}

function ingressOf({ status }: Service): NonNullable<NonNullable<ServiceStatus['loadBalancer']>['ingress']> {
  return status?.loadBalancer?.ingress ?? [];
}

function tell(world: World, about: Service, type: 'Normal' | 'Warning', reason: string, message: string): void {
  world.note({ about, type, reason, message, component: EVENT_COMPONENT });
}
