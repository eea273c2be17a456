import type { JsonObject } from '../../machinery/json.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';

/** apps/v1 ControllerRevision: what a StatefulSet or a DaemonSet was, as a patch that brings it back. */
export interface ControllerRevision extends KubeObject {
  readonly data?: JsonObject;
  readonly revision: number;
}

export const controllerRevisions = resourceRef<ControllerRevision>(
  'apps',
  'v1',
  'controllerrevisions',
  'ControllerRevision',
);
