import type { Pod } from '../../api/kinds/pod/pod.ts';
import type { Refusal } from './cycle.ts';

/** Why no node took a pod: how often each reason was given, and by which plugins. */
export interface Diagnosis {
  readonly nodeCount: number;
  readonly reasons: Map<string, number>;
  readonly plugins: Set<string>;
  /** Nodes on which no eviction can help. */
  unresolvable: number;
}

/** Longest Event text; what is longer ends in dots. Source: client-go tools/events NoteLengthLimit. */
const NOTE_MAX = 1024;

export function emptyDiagnosis(nodeCount: number): Diagnosis {
  return { nodeCount, reasons: new Map(), plugins: new Set(), unresolvable: 0 };
}

/** Counts one node's refusal. */
export function addRefusal(diagnosis: Diagnosis, plugin: string, refusal: Refusal): void {
  diagnosis.plugins.add(plugin);
  if (refusal.unresolvable) diagnosis.unresolvable++;
  for (const reason of refusal.reasons) diagnosis.reasons.set(reason, (diagnosis.reasons.get(reason) ?? 0) + 1);
}

/**
 * Message of the FailedScheduling event and of the condition PodScheduled.
 * Source: kube-scheduler framework types.go FitError; the tail is what the post-filter plugins say.
 */
export function failureMessage(pod: Pod, diagnosis: Diagnosis): string {
  if (diagnosis.nodeCount === 0) return 'no nodes available to schedule pods';
  return `${fitError(diagnosis.nodeCount, diagnosis.reasons)} no new claims to deallocate, preemption: ${preemptionMessage(pod, diagnosis)}`;
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

/** What DefaultPreemption says when it evicts nobody. Source: pkg/scheduler/framework/preemption. */
function preemptionMessage(pod: Pod, { nodeCount, unresolvable }: Diagnosis): string {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const reasons = new Map<string, number>();
  if (unresolvable > 0) reasons.set('Preemption is not helpful for scheduling', unresolvable);
  if (unresolvable < nodeCount) reasons.set('No preemption victims found for incoming pod', nodeCount - unresolvable);
  return fitError(nodeCount, reasons);
}
