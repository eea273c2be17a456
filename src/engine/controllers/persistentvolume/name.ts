export const BINDER = 'persistentvolume-binder-controller';
/** Looks again at what could not be done, on the beat of upstream's resync. */
export const RESYNC = 'persistentvolume-resync';
/** Source of the events. */
export const COMPONENT = 'persistentvolume-controller';
/** Source: pkg/controller/volume/persistentvolume/config PVClaimBinderSyncPeriod. */
export const RESYNC_MS = 15_000;
