/**
 * The cloud's service controller, with a stand-in cloud: gives Services of type LoadBalancer an address.
 *
 * Promises: the address comes after the time that a cloud takes, stays as long as the Service wants it, and is freed
 * when the type changes or the Service goes; a finalizer keeps the Service until then. Services with a
 * loadBalancerClass belong to somebody else.
 * It forwards no traffic: the network does.
 * Source: staging k8s.io/cloud-provider/controllers/service/controller.go.
 */
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import { services, type Service, type ServiceStatus } from '../../../api/kinds/service/service.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, TableRef, World } from '../../world.ts';
import { withoutFinalizer } from '../shared/owner.ts';
import { nextAddress } from './addresses.ts';
import { changeNotes, needsSync, seenOf, type ChangeNote } from './changes.ts';
import { hostsOf, isHost } from './hosts.ts';

const SERVICE_LB_CONTROLLER = 'service-lb-controller';
/** Source of its events. Source: controller.go New. */
const EVENT_COMPONENT = 'service-controller';
/** Source: cloud-provider/service/helpers LoadBalancerCleanupFinalizer. */
const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';

/** When the cloud will have made a Service's load balancer, ms, by the Service's key and uid. */
const IN_THE_MAKING: TableRef<number> = { name: 'service-load-balancer/in-the-making' };
/** Nodes that a Service's load balancer sends to, as `hostsOf` names them. */
const HOSTS: TableRef<string> = { name: 'service-load-balancer/hosts' };
/** What is to be told of Services whose load balancers must be made anew. */
const CHANGED: TableRef<readonly ChangeNote[]> = { name: 'service-load-balancer/changed' };
/** Last part of the address given last, under the key `last`. */
const CURSOR: TableRef<number> = { name: 'service-load-balancer/cursor' };

export const serviceLoadBalancerController: Reconciler = {
  name: SERVICE_LB_CONTROLLER,
  watches: [
    { resource: services.resource, keys: keysOfService, keeps: true },
    { resource: nodes.resource, keys: keysOfNode },
  ],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const service = world.byKey(services, key);
  if (service === undefined) {
    forget(world, key);
    world.table(CHANGED).delete(key);
    return undefined;
  }
  const changes = world.table(CHANGED).get(key);
  for (const [reason, message] of changes ?? []) tell(world, service, 'Normal', reason, message);
  world.table(CHANGED).delete(key);
  return wantsLoadBalancer(service) ? ensure(world, key, service, changes !== undefined) : cleanUp(world, key, service);
}

function forget(world: World, key: string): void {
  world.table(IN_THE_MAKING).delete(key);
  world.table(HOSTS).delete(key);
}

/** Keeps what is to be told of a change: a later look sees only the result. */
function keysOfService({ key, prev, next, actor }: Change, world: World): readonly string[] {
  if (prev === undefined || next === undefined || actor === SERVICE_LB_CONTROLLER) return [key];
  const [before, after] = [seenOf(prev as Service), seenOf(next as Service)];
  if ((!before.wants && !after.wants) || !needsSync(before, after)) return [key];
  const table = world.table(CHANGED);
  table.set(key, [...(table.get(key) ?? []), ...changeNotes(before, after)]);
  return [key];
}

function wantsLoadBalancer({ spec, metadata }: Service): boolean {
  return (
    spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined && metadata.deletionTimestamp === undefined
  );
}

function ensure(world: World, key: string, found: Service, isChanged: boolean): Outcome {
  const service = withFinalizer(world, found);
  if (service === undefined) return { retry: true };
  if (ingressOf(service).length > 0) {
    keepUp(world, key, service, isChanged);
    return undefined;
  }
  const table = world.table(IN_THE_MAKING);
  const readyMs = table.get(key);
  if (readyMs === undefined) {
    tell(world, service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer');
    settleHosts(world, key, service);
    const takesMs = world.draw(world.timing.loadBalancerMs, 'load-balancer', service.metadata.uid ?? key);
    table.set(key, world.nowMs + takesMs);
    return { requeueAfterMs: takesMs };
  }
  if (world.nowMs < readyMs) return { requeueAfterMs: readyMs - world.nowMs };
  return give(world, key, service);
}

/**
 * The load balancer stands: it follows the Service's ports and policies, and the nodes.
 * Source: controller.go ensureLoadBalancer, lockedUpdateLoadBalancerHosts.
 */
function keepUp(world: World, key: string, service: Service, isChanged: boolean): void {
  if (isChanged) {
    tell(world, service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer');
    settleHosts(world, key, service);
    tell(world, service, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer');
    return;
  }
  const known = world.table(HOSTS).get(key);
  if (known === undefined || known === hostsOf(world)) return;
  if (settleHosts(world, key, service) !== '')
    tell(world, service, 'Normal', 'UpdatedLoadBalancer', 'Updated load balancer with new hosts');
}

/** Remembers where the load balancer sends to now, and says so when that is nowhere. */
function settleHosts(world: World, key: string, service: Service): string {
  const hosts = hostsOf(world);
  world.table(HOSTS).set(key, hosts);
  if (hosts === '')
    tell(world, service, 'Warning', 'UnAvailableLoadBalancer', 'There are no available nodes for LoadBalancer');
  return hosts;
}

/** A node that load balancers may send to from now on, or no longer, concerns all of them. */
function keysOfNode({ prev, next }: Change, world: World): readonly string[] {
  const [before, after] = [prev as Node | undefined, next as Node | undefined];
  const was = before !== undefined && isHost(before);
  const is = after !== undefined && isHost(after);
  return was === is ? [] : [...world.table(HOSTS).keys()];
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
  forget(world, key);
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
