/** Handler and actor. Source: cmd/kube-controller-manager/names/controller_names.go. */
export const ENDPOINT_SLICE_CONTROLLER = 'endpointslice-controller';
/** Source of its events, spelt otherwise than its name. Source: endpointslice_controller.go NewController. */
export const EVENT_COMPONENT = 'endpoint-slice-controller';
/** Value of the label managed-by. Source: pkg/controller/endpointslice/endpointslice_controller.go controllerName. */
export const MANAGED_BY = 'endpointslice-controller.k8s.io';
/** Most endpoints in one slice. Source: pkg/controller/endpointslice/config/v1alpha1/defaults.go. */
export const ENDPOINTS_MAX = 100;
