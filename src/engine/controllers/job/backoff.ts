import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { TableRef, World } from '../../world.ts';
import { finishedAtMs } from './pods.ts';

/** Failures of a Job's Pods since its last success. */
export interface BackoffRecord {
  readonly uid: string;
  readonly failures: number;
  readonly lastFailureMs: number;
}

/** Source: job_controller.go DefaultJobPodFailureBackOff, MaxJobPodFailureBackOff (the documentation says six minutes). */
const FIRST_MS = 10_000;
const MAX_MS = 600_000;

/** By key of the Job: upstream remembers this beside the objects, too. */
const RECORDS: TableRef<BackoffRecord> = { name: 'job/backoff' };

/** The record after these Pods have ended. Source: backoff_utils.go newBackoffRecord. */
export function nextRecord(
  world: World,
  key: string,
  uid: string,
  succeeded: readonly Pod[],
  failed: readonly Pod[],
): BackoffRecord {
  const known = world.table(RECORDS).get(key);
  const before = known?.uid === uid ? known : { uid, failures: 0, lastFailureMs: 0 };
  if (succeeded.length === 0 && failed.length === 0) return before;
  const ends = failed.map(finishedAtMs);
  if (succeeded.length === 0) return { uid, failures: before.failures + ends.length, lastFailureMs: Math.max(...ends) };
  const lastSuccessMs = Math.max(...succeeded.map(finishedAtMs));
  const later = ends.filter((endMs) => endMs > lastSuccessMs);
  return { uid, failures: later.length, lastFailureMs: Math.max(0, ...later) };
}

export function keepRecord(world: World, key: string, record: BackoffRecord): void {
  const table = world.table(RECORDS);
  if (record.failures === 0) table.delete(key);
  else if (table.get(key) !== record) table.set(key, record);
}

export function forgetRecord(world: World, key: string): void {
  world.table(RECORDS).delete(key);
}

/** Milliseconds until a replacement may be made: 10 s after the first failure, doubling up to ten minutes. */
export function remainingMs(failures: number, lastFailureMs: number, nowMs: number): number {
  if (failures === 0) return 0;
  const delayMs = Math.min(FIRST_MS * 2 ** (failures - 1), MAX_MS);
  return Math.max(0, lastFailureMs + delayMs - nowMs);
}
