import { Sim } from '../engine/sim.ts';
import { findScene } from '../scenes/scenes.ts';
import type { NodeSpec, TimingName } from '../protocol/messages.ts';
import type { ApiRequest, ApiResponse } from '../protocol/wire.ts';

export interface LocalOptions {
  readonly scene?: string;
  readonly seed: number;
  /** Number of machines; a scene's own when absent. */
  readonly nodes?: number;
  readonly timing: TimingName;
}

/** A simulation in this process, for tests and benchmarks. */
export interface LocalHost {
  handle(request: ApiRequest): ApiResponse;
  runFor(ms: number): void;
  /** Runs until only heartbeats are pending, at most `maxMs` of virtual time. */
  runUntilIdle(maxMs: number): void;
  nowMs(): number;
  events(): number;
  readonly sim: Sim;
}

const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
const ZONES = 3;

/** Starts a simulation and applies its scene. */
export function createLocalHost(options: LocalOptions): LocalHost {
  const scene = options.scene === undefined ? undefined : findScene(options.scene);
  const sim = new Sim({
    seed: options.seed,
    timing: options.timing,
    startMs: scene?.boot.startMs ?? START_MS,
    nodes: options.nodes === undefined && scene !== undefined ? scene.boot.nodes : machines(options.nodes ?? ZONES),
  });
  for (const request of scene?.requests ?? []) sim.handle(request, 'scene');
  return {
    sim,
    handle: (request) => sim.handle(request),
    runFor: (ms) => sim.runFor(ms),
    runUntilIdle(maxMs) {
      const endMs = sim.nowMs + maxMs;
      while (!sim.isSettled() && sim.nowMs < endMs && sim.step());
    },
    nowMs: () => sim.nowMs,
    events: () => sim.eventsRun,
  };
}

/** Machines of the usual size over three zones: node-1, node-2, ... */
export function machines(count: number, pods = 110): NodeSpec[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `node-${i + 1}`,
    cpu: '4',
    memory: '8Gi',
    pods,
    zone: `zone-${'abc'.charAt(i % ZONES)}`,
  }));
}
