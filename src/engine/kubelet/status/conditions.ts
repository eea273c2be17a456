import { podCondition } from '../../../api/kinds/pod/conditions.ts';
import type { PodCondition, PodPhase } from '../../../api/kinds/pod/pod-status.ts';
import { deepFreeze } from '../../../lib/freeze.ts';
import { present } from '../../../lib/present.ts';
import { formatTime } from '../../../lib/time.ts';
import { isInitialized, isThrough } from '../containers/restart-policy.ts';
import type { PodLook } from '../pod-look.ts';

interface Verdict {
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

const TRUE: Verdict = { status: 'True' };
const FALSE: Verdict = { status: 'False' };
const INITIALIZED: Verdict = { status: 'True', reason: 'PodCompleted' };
const COMPLETED: Verdict = { status: 'False', reason: 'PodCompleted' };
/** Source: pkg/kubelet/eviction/eviction_manager.go. */
const DISRUPTION = { type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet' } as const;
const FAILED: Verdict = { status: 'False', reason: 'PodFailed' };
/** In the order in which a kubelet writes them; those of others stand before. */
const OWN: readonly string[] = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

/**
 * Conditions of a pod; the list on record when nothing differs, and the same object for each that does not. A new
 * generation alone is a difference only when a status is written anyway (`isNews`).
 * Source: pkg/kubelet/status/generate.go, pkg/kubelet/kubelet_pods.go generateAPIPodStatus.
 */
export function conditionsOf(look: PodLook, phase: PodPhase, isNews: boolean): readonly PodCondition[] {
  const containersReady = containersReadyVerdict(look, phase);
  const verdicts: readonly Verdict[] = [
    look.hasSandbox ? TRUE : FALSE,
    initializedVerdict(look, phase),
    containersReady.status === 'True' ? gatesVerdict(look) : containersReady,
    containersReady,
    TRUE,
  ];
  const old = look.pod.status?.conditions ?? [];
  const isDisrupted = look.verdict?.isDisruption === true;
  const next = old.filter(({ type }) => !OWN.includes(type) && !(isDisrupted && type === DISRUPTION.type));
  if (isDisrupted)
    next.push(condition(look, DISRUPTION.type, { ...DISRUPTION, message: look.verdict?.message ?? '' }, isNews));
  for (let i = 0; i < OWN.length; i++) next.push(condition(look, OWN[i] as string, verdicts[i] as Verdict, isNews));
  if (old.length === next.length && next.every((each, i) => each === old[i])) return old;
  // Something differs after all: then every condition says which generation it is about.
  return isNews || look.pod.metadata.generation === look.pod.status?.observedGeneration
    ? next
    : conditionsOf(look, phase, true);
}

function condition(look: PodLook, type: string, { status, reason, message }: Verdict, isNews: boolean): PodCondition {
  const old = podCondition(look.pod, type);
  const { generation } = look.pod.metadata;
  const isSame = old?.status === status && old.reason === reason && old.message === message;
  if (isSame && (!isNews || old.observedGeneration === generation)) return old;
  const lastTransitionTime = old?.status === status ? (old.lastTransitionTime ?? '') : formatTime(look.world.nowMs);
  const known = latest.get(type);
  const isKnown =
    known !== undefined && known.lastTransitionTime === lastTransitionTime && known.observedGeneration === generation;
  if (isKnown && known.status === status && known.reason === reason && known.message === message) return known;
  const made = deepFreeze(
    present({ type, status, reason, message, lastProbeTime: null, lastTransitionTime, observedGeneration: generation }),
  );
  latest.set(type, made);
  return made;
}

/** The last one made of each type: pods that come up in the same second share their conditions. */
const latest = new Map<string, PodCondition>();

function initializedVerdict(look: PodLook, phase: PodPhase): Verdict {
  if (look.initCount === 0) return phase === 'Succeeded' ? INITIALIZED : TRUE;
  const incomplete: string[] = [];
  if (!isInitialized(look)) {
    for (let i = 0; i < look.initCount; i++) if (!isThrough(look, i)) incomplete.push(look.status(i).name);
  }
  if (phase === 'Succeeded') return INITIALIZED;
  if (incomplete.length === 0) return TRUE;
  return {
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${incomplete.join(' ')}]`,
  };
}

function containersReadyVerdict(look: PodLook, phase: PodPhase): Verdict {
  if (phase === 'Succeeded') return COMPLETED;
  if (phase === 'Failed') return FAILED;
  let unready: string[] | undefined;
  for (let i = 0; i < look.statuses.length; i++) {
    if (look.isRegularInit(i)) continue;
    const status = look.status(i);
    if (!status.ready) (unready ??= []).push(status.name);
  }
  if (unready === undefined) return TRUE;
  return {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${unready.join(' ')}]`,
  };
}

/** Ready also waits for conditions that somebody else sets. */
function gatesVerdict({ pod }: PodLook): Verdict {
  const messages: string[] = [];
  for (const { conditionType } of pod.spec.readinessGates ?? []) {
    const gate = podCondition(pod, conditionType);
    if (gate === undefined)
      messages.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (gate.status !== 'True')
      messages.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`);
  }
  return messages.length === 0
    ? TRUE
    : { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}
