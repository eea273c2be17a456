import type { Container } from '../../../api/kinds/pod/container.ts';
import { toBytes } from '../../../api/machinery/quantity.ts';
import { present } from '../../../lib/present.ts';
import type { PodLook } from '../pod-look.ts';
import type { Ending, Run } from '../pod-work.ts';
import { firstProbes } from '../probes/probe-times.ts';
import type { Program } from '../programs/program.ts';
import { EVICTION_MANAGER } from '../pressure/manager-name.ts';
import { behaviourAt, idOf, programAt } from './program-at.ts';

const KILLED = 137;
const MILLI = 1000;

/** A container has just started: when will it end, when does it count as ready, what do its probes say first? */
export function beginRun(look: PodLook, index: number): void {
  const { world } = look;
  const { backOff } = look.run(index);
  const program = programAt(look, index);
  const ends = endingOf(look, index, program);
  const kept: Run = present({ backOff, ends });
  // What uses much memory concerns the whole machine.
  if (program.memoryBytes !== undefined || behaviourAt(look, index)?.memoryPerSecondBytes !== undefined)
    world.enqueue(EVICTION_MANAGER, look.nodeName);
  const { startupProbe, livenessProbe, readinessProbe } = look.container(index);
  const isProbed = (startupProbe ?? livenessProbe ?? readinessProbe) !== undefined;
  const run: Run = isProbed || ends !== undefined ? { ...kept, startMs: world.nowMs } : kept;
  const isRegularInit = look.isRegularInit(index);
  // Probes are worked out from the start that is remembered.
  if (isProbed || isRegularInit) look.setRun(index, run);
  if (!isRegularInit) look.setRun(index, { ...run, ...firstProbes(look, index, world.nowMs) });
}

/** Drops what need not be remembered of a container that runs and for which nothing is due. */
export function rest(look: PodLook, index: number): void {
  const { ends, kill, readyMs, probes, startMs } = look.run(index);
  if (ends !== undefined || kill !== undefined || readyMs !== undefined) return;
  if ((probes?.length ?? 0) > 0 || (probes === undefined && startMs === undefined)) return;
  const { startMs: _start, probes: _none, ...run } = look.run(index);
  look.setRun(index, run);
}

function endingOf(look: PodLook, index: number, program: Program): Ending | undefined {
  const { world } = look;
  const { end } = program;
  const oomMs = outOfMemoryMs(look, index, program);
  const workMs = (): number => {
    const isInit = look.isRegularInit(index);
    const range = isInit ? world.timing.appStartMs : world.timing.workMs;
    return world.draw(range, isInit ? 'kubelet/init' : 'kubelet/work', idOf(look, index));
  };
  const ownMs = end === undefined ? Number.POSITIVE_INFINITY : end.afterMs === 'work' ? workMs() : end.afterMs;
  if (oomMs < ownMs) return { atMs: world.nowMs + oomMs, exitCode: KILLED, outOfMemory: true };
  if (end === undefined) return undefined;
  const outOfMemory = end.outOfMemory === true ? { outOfMemory: true } : {};
  return { atMs: world.nowMs + ownMs, exitCode: end.code, ...outOfMemory };
}

/** Milliseconds until the container's memory passes its limit. */
function outOfMemoryMs(look: PodLook, index: number, { memoryBytes }: Program): number {
  const limitBytes = memoryLimit(look.container(index));
  const perSecondBytes = behaviourAt(look, index)?.memoryPerSecondBytes ?? 0;
  if (limitBytes === undefined || (memoryBytes === undefined && perSecondBytes === 0)) return Number.POSITIVE_INFINITY;
  const overBytes = limitBytes - (memoryBytes ?? 0);
  if (overBytes < 0) return look.world.draw(look.world.timing.appStartMs, 'kubelet/app-start', idOf(look, index));
  return perSecondBytes === 0 ? Number.POSITIVE_INFINITY : Math.ceil((overBytes / perSecondBytes) * MILLI) + 1;
}

function memoryLimit({ resources }: Container): number | undefined {
  const text = resources?.limits?.['memory'];
  return text === undefined ? undefined : toBytes(text);
}
