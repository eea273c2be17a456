import type { Pod } from '../../api/kinds/pod/pod.ts';
import { pods } from '../../api/kinds/pod/pod.ts';
import { nodes } from '../../api/kinds/node/node.ts';
import { keyIn } from '../../api/resource-ref.ts';
import type { StringMap } from '../../api/machinery/object.ts';
import { keyName, type ObjectKey } from '../../api/machinery/key.ts';
import { conflict, notFound } from '../../api/machinery/status.ts';
import type { PodSpec } from '../../api/kinds/pod/pod-spec.ts';
import type { PodStatus } from '../../api/kinds/pod/pod-status.ts';
import { deepFreeze } from '../../lib/freeze.ts';
import { withFields } from '../../lib/present.ts';
import { formatTime } from '../../lib/time.ts';
import { author, refuse, type Caller, type Core, type Written } from './core.ts';

/** Labels that admission copies from the node when a pod is bound (PodTopologyLabels, on since 1.35). */
const TOPOLOGY_LABELS = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

/**
 * The binding subresource: sets nodeName and the condition PodScheduled in one write; a second binding is refused.
 * Source: pkg/registry/core/pod/storage/storage.go assignPod, plugin/pkg/admission/podtopologylabels.
 */
export function bindPod(core: Core, key: ObjectKey, nodeName: string, caller: Caller): Written {
  const resource = { group: '', resource: 'pods' };
  const pod = core.store.get(pods.resource, key) as Pod | undefined;
  if (pod === undefined) return refuse(notFound(resource, keyName(key)));
  const name = keyName(key);
  if (pod.metadata.deletionTimestamp !== undefined)
    return refuse(
      conflict(
        { group: '', resource: 'pods/binding' },
        name,
        `pod ${name} is being deleted, cannot be assigned to a host`,
      ),
    );
  if (pod.spec.nodeName !== undefined && pod.spec.nodeName !== '') {
    return refuse(
      conflict(
        { group: '', resource: 'pods/binding' },
        name,
        `pod ${name} is already assigned to node "${pod.spec.nodeName}"`,
      ),
    );
  }
  const next = bound(core, pod, nodeName);
  if (caller.dryRun) return { ok: true, object: next, changed: false };
  const change = core.store.commit(pods.resource, key, next, author(core, caller));
  return { ok: true, object: change.next ?? next, changed: true };
}

function bound(core: Core, pod: Pod, nodeName: string): Pod {
  const { metadata } = pod;
  const labels = withTopology(metadata.labels, topologyLabels(core, nodeName));
  return {
    ...pod,
    metadata: labels === metadata.labels ? metadata : withFields(metadata, { labels: labels ?? {} }),
    spec: specOn(pod.spec, nodeName),
    status: scheduledStatus(pod, formatTime(core.nowMs())),
  };
}

/** Specs with a node's name, by the spec without: the pods of one template on one node share one object. */
const specsOn = new WeakMap<PodSpec, Map<string, PodSpec>>();

function specOn(spec: PodSpec, nodeName: string): PodSpec {
  let byNode = specsOn.get(spec);
  if (byNode === undefined) {
    byNode = new Map();
    specsOn.set(spec, byNode);
  }
  let placed = byNode.get(nodeName);
  if (placed === undefined) {
    placed = deepFreeze({ ...spec, nodeName });
    byNode.set(nodeName, placed);
  }
  return placed;
}

interface Scheduled {
  readonly before: Pod['status'];
  readonly now: string;
  readonly generation: number;
  readonly after: PodStatus;
}

/** The last answer: pods that are bound in the same second share their status until their kubelets write. */
let lastScheduled: Scheduled | undefined;

function scheduledStatus({ metadata, status: before }: Pod, now: string): PodStatus {
  const generation = metadata.generation ?? 1;
  const last = lastScheduled;
  if (last !== undefined && last.before === before && last.now === now && last.generation === generation)
    return last.after;
  const condition = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: now,
    observedGeneration: generation,
  } as const;
  const others = before?.conditions?.filter((each) => each.type !== 'PodScheduled') ?? [];
  const after: PodStatus = { ...withoutPromise(before), conditions: [...others, condition] };
  lastScheduled = { before, now, generation, after };
  return after;
}

/** The node that was promised is of no interest once there is one (gate ClearingNominatedNodeNameAfterBinding, on since 1.35). */
function withoutPromise(status: PodStatus | undefined): PodStatus | undefined {
  if (status?.nominatedNodeName === undefined) return status;
  const { nominatedNodeName: _promised, ...kept } = status;
  return kept;
}

/** Labels with those of a place, by both: the pods of one template in one zone share one object. */
const placed = new WeakMap<StringMap, WeakMap<StringMap, StringMap>>();

function withTopology(labels: StringMap | undefined, place: StringMap | undefined): StringMap | undefined {
  if (labels === undefined || place === undefined) return labels ?? place;
  let byPlace = placed.get(labels);
  if (byPlace === undefined) {
    byPlace = new WeakMap();
    placed.set(labels, byPlace);
  }
  let both = byPlace.get(place);
  if (both === undefined) {
    both = deepFreeze({ ...labels, ...place });
    byPlace.set(place, both);
  }
  return both;
}

/** The labels that a node hands on, remembered by the node's labels; nodes of one zone share one object. */
const handedOn = new WeakMap<StringMap, StringMap | null>();
const places = new Map<string, StringMap>();
const PLACES_MAX = 1_000;

function topologyLabels(core: Core, nodeName: string): StringMap | undefined {
  const labels = core.store.get(nodes.resource, keyIn(nodes, '', nodeName))?.metadata.labels;
  if (labels === undefined) return undefined;
  let found = handedOn.get(labels);
  if (found === undefined) {
    const own = TOPOLOGY_LABELS.flatMap((label) =>
      labels[label] === undefined ? [] : [[label, labels[label]] as const],
    );
    found = own.length === 0 ? null : shared(Object.fromEntries(own));
    handedOn.set(labels, found);
  }
  return found ?? undefined;
}

function shared(place: StringMap): StringMap {
  const id = JSON.stringify(place);
  const known = places.get(id);
  if (known !== undefined) return known;
  if (places.size >= PLACES_MAX) places.clear();
  places.set(id, place);
  return place;
}
