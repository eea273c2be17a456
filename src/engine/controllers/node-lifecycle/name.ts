/** Handler and actor. Source: cmd/kube-controller-manager/names/controller_names.go. */
export const NODE_LIFECYCLE_CONTROLLER = 'node-lifecycle-controller';
/** Source of its events. Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go. */
export const EVENT_COMPONENT = 'node-controller';
