/** Handler and actor. Source: cmd/kube-controller-manager/names/controller_names.go. */
export const ENDPOINTS_CONTROLLER = 'endpoints-controller';
/** Value of the label managed-by. Source: pkg/controller/endpoint/endpoints_controller.go. */
export const ENDPOINTS_MANAGER = 'endpoint-controller';
/** Most addresses in one object. Source: pkg/controller/endpoint/endpoints_controller.go maxCapacity. */
export const ADDRESSES_MAX = 1000;
