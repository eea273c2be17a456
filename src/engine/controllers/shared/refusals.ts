import type { Status } from '../../../api/machinery/status.ts';

/** The write was refused because its namespace is being deleted: nobody waits for it. Source: core/v1 NamespaceTerminatingCause. */
export function isNamespaceGoing(status: Status): boolean {
  return status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') === true;
}
