/**
 * The control plane's controllers, one folder each: what drives the stored objects towards what people asked for.
 *
 * Promises of each of them: it is given a key, reads everything, writes the difference, and a second look writes
 * nothing; it meets the others in stored objects only; what it must remember beside them stands in a table of the world,
 * as data.
 */
import type { Reconciler } from '../world.ts';
import { attachDetachController } from './attach-detach/index.ts';
import { volumeAttacher } from './attach-detach/attacher.ts';
import { daemonSetController } from './daemonset/index.ts';
import { cronJobClock, cronJobController } from './cronjob/index.ts';
import { deploymentController } from './deployment/index.ts';
import { disruptionController } from './disruption/index.ts';
import { endpointSliceController } from './endpointslice/index.ts';
import { endpointSliceMirroringController } from './endpointslice-mirroring/index.ts';
import { endpointsController } from './endpoints/index.ts';
import { ephemeralVolumeController } from './ephemeral-volume/index.ts';
import { eventTtl } from './event-ttl/index.ts';
import { garbageCollector } from './garbage-collector/index.ts';
import { horizontalPodAutoscalerController } from './horizontal-pod-autoscaler/index.ts';
import { jobController } from './job/index.ts';
import { kubernetesServiceController } from './kubernetes-service/index.ts';
import { namespaceController } from './namespace/index.ts';
import { nodeIpamController } from './node-ipam/index.ts';
import { nodeLifecycleController } from './node-lifecycle/index.ts';
import { nodeMonitor } from './node-lifecycle/monitor.ts';
import { volumeBinder, volumeResync } from './persistentvolume/index.ts';
import { podGcController } from './pod-gc/index.ts';
import { replicaSetController } from './replicaset/index.ts';
import { resourceQuotaController } from './resourcequota/index.ts';
import { replicationControllerController } from './replicationcontroller/index.ts';
import { rootCaPublisher, serviceAccountController } from './service-account/index.ts';
import { serviceLoadBalancerController } from './service-load-balancer/index.ts';
import { statefulSetController } from './statefulset/index.ts';
import { taintEvictionController } from './taint-eviction/index.ts';
import { ttlAfterFinishedController } from './ttl-after-finished/index.ts';
import { volumeExpandController } from './volume-expand/index.ts';
import { claimProtection, volumeProtection } from './volume-protection/index.ts';
import { volumeProvisioner } from './volume-provisioner/index.ts';

/** Every controller. The order decides who looks first when several look at one instant. */
export const CONTROLLERS: readonly Reconciler[] = [
  namespaceController,
  serviceAccountController,
  rootCaPublisher,
  kubernetesServiceController,
  nodeIpamController,
  nodeLifecycleController,
  nodeMonitor,
  taintEvictionController,
  podGcController,
  deploymentController,
  replicaSetController,
  replicationControllerController,
  jobController,
  cronJobController,
  cronJobClock,
  ttlAfterFinishedController,
  horizontalPodAutoscalerController,
  statefulSetController,
  daemonSetController,
  disruptionController,
  resourceQuotaController,
  endpointSliceController,
  endpointsController,
  endpointSliceMirroringController,
  serviceLoadBalancerController,
  ephemeralVolumeController,
  volumeBinder,
  volumeResync,
  volumeProvisioner,
  volumeExpandController,
  attachDetachController,
  volumeAttacher,
  claimProtection,
  volumeProtection,
  garbageCollector,
  eventTtl,
];
