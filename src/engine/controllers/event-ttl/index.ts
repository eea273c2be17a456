/**
 * Events are forgotten: an hour after something was last told, the Event object goes.
 *
 * Promises: no Event outlives its time by more than a minute. In a real cluster etcd does it, by leases that are shared
 * for about as long. Sources: pkg/registry/core/event/storage (TTL), apiserver storage/etcd3/lease_manager.go.
 */
import { events, type Event } from '../../../api/kinds/event/event.ts';
import { parseTime } from '../../../lib/time.ts';
import { EVENT_TTL } from '../../recorder.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';

const KEYS: readonly string[] = [EVENT_TTL.key];
const NONE: readonly string[] = [];
const SWEEP_MS = 60_000;

export const eventTtl: Reconciler = {
  name: EVENT_TTL.handler,
  actor: () => 'kube-apiserver',
  housekeeping: true,
  watches: [{ resource: events.resource, keys: keysOf, delayMs: (_change, _key, world) => world.timing.eventTtlMs }],
  reconcile,
};

function reconcile(world: World): Outcome {
  const ttlMs = world.timing.eventTtlMs;
  const over: Event[] = [];
  let earliestMs: number | undefined;
  for (const event of world.list(events)) {
    const endMs = lastToldMs(event) + ttlMs;
    if (endMs <= world.nowMs) over.push(event);
    else if (earliestMs === undefined || endMs < earliestMs) earliestMs = endMs;
  }
  for (const event of over) world.delete(events, event);
  return earliestMs === undefined ? undefined : { requeueAfterMs: Math.max(earliestMs - world.nowMs, SWEEP_MS) };
}

/** Events that components tell are announced by the recorder; these are the others. */
function keysOf({ next, prev }: Change): readonly string[] {
  return next !== undefined && prev === undefined ? KEYS : NONE;
}

function lastToldMs({ lastTimestamp, eventTime, metadata }: Event): number {
  return parseTime(lastTimestamp) ?? parseTime(eventTime) ?? parseTime(metadata.creationTimestamp) ?? 0;
}
