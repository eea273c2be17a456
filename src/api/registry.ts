import type { KindDef, Resource } from './kind-def.ts';
import { resourceOf } from './kind-def.ts';
import { configMapDef } from './kinds/config-map/def.ts';
import { csiDriverDef } from './kinds/csi-driver/def.ts';
import { csiNodeDef } from './kinds/csi-node/def.ts';
import { controllerRevisionDef } from './kinds/controller-revision/def.ts';
import { cronJobDef } from './kinds/cron-job/def.ts';
import { customResourceDefinitionDef } from './kinds/custom-resource-definition/def.ts';
import { daemonSetDef } from './kinds/daemon-set/def.ts';
import { deploymentDef } from './kinds/deployment/def.ts';
import { endpointSliceDef } from './kinds/endpoint-slice/def.ts';
import { endpointsDef } from './kinds/endpoints/def.ts';
import { eventDef } from './kinds/event/def.ts';
import { ingressClassDef } from './kinds/ingress-class/def.ts';
import { ingressDef } from './kinds/ingress/def.ts';
import { horizontalPodAutoscalerDef } from './kinds/horizontal-pod-autoscaler/def.ts';
import { jobDef } from './kinds/job/def.ts';
import { kubeProxyDef } from './kinds/kube-proxy/def.ts';
import { ipAddressDef } from './kinds/ip-address/def.ts';
import { leaseDef } from './kinds/lease/def.ts';
import { limitRangeDef } from './kinds/limit-range/def.ts';
import { namespaceDef } from './kinds/namespace/def.ts';
import { networkPolicyDef } from './kinds/network-policy/def.ts';
import { nodeDef } from './kinds/node/def.ts';
import { persistentVolumeClaimDef } from './kinds/persistent-volume-claim/def.ts';
import { persistentVolumeDef } from './kinds/persistent-volume/def.ts';
import { podDef } from './kinds/pod/def.ts';
import { podDisruptionBudgetDef } from './kinds/pod-disruption-budget/def.ts';
import { priorityClassDef } from './kinds/priority-class/def.ts';
import { clusterRoleBindingDef, clusterRoleDef, roleBindingDef, roleDef } from './kinds/rbac/def.ts';
import { replicaSetDef } from './kinds/replica-set/def.ts';
import { resourceQuotaDef } from './kinds/resource-quota/def.ts';
import { replicationControllerDef } from './kinds/replication-controller/def.ts';
import { secretDef } from './kinds/secret/def.ts';
import { serviceAccountDef } from './kinds/service-account/def.ts';
import { serviceDef } from './kinds/service/def.ts';
import { storageClassDef } from './kinds/storage-class/def.ts';
import { volumeAttachmentDef } from './kinds/volume-attachment/def.ts';
import { statefulSetDef } from './kinds/stateful-set/def.ts';

/** Every kind that is served. A new one is a folder under kinds/ and a line here. */
export const KINDS: readonly KindDef[] = [
  namespaceDef,
  nodeDef,
  podDef,
  replicaSetDef,
  replicationControllerDef,
  deploymentDef,
  jobDef,
  cronJobDef,
  horizontalPodAutoscalerDef,
  statefulSetDef,
  daemonSetDef,
  controllerRevisionDef,
  serviceDef,
  endpointsDef,
  endpointSliceDef,
  configMapDef,
  secretDef,
  serviceAccountDef,
  eventDef,
  leaseDef,
  persistentVolumeClaimDef,
  persistentVolumeDef,
  storageClassDef,
  volumeAttachmentDef,
  csiDriverDef,
  csiNodeDef,
  podDisruptionBudgetDef,
  priorityClassDef,
  resourceQuotaDef,
  limitRangeDef,
  ipAddressDef,
  ingressDef,
  ingressClassDef,
  networkPolicyDef,
  roleDef,
  roleBindingDef,
  clusterRoleDef,
  clusterRoleBindingDef,
  customResourceDefinitionDef,
  kubeProxyDef,
];

const byResource = new Map(KINDS.map((def) => [resourceOf(def), def]));
const byKind = new Map(KINDS.map((def) => [`${def.group}/${def.version}/${def.kind}`, def]));
const byPlural = new Map(KINDS.map((def) => [`${def.group}/${def.version}/${def.plural}`, def]));

/** The kind of a collection, `apps/deployments`. */
export function kindByResource(resource: Resource): KindDef | undefined {
  return byResource.get(resource);
}

/** The kind that an object's apiVersion and kind name; `group` is "" for the core group. */
export function kindFor(group: string, version: string, kind: string): KindDef | undefined {
  return byKind.get(`${group}/${version}/${kind}`);
}

/** The kind that a request's path names, `/apis/apps/v1/deployments`. */
export function kindForPlural(group: string, version: string, plural: string): KindDef | undefined {
  return byPlural.get(`${group}/${version}/${plural}`);
}
