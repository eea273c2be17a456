/** Name of the controller: its actor and the component of its events. */
export const HPA_CONTROLLER = 'horizontal-pod-autoscaler';
