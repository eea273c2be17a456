/** Handler and actor. Source: cmd/kube-controller-manager/names/controller_names.go. */
export const GARBAGE_COLLECTOR = 'garbage-collector-controller';
/** Source: meta/v1 FinalizerDeleteDependents, FinalizerOrphanDependents. */
export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';
