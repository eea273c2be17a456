import type { LifecycleHandler } from '../../../api/kinds/pod/container.ts';
import type { PodLook } from '../pod-look.ts';
import { execIn } from '../programs/compile.ts';
import { servesPort } from '../probes/answers.ts';
import { behaviourAt, programAt, startOf } from './program-at.ts';

/** How long a hook takes, for ever included, and whether it succeeds. Source: pkg/kubelet/lifecycle/handlers.go. */
export function hookResult(
  look: PodLook,
  index: number,
  hook: LifecycleHandler,
  name: 'postStart' | 'preStop',
): { readonly ok: boolean; readonly takesMs: number } {
  const behaviour = behaviourAt(look, index);
  const mustFail = (name === 'postStart' ? behaviour?.postStartFails : behaviour?.preStopFails) === true;
  const { exec, httpGet, sleep } = hook;
  if (sleep !== undefined) return { ok: !mustFail, takesMs: sleep.seconds * 1000 };
  const program = programAt(look, index);
  const container = look.container(index);
  if (exec !== undefined) {
    const atMs = look.world.nowMs - startOf(look, index);
    const { endMs = Number.POSITIVE_INFINITY, code } = execIn(program, container, exec.command ?? [], atMs);
    return { ok: !mustFail && code === 0, takesMs: endMs };
  }
  const isAnswered =
    httpGet === undefined || (httpGet.host ?? '') !== '' || servesPort(program, container, httpGet.port);
  return { ok: !mustFail && isAnswered, takesMs: 0 };
}
