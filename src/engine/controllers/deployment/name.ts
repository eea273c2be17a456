/** Handler, actor and event component. Source: pkg/controller/deployment/deployment_controller.go. */
export const DEPLOYMENT_CONTROLLER = 'deployment-controller';
