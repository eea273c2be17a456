import type { Probe } from '../../../api/kinds/pod/container.ts';

/** Source: pkg/apis/core/v1/defaults.go SetDefaults_Probe. */
const PERIOD_SECONDS = 10;
const FAILURES = 3;

/** From this time on a probe ends so. */
export interface Answer {
  readonly fromMs: number;
  readonly ok: boolean;
  /** What a failed probe's event says. */
  readonly text: string;
}

/** Tries in a row that ended so, before the try at `atMs`. */
export interface Tries {
  readonly atMs: number;
  readonly failures: number;
  readonly successes: number;
}

export function thresholds({ successThreshold, failureThreshold }: Probe): { success: number; failure: number } {
  return { success: successThreshold ?? 1, failure: failureThreshold ?? FAILURES };
}

export function periodOf({ periodSeconds }: Probe): number {
  return Math.max(1, periodSeconds ?? PERIOD_SECONDS) * 1000;
}

/** How a try at this time ends; before the first answer nothing is served. */
export function answerAt(answers: readonly Answer[], atMs: number): Answer {
  let found = answers[0] as Answer;
  for (const answer of answers) {
    if (answer.fromMs > atMs) break;
    found = answer;
  }
  return found;
}

/**
 * The next try that is worth a look: one that fails and is told, or one that turns the result. All tries between give
 * the same again and cost nothing. `isGood` is the result so far. Undefined when there is none.
 * Source: pkg/kubelet/prober/worker.go doProbe.
 */
export function nextTry(probe: Probe, answers: readonly Answer[], from: Tries, isGood: boolean): Tries | undefined {
  const periodMs = periodOf(probe);
  const { success, failure } = thresholds(probe);
  let { atMs, failures, successes } = from;
  for (;;) {
    const { ok } = answerAt(answers, atMs);
    const turnMs = nextTurn(answers, atMs, ok);
    const tries = turnMs === undefined ? Number.POSITIVE_INFINITY : Math.ceil((turnMs - atMs) / periodMs);
    if (ok) {
      const missing = isGood ? Number.POSITIVE_INFINITY : success - successes;
      if (missing <= tries && missing !== Number.POSITIVE_INFINITY) {
        return { atMs: atMs + (missing - 1) * periodMs, failures: 0, successes: success - 1 };
      }
      successes = Math.min(success, successes + tries);
      failures = 0;
    } else {
      if (isGood || failures < failure) return { atMs, failures, successes };
      failures += tries;
      successes = 0;
    }
    if (tries === Number.POSITIVE_INFINITY) return undefined;
    atMs += tries * periodMs;
  }
}

/** When tries begin to end the other way. */
function nextTurn(answers: readonly Answer[], atMs: number, ok: boolean): number | undefined {
  return answers.find((answer) => answer.fromMs > atMs && answer.ok !== ok)?.fromMs;
}
