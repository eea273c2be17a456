/**
 * The control plane's controllers, one folder each: what drives the stored objects towards what people asked for.
 *
 * Promises of each of them: it is given a key, reads everything, writes the difference, and a second look writes
 * nothing; it meets the others in stored objects only; what it must remember beside them stands in a table of the world,
 * as data.
 */
import type { Reconciler } from '../world.ts';
import { deploymentController } from './deployment/index.ts';
import { endpointSliceController } from './endpointslice/index.ts';
import { endpointsController } from './endpoints/index.ts';
import { eventTtl } from './event-ttl/index.ts';
import { garbageCollector } from './garbage-collector/index.ts';
import { namespaceController } from './namespace/index.ts';
import { nodeIpamController } from './node-ipam/index.ts';
import { nodeLifecycleController } from './node-lifecycle/index.ts';
import { nodeMonitor } from './node-lifecycle/monitor.ts';
import { podGcController } from './pod-gc/index.ts';
import { replicaSetController } from './replicaset/index.ts';
import { rootCaPublisher, serviceAccountController } from './service-account/index.ts';
import { serviceLoadBalancerController } from './service-load-balancer/index.ts';
import { taintEvictionController } from './taint-eviction/index.ts';

/** Every controller. The order decides who looks first when several look at one instant. */
export const CONTROLLERS: readonly Reconciler[] = [
  namespaceController,
  serviceAccountController,
  rootCaPublisher,
  nodeIpamController,
  nodeLifecycleController,
  nodeMonitor,
  taintEvictionController,
  podGcController,
  deploymentController,
  replicaSetController,
  endpointSliceController,
  endpointsController,
  serviceLoadBalancerController,
  garbageCollector,
  eventTtl,
];
