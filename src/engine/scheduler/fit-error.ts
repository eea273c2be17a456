import type { Refusal } from './cycle.ts';

/** Why no node took a pod: how often each reason was given, and by which plugins. */
export interface Diagnosis {
  readonly nodeCount: number;
  /** Why there was no need to ask the nodes. */
  readonly refusal: string | undefined;
  readonly reasons: Map<string, number>;
  readonly plugins: Set<string>;
  /** Slots of the nodes on which an eviction may help. */
  readonly resolvable: number[];
}

/** Longest Event text; what is longer ends in dots. Source: client-go tools/events NoteLengthLimit. */
const NOTE_MAX = 1024;

export function emptyDiagnosis(nodeCount: number, refusal?: string): Diagnosis {
  return { nodeCount, refusal, reasons: new Map(), plugins: new Set(), resolvable: [] };
}

/** Counts one node's refusal. */
export function addRefusal(diagnosis: Diagnosis, plugin: string, refusal: Refusal, slot: number): void {
  diagnosis.plugins.add(plugin);
  if (!refusal.unresolvable) diagnosis.resolvable.push(slot);
  for (const reason of refusal.reasons) addReason(diagnosis.reasons, reason, 1);
}

export function addReason(reasons: Map<string, number>, reason: string, count: number): void {
  if (count > 0) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
}

/**
 * Message of the FailedScheduling event and of the condition PodScheduled. `tail` is what the post-filter plugins say:
 * nothing when preemption has found victims. Source: kube-scheduler framework types.go FitError.
 */
export function failureMessage({ nodeCount, refusal, reasons }: Diagnosis, tail: string): string {
  if (nodeCount === 0) return 'no nodes available to schedule pods';
  const text = refusal === undefined ? fitError(nodeCount, reasons) : `0/${nodeCount} nodes are available: ${refusal}.`;
  return tail === '' ? text : `${text} ${tail}`;
}

/** The text as an Event carries it. */
export function truncateNote(text: string): string {
  return text.length <= NOTE_MAX ? text : `${text.slice(0, NOTE_MAX - 4)} ...`;
}

/** `0/3 nodes are available: 1 <reason>, 2 <reason>.` with the parts sorted as texts, so that "10 x" is before "2 y". */
export function fitError(nodeCount: number, reasons: ReadonlyMap<string, number>): string {
  const parts = [...reasons].map(([reason, count]) => `${count} ${reason}`).sort();
  return `0/${nodeCount} nodes are available${parts.length > 0 ? `: ${parts.join(', ')}.` : ':'}`;
}
