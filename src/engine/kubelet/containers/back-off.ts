import type { BackOff } from '../pod-work.ts';

/** Source: pkg/kubelet/kubelet.go (containers and images alike). */
const FIRST_MS = 10_000;
export const BACK_OFF_MAX_MS = 300_000;
/** An entry is forgotten when the container ran this long. Source: client-go/util/flowcontrol/backoff.go hasExpired. */
const EXPIRES_MS = 2 * BACK_OFF_MAX_MS;

/** Milliseconds that are still to wait when what ended at `endedMs` is to start again. */
export function leftOfBackOff(entry: BackOff | undefined, endedMs: number, nowMs: number): number {
  if (entry === undefined || endedMs - entry.updatedMs > EXPIRES_MS) return 0;
  return Math.max(0, endedMs + entry.delayMs - nowMs);
}

/** The entry after another start: twice as long, or the first one. */
export function nextBackOff(entry: BackOff | undefined, endedMs: number, nowMs: number): BackOff {
  const isFirst = entry === undefined || endedMs - entry.updatedMs > EXPIRES_MS;
  return { delayMs: isFirst ? FIRST_MS : longer(entry.delayMs), updatedMs: nowMs };
}

/** The wait after one more failure; 0 stands for none so far. */
export function longer(delayMs: number): number {
  return delayMs === 0 ? FIRST_MS : Math.min(delayMs * 2, BACK_OFF_MAX_MS);
}
