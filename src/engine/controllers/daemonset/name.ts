/** Handler, actor and event component. Source: pkg/controller/daemon/daemon_controller.go. */
export const DAEMON_SET_CONTROLLER = 'daemonset-controller';
