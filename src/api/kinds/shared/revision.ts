import type { ObjectMeta } from '../../machinery/object.ts';

export const REVISION_ANNOTATION = 'deployment.kubernetes.io/revision';

/** The revision that the Deployment controller counts; 0 before it did. */
export function revisionOf({ annotations }: ObjectMeta): number {
  const revision = Number(annotations?.[REVISION_ANNOTATION] ?? 0);
  return Number.isSafeInteger(revision) ? revision : 0;
}
