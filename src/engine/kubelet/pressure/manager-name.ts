/** Name of the reconciler that watches what a machine is short of; its keys are node names. */
export const EVICTION_MANAGER = 'kubelet-eviction';
