import type { KindDef } from '../../api/kind-def.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import type { Refusal } from './core.ts';

/**
 * Gives objects what only the API server can give: cluster IPs and node ports. What is in use is derived from the
 * stored objects, so there is nothing to release and nothing to repair.
 */
export interface Allocators {
  create(def: KindDef, object: KubeObject, dryRun: boolean): KubeObject | Refusal;
  update(def: KindDef, next: KubeObject, previous: KubeObject, dryRun: boolean): KubeObject | Refusal;
}
