import { Sim } from '../../engine/sim.ts';
import { findScene } from '../../scenes/scenes.ts';
import { machines } from '../local.ts';
import type { ServeOptions } from './options.ts';

const NODES = 3;

/**
 * A cluster that is at rest at `nowMs`: its scene has been applied some time before. Virtual time is the wall clock's,
 * since clients reckon ages with their own.
 */
export function startSim(options: ServeOptions, nowMs: number): Sim {
  const scene = options.scene === undefined ? undefined : findScene(options.scene);
  const warmupMs = scene?.warmupMs ?? 0;
  const own = options.nodes === undefined ? scene?.boot.nodes : undefined;
  const sim = new Sim({
    seed: options.seed,
    timing: options.timing,
    startMs: nowMs - warmupMs,
    nodes: own ?? machines(options.nodes ?? NODES),
  });
  for (const request of scene?.requests ?? []) sim.handle(request, 'scene');
  sim.runFor(warmupMs);
  return sim;
}
