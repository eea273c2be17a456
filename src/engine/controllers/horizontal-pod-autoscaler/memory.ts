import type {
  HpaBehavior,
  ScalingRules,
} from '../../../api/kinds/horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import type { TableRef, World } from '../../world.ts';

/** A number of replicas, or a change of it, at a time. */
export interface Stamped {
  readonly atMs: number;
  readonly replicas: number;
}

/** What the controller remembers of an autoscaler beside its object; upstream keeps it in memory, too. */
export interface Memory {
  readonly recommendations: readonly Stamped[];
  readonly ups: readonly Stamped[];
  readonly downs: readonly Stamped[];
}

const MEMORIES: TableRef<Memory> = { name: 'horizontal-pod-autoscaler/memory' };
const NOTHING: readonly Stamped[] = [];

/** The first recommendation is the size that was found. Source: horizontal.go recordInitialRecommendation. */
export function recall(world: World, key: string, current: number): Memory {
  const first = [{ atMs: world.nowMs, replicas: current }];
  return world.table(MEMORIES).get(key) ?? { recommendations: first, ups: NOTHING, downs: NOTHING };
}

export function remember(world: World, key: string, memory: Memory): void {
  world.table(MEMORIES).set(key, memory);
}

export function forget(world: World, key: string): void {
  world.table(MEMORIES).delete(key);
}

/** The memory with a recommendation more, without those that no window reaches. */
export function withRecommendation(memory: Memory, nowMs: number, replicas: number, windowMs: number): Memory {
  const kept = memory.recommendations.filter(({ atMs }) => atMs >= nowMs - windowMs);
  return { ...memory, recommendations: [...kept, { atMs: nowMs, replicas }] };
}

/** The memory with a change of size, without those older than any policy. Source: horizontal.go storeScaleEvent. */
export function withChange(
  memory: Memory,
  behavior: HpaBehavior | undefined,
  nowMs: number,
  before: number,
  after: number,
): Memory {
  if (behavior === undefined) return memory;
  const change = { atMs: nowMs, replicas: Math.abs(after - before) };
  if (after > before) return { ...memory, ups: [...recent(memory.ups, behavior.scaleUp, nowMs), change] };
  return { ...memory, downs: [...recent(memory.downs, behavior.scaleDown, nowMs), change] };
}

function recent(changes: readonly Stamped[], rules: ScalingRules | undefined, nowMs: number): readonly Stamped[] {
  const periodMs = Math.max(0, ...(rules?.policies ?? []).map(({ periodSeconds }) => periodSeconds)) * 1000;
  return changes.filter(({ atMs }) => atMs >= nowMs - periodMs);
}
