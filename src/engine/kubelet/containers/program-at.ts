import { parseTime } from '../../../lib/time.ts';
import type { PodLook } from '../pod-look.ts';
import { behaviourOf, type Behaviour } from '../programs/behaviour.ts';
import { programOf } from '../programs/compile.ts';
import type { Program } from '../programs/program.ts';
import { runNumber } from './restart-policy.ts';

/** Names one run of one container. */
export function idOf(look: PodLook, index: number): string {
  return `${look.uid}/${look.containers[index]?.name ?? ''}/${look.status(index).restartCount}`;
}

/** What a container's program does in its present run, or in the next one. */
export function programAt(look: PodLook, index: number): Program {
  const { spec } = look.pod;
  const serves = !look.isRegularInit(index) && (look.isSidecar(index) || (spec.restartPolicy ?? 'Always') === 'Always');
  const role = { serves, sharesProcesses: spec.shareProcessNamespace === true || spec.hostPID === true };
  return programOf(look.container(index), role, behaviourAt(look, index));
}

/** What the annotation says of a container's present run, or of the next one. */
export function behaviourAt(look: PodLook, index: number): Behaviour | undefined {
  const behaviour = behaviourOf(look.pod.metadata.annotations, look.container(index).name);
  if (behaviour?.times === undefined || runNumber(look.status(index)) < behaviour.times) return behaviour;
  const { memoryBytes } = behaviour;
  return memoryBytes === undefined ? undefined : { memoryBytes };
}

/** When a container's present run began. */
export function startOf(look: PodLook, index: number): number {
  return look.run(index).startMs ?? parseTime(look.status(index).state?.running?.startedAt) ?? look.world.nowMs;
}
