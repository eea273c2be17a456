/**
 * The ReplicationController controller: keeps the number of Pods that a ReplicationController asks for.
 *
 * Promises what the ReplicaSet controller promises, because it is that controller, looking at the older kind as if it
 * were the younger one: upstream does the same. Its status tells nothing of terminating Pods.
 * Source: pkg/controller/replication/replication_controller.go.
 */
import type { ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import type { PodTemplateSpec } from '../../../api/kinds/pod/pod-spec.ts';
import {
  replicationControllers,
  type ReplicationController,
  type ReplicationControllerSpec,
} from '../../../api/kinds/replication-controller/replication-controller.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import type { Reconciler } from '../../world.ts';
import { replicaController } from '../replicaset/index.ts';

const NO_TEMPLATE: PodTemplateSpec = { spec: { containers: [] } };
/** The specs of stored objects, seen as a ReplicaSet's. */
const specs = new WeakMap<ReplicationControllerSpec, ReplicaSet['spec']>();

export const replicationControllerController: Reconciler = replicaController({
  ref: replicationControllers,
  controller: 'replication-controller',
  asSet,
  hasTerminating: false,
});

function asSet(object: KubeObject): ReplicaSet {
  const { spec, status, ...rest } = object as ReplicationController;
  return { ...rest, spec: specs.get(spec) ?? setSpec(spec), ...(status === undefined ? {} : { status }) };
}

function setSpec(spec: ReplicationControllerSpec): ReplicaSet['spec'] {
  const { selector = {}, template = NO_TEMPLATE, ...others } = spec;
  const seen = { ...others, selector: { matchLabels: selector }, template };
  specs.set(spec, seen);
  return seen;
}
