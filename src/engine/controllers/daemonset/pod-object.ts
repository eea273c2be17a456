import { TEMPLATE_GENERATION, daemonSets, type DaemonSet } from '../../../api/kinds/daemon-set/daemon-set.ts';
import type { Affinity, Toleration } from '../../../api/kinds/pod/affinity.ts';
import type { PodSpec } from '../../../api/kinds/pod/pod-spec.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { REVISION_LABEL } from '../../../api/kinds/stateful-set/stateful-set.ts';
import { controllerRef } from '../shared/owner.ts';

/** Taints that no daemon minds. Source: pkg/controller/daemon/util/daemonset_util.go AddOrUpdateDaemonPodTolerations. */
const TOLERATED: readonly (readonly [key: string, effect: string])[] = [
  ['not-ready', 'NoExecute'],
  ['unreachable', 'NoExecute'],
  ['disk-pressure', 'NoSchedule'],
  ['memory-pressure', 'NoSchedule'],
  ['pid-pressure', 'NoSchedule'],
  ['unschedulable', 'NoSchedule'],
];
const NETWORK_UNAVAILABLE = ['network-unavailable', 'NoSchedule'] as const;
const NODE_NAME_FIELD = 'metadata.name';

const tolerations = new WeakMap<PodSpec, readonly Toleration[]>();

/** What the Pods of a template tolerate: its own tolerations and those of every daemon. */
export function daemonTolerations(spec: PodSpec): readonly Toleration[] {
  let known = tolerations.get(spec);
  if (known === undefined) {
    known = withDaemonTolerations(spec);
    tolerations.set(spec, known);
  }
  return known;
}

/** The Pod of one node. The default scheduler puts it there: no other node matches. Source: daemon_controller.go syncNodes. */
export function daemonPod(set: DaemonSet, node: string, hash: string): Pod {
  const { template } = set.spec;
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const generation = set.metadata.annotations?.[TEMPLATE_GENERATION];
  return {
    apiVersion: 'v1',
    kind: pods.kind,
    metadata: {
      generateName: `${set.metadata.name ?? ''}-`,
      namespace: set.metadata.namespace ?? '',
      labels: {
        ...labels,
        [REVISION_LABEL]: hash,
        ...(generation === undefined ? {} : { 'pod-template-generation': generation }),
      },
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerRef(daemonSets, set)],
    },
    spec: {
      ...template.spec,
      affinity: affinityTo(template.spec.affinity, node),
      tolerations: daemonTolerations(template.spec),
    },
  };
}

/** The node that a daemon Pod is on or is meant for; undefined when it does not say. Source: GetTargetNodeName. */
export function targetNode({ spec }: Pod): string | undefined {
  if ((spec.nodeName ?? '') !== '') return spec.nodeName;
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  for (const { matchFields = [] } of terms)
    for (const { key, operator, values = [] } of matchFields)
      if (key === NODE_NAME_FIELD && operator === 'In') return values.length === 1 ? values[0] : undefined;
  return undefined;
}

/** Required terms give way to the node's name: the controller has checked them. Source: ReplaceDaemonSetPodNodeNameNodeAffinity. */
function affinityTo(affinity: Affinity | undefined, node: string): Affinity {
  const matchFields = [{ key: NODE_NAME_FIELD, operator: 'In', values: [node] }];
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] },
    },
  };
}

/** A toleration of the template for the same taint is overwritten where it stands. Source: AddOrUpdateTolerationInPodSpec. */
function withDaemonTolerations({ tolerations: own = [], hostNetwork }: PodSpec): readonly Toleration[] {
  const all = [...own];
  for (const [name, effect] of hostNetwork === true ? [...TOLERATED, NETWORK_UNAVAILABLE] : TOLERATED) {
    const toleration = { key: `node.kubernetes.io/${name}`, operator: 'Exists', effect };
    const at = all.findIndex((each) => isSameToleration(each, toleration));
    if (at < 0) all.push(toleration);
    else all[at] = toleration;
  }
  return all;
}

function isSameToleration(a: Toleration, b: Toleration): boolean {
  return (
    (a.key ?? '') === b.key &&
    (a.operator ?? '') === b.operator &&
    (a.value ?? '') === '' &&
    (a.effect ?? '') === b.effect
  );
}
