/** Handler, actor and event component. Source: pkg/controller/replicaset/replica_set.go NewReplicaSetController. */
export const REPLICA_SET_CONTROLLER = 'replicaset-controller';
