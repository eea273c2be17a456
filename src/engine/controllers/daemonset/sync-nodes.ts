import type { DaemonSet } from '../../../api/kinds/daemon-set/daemon-set.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { World } from '../../world.ts';
import { isNamespaceGoing } from '../shared/refusals.ts';
import { slowStart } from '../shared/slow-start.ts';
import { DAEMON_SET_CONTROLLER } from './name.ts';
import { daemonPod } from './pod-object.ts';

/** Most Pods created or deleted in one look. Source: pkg/controller/daemon/daemon_controller.go BurstReplicas. */
const BURST_REPLICAS = 250;

/** Creates Pods for nodes and deletes others, a burst at a time. True when something was refused. Source: syncNodes. */
export function syncNodes(
  world: World,
  set: DaemonSet,
  hash: string,
  create: readonly string[],
  remove: readonly Pod[],
): boolean {
  let failed = false;
  let at = 0;
  slowStart(Math.min(create.length, BURST_REPLICAS), () => {
    const written = world.create(pods, daemonPod(set, create[at++] ?? '', hash));
    if (written.ok) {
      tell(world, set, 'Normal', 'SuccessfulCreate', `Created pod: ${written.object.metadata.name ?? ''}`);
      return true;
    }
    if (isNamespaceGoing(written.status)) return false;
    failed = true;
    tell(world, set, 'Warning', 'FailedCreate', `Error creating: ${written.status.message ?? ''}`);
    return false;
  });
  for (const pod of remove.slice(0, BURST_REPLICAS)) {
    const { name = '', uid } = pod.metadata;
    const written = world.delete(pods, pod, uid === undefined ? {} : { uid });
    if (written.ok) tell(world, set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
    else if (written.status.reason !== 'NotFound') {
      failed = true;
      tell(world, set, 'Warning', 'FailedDelete', `Error deleting: ${written.status.message ?? ''}`);
    }
  }
  return failed;
}

export function tell(
  world: World,
  about: DaemonSet,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  world.note({ about, type, reason, message, component: DAEMON_SET_CONTROLLER });
}
