/**
 * Scalar fields that Kubernetes' Go types hold as pointers. The wire does not tell "not set" from zero: a plain field is
 * always sent, a pointer only when it is set. So a zero counts for these (`replicas: 0`), and for others it is left out,
 * as Go's `omitempty` does. Facts from the types of k8s.io/api; by name, since a name has one meaning everywhere.
 */
export const POINTERS: ReadonlySet<string> = new Set(
  [
    'activeDeadlineSeconds allocateLoadBalancerNodePorts allowPrivilegeEscalation allowVolumeExpansion appProtocol',
    'attachRequired automountServiceAccountToken averageUtilization backoffLimit backoffLimitPerIndex',
    'blockOwnerDeletion completions controller currentAverageUtilization defaultMode deletionGracePeriodSeconds',
    'enableServiceLinks expirationSeconds failedJobsHistoryLimit fsGroup gracePeriodSeconds hostUsers immutable',
    'leaseDurationSeconds leaseTransitions manualSelector maxFailedIndexes maxReplicasPerNode minDomains minReplicas',
    'mode optional orphanDependents parallelism partition podInfoOnMount priority privileged',
    'progressDeadlineSeconds readOnlyRootFilesystem ready replicas requiresRepublish revisionHistoryLimit runAsGroup',
    'runAsNonRoot runAsUser seLinuxMount serving setHostnameAsFQDN shareProcessNamespace stabilizationWindowSeconds',
    'startingDeadlineSeconds storageCapacity storageClassName successfulJobsHistoryLimit suspend terminating',
    'terminationGracePeriodSeconds tolerationSeconds ttlSecondsAfterFinished volumeAttributesClassName',
    'ingressClassName runtimeClassName',
  ].flatMap((line) => line.split(' ')),
);
