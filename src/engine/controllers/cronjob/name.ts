/** Name of the controller: its actor and the component of its events. */
export const CRON_JOB_CONTROLLER = 'cronjob-controller';
