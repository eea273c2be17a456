/** Handler, actor and event component. Source: pkg/controller/statefulset/stateful_set.go. */
export const STATEFUL_SET_CONTROLLER = 'statefulset-controller';
