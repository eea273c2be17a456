import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import type { PodSpec } from '../../../api/kinds/pod/pod-spec.ts';
import {
  defaultPriorityClassOf,
  isSystemClass,
  priorityClasses,
  type PriorityClass,
} from '../../../api/kinds/priority-class/priority-class.ts';
import { resourceOf } from '../../../api/kind-def.ts';
import { forbidden } from '../../../api/machinery/status.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import { groupResource, type AdmissionPlugin, type Core, type Refusal } from '../core.ts';

const PREEMPT = 'PreemptLowerPriority';

/** Specs as their class leaves them, by the spec that came in: pods of one template share one object. */
const resolved = new WeakMap<PodSpec, { readonly from: PriorityClass | undefined; readonly spec: PodSpec }>();

/**
 * Gives a new pod the priority and the preemption policy of its class, or of the default class; only one class may be
 * the default. Source: plugin/pkg/admission/priority; deletion: pkg/registry/scheduling/priorityclass/storage.
 */
export const priority: AdmissionPlugin = {
  name: 'Priority',
  resources: new Set([pods.resource, priorityClasses.resource]),
  create(core, def, object) {
    return resourceOf(def) === pods.resource ? admitPod(core, object as Pod) : object;
  },
  update(_core, def, next, previous) {
    return resourceOf(def) === pods.resource ? keepPriority(next as Pod, previous as Pod) : next;
  },
  validate(core, def, object) {
    if (resourceOf(def) !== priorityClasses.resource || (object as PriorityClass).globalDefault !== true)
      return undefined;
    const other = defaultPriorityClassOf(classesOf(core))?.metadata.name;
    if (other === undefined || other === object.metadata.name) return undefined;
    const why = `PriorityClass ${other} is already marked as default. Only one default can exist`;
    return refused(groupResource(def), object, why);
  },
  remove(_core, def, object) {
    if (resourceOf(def) !== priorityClasses.resource || !isSystemClass(object.metadata.name ?? '')) return undefined;
    return refused(groupResource(def), object, 'this is a system priority class and cannot be deleted');
  },
};

function admitPod(core: Core, pod: Pod): Pod | Refusal {
  const { spec } = pod;
  const { priorityClassName: className = '' } = spec;
  const from = className === '' ? defaultPriorityClassOf(classesOf(core)) : classNamed(core, className);
  if (from === undefined) {
    if (className !== '') return podRefused(pod, `no PriorityClass with name ${className} was found`);
    // What most pods are: without a class, they get what a class of value 0 would give.
    if (spec.priority === undefined && spec.preemptionPolicy === undefined) return pod;
  }
  const hit = resolved.get(spec);
  if (hit !== undefined && hit.from === from) return { ...pod, spec: hit.spec };
  const { value, preemptionPolicy = PREEMPT } = from ?? { value: 0 };
  if (spec.priority !== undefined && spec.priority !== value)
    return podRefused(
      pod,
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
    );
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy)
    return podRefused(
      pod,
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`,
    );
  const name = from?.metadata.name ?? className;
  const next = { ...spec, priority: value, preemptionPolicy, ...(name === '' ? {} : { priorityClassName: name }) };
  resolved.set(spec, { from, spec: next });
  return { ...pod, spec: next };
}

/** An update that leaves them out means them as they are. */
function keepPriority(next: Pod, { spec: old }: Pod): Pod {
  const { priority: own = old.priority, preemptionPolicy: policy = old.preemptionPolicy } = next.spec;
  if (own === next.spec.priority && policy === next.spec.preemptionPolicy) return next;
  const kept = {
    ...(own === undefined ? {} : { priority: own }),
    ...(policy === undefined ? {} : { preemptionPolicy: policy }),
  };
  return { ...next, spec: { ...next.spec, ...kept } };
}

function classNamed(core: Core, name: string): PriorityClass | undefined {
  return core.store.get(priorityClasses.resource, keyIn(priorityClasses, '', name)) as PriorityClass | undefined;
}

function classesOf(core: Core): Iterable<PriorityClass> {
  return core.store.collection(priorityClasses.resource).objects.values() as Iterable<PriorityClass>;
}

function podRefused(pod: Pod, why: string): Refusal {
  return refused({ group: '', resource: 'pods' }, pod, why);
}

/** The name is not made yet for a pod that asks for a generated one. */
function refused(resource: { group: string; resource: string }, { metadata }: KubeObject, why: string): Refusal {
  const { name = '', generateName = '' } = metadata;
  return { refused: forbidden(resource, name === '' ? generateName : name, why) };
}
