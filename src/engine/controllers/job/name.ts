/** Name of the controller: its actor and the component of its events. */
export const JOB_CONTROLLER = 'job-controller';
/** Keeps an ended or removed Pod until its Job has counted it. Source: batch/v1 types.go JobTrackingFinalizer. */
export const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking';
