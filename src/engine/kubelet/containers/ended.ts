import { terminated } from '../status/container-status.ts';
import { formatTime, parseTime } from '../../../lib/time.ts';
import type { PodLook } from '../pod-look.ts';
import type { Ending } from '../pod-work.ts';
import { programAt } from './program-at.ts';
import { restartsAfter } from './restart-policy.ts';

/** Lines that a status keeps of a container's last words. Source: pkg/kubelet/kuberuntime (80 lines, 2 KiB). */
const LAST_LINES = 80;
const LAST_CHARS = 2048;

/** Containers whose time has come: their program has ended, or the kubelet has killed them. True when there were some. */
export function endRuns(look: PodLook): boolean {
  let some = false;
  for (let index = 0; index < look.work.runs.length; index++) {
    const { ends, kill } = look.run(index);
    const ending = kill === undefined || (ends !== undefined && ends.atMs < kill.atMs) ? ends : kill;
    if (ending === undefined || ending.atMs > look.world.nowMs) continue;
    ended(look, index, ending);
    some = true;
  }
  return some;
}

/** A container has ended: the status says how, and the kubelet will see it in a moment. */
export function ended(look: PodLook, index: number, ending: Ending): void {
  const { world } = look;
  const status = look.status(index);
  const { kill, backOff } = look.run(index);
  const now = formatTime(world.nowMs);
  const message = lastWords(look, index, ending);
  const lastEndMs = parseTime(status.lastState?.terminated?.finishedAt);
  look.setStatus(index, {
    state: terminated(status, ending, now, message),
    ready: look.isRegularInit(index) && ending.exitCode === 0,
    started: false,
  });
  const kept = backOff === undefined ? {} : { backOff };
  const forced = kill?.forced === true ? { forced: true } : {};
  if (kill?.forced !== true && !restartsAfter(look, index, ending.exitCode)) {
    look.setRun(index, kept);
    return;
  }
  // What the kubelet killed itself it starts again at once: it counts from the end before that.
  const endedMs = kill === undefined ? world.nowMs : (lastEndMs ?? 0);
  const afterMs = world.draw(world.timing.podSyncMs, 'kubelet/sync', `${look.uid}/${status.name}`, world.nowMs);
  look.setRun(index, { ...kept, wait: { for: 'sync', untilMs: world.nowMs + afterMs, endedMs, ...forced } });
}

/** What a container that failed said last, when it asks for that. */
function lastWords(look: PodLook, index: number, { exitCode }: Ending): string | undefined {
  if (exitCode === 0 || look.container(index).terminationMessagePolicy !== 'FallbackToLogsOnError') return undefined;
  const startMs = look.run(index).startMs ?? 0;
  const said = programAt(look, index).said.filter(({ atMs }) => atMs <= look.world.nowMs - startMs);
  const lines = said.slice(-LAST_LINES).map(({ text }) => text);
  return lines.length === 0 ? undefined : `${lines.join('\n')}\n`.slice(-LAST_CHARS);
}
