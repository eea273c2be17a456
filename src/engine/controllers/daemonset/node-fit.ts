import type { DaemonSet } from '../../../api/kinds/daemon-set/daemon-set.ts';
import type { Node } from '../../../api/kinds/node/node.ts';
import { meetsNodeDemands, nodeLabels } from '../../../api/kinds/pod/node-terms.ts';
import { isTolerated } from '../../../api/kinds/pod/tolerations.ts';
import { daemonTolerations } from './pod-object.ts';

export interface Fit {
  /** A Pod is to be created when there is none. */
  readonly shouldRun: boolean;
  /** A Pod that is there may stay. */
  readonly shouldStay: boolean;
}

const YES: Fit = { shouldRun: true, shouldStay: true };
const STAY: Fit = { shouldRun: false, shouldStay: true };
export const NO: Fit = { shouldRun: false, shouldStay: false };

/**
 * Does the daemon belong on the node? A taint NoSchedule that is not tolerated keeps new Pods away, NoExecute drives out
 * those that are there. Source: pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod.
 */
export function fitOf({ spec: { template } }: DaemonSet, node: Node): Fit {
  const { nodeName = '' } = template.spec;
  const here = nodeLabels(node);
  if ((nodeName !== '' && nodeName !== here.name) || !meetsNodeDemands(template.spec, here)) return NO;
  const { taints = [] } = node.spec;
  if (taints.length === 0) return YES;
  const tolerations = daemonTolerations(template.spec);
  const open = taints
    .filter(({ effect }) => effect !== 'PreferNoSchedule')
    .filter((taint) => !isTolerated(tolerations, taint));
  if (open.length === 0) return YES;
  return open.some(({ effect }) => effect === 'NoExecute') ? NO : STAY;
}
