/**
 * Probes without polling: what a probe will answer is known beforehand (answers.ts), so the kubelet is woken for tries
 * that are told or turn the result, and for no others (tries.ts). This file begins a container's probes and takes the
 * tries whose time has come.
 */
import type { Container, Probe } from '../../../api/kinds/pod/container.ts';
import type { PodLook } from '../pod-look.ts';
import type { ProbeWork, Run } from '../pod-work.ts';
import { behaviourAt, idOf, programAt, startOf } from '../containers/program-at.ts';
import { killContainer } from '../containers/kill.ts';
import { restartsAfter } from '../containers/restart-policy.ts';
import type { ProbeKind } from '../programs/behaviour.ts';
import { answersOf } from './answers.ts';
import { answerAt, nextTry, periodOf, thresholds, type Answer, type Tries } from './tries.ts';

const KILLED = 137;
const TITLES: Readonly<Record<ProbeKind, string>> = {
  startup: 'Startup',
  readiness: 'Readiness',
  liveness: 'Liveness',
};

/** What is due for a container that has just started: its probes, or the look that counts it as ready. */
export function firstProbes(look: PodLook, index: number, nowMs: number): Pick<Run, 'readyMs' | 'probes'> {
  const container = look.container(index);
  if (container.startupProbe !== undefined) return { probes: begin(look, index, 'startup', nowMs) };
  return afterStartup(look, index, nowMs);
}

/** Takes the tries that are due, one after the other. True when there were some. */
export function takeProbes(look: PodLook): boolean {
  let some = false;
  for (let index = 0; index < look.work.runs.length; index++) {
    const { readyMs } = look.run(index);
    if (readyMs !== undefined && readyMs <= look.world.nowMs) {
      const { readyMs: _due, ...run } = look.run(index);
      look.setRun(index, run);
      look.setStatus(index, { ready: true, started: true });
      some = true;
    }
    const due = look.run(index).probes?.find(({ atMs }) => atMs <= look.world.nowMs);
    if (due === undefined) continue;
    take(look, index, due);
    some = true;
  }
  return some;
}

/** Liveness and readiness begin when the container counts as started. */
function afterStartup(look: PodLook, index: number, nowMs: number): Pick<Run, 'readyMs' | 'probes'> {
  const { readinessProbe, livenessProbe, startupProbe } = look.container(index);
  const probes = livenessProbe === undefined ? [] : begin(look, index, 'liveness', nowMs);
  if (readinessProbe !== undefined) return { probes: [...probes, ...begin(look, index, 'readiness', nowMs)] };
  const isAtOnce = startupProbe !== undefined;
  const readyMs = isAtOnce
    ? nowMs
    : nowMs + look.world.draw(look.world.timing.readyMs, 'kubelet/ready', idOf(look, index));
  return probes.length === 0 ? { readyMs } : { readyMs, probes };
}

function begin(look: PodLook, index: number, kind: ProbeKind, fromMs: number): readonly ProbeWork[] {
  const probe = probeOf(look.container(index), kind);
  if (probe === undefined) return [];
  const startMs = look.run(index).startMs ?? look.world.nowMs;
  const atMs = Math.max(fromMs, startMs + (probe.initialDelaySeconds ?? 0) * 1000);
  return next(look, index, kind, { atMs, failures: 0, successes: 0 });
}

/** The next try of a probe that is worth a look, as a list of one or none. */
function next(look: PodLook, index: number, kind: ProbeKind, from: Tries): readonly ProbeWork[] {
  const probe = probeOf(look.container(index), kind);
  if (probe === undefined) return [];
  const isGood = kind === 'liveness' || (kind === 'readiness' && look.status(index).ready);
  const found = nextTry(probe, answers(look, index, kind, probe), from, isGood);
  return found === undefined ? [] : [{ kind, ...found }];
}

function take(look: PodLook, index: number, work: ProbeWork): void {
  const { kind, atMs } = work;
  const probe = probeOf(look.container(index), kind);
  if (probe === undefined) return;
  const answer = answerAt(answers(look, index, kind, probe), atMs);
  const limits = thresholds(probe);
  const successes = answer.ok ? work.successes + 1 : 0;
  const failures = answer.ok ? 0 : work.failures + 1;
  if (!answer.ok) look.tell(index, 'Unhealthy', `${TITLES[kind]} probe failed: ${answer.text}`, 'Warning');
  if (!answer.ok && failures >= limits.failure) {
    if (kind !== 'readiness') {
      killUnhealthy(look, index, kind, probe);
      return;
    }
    if (look.status(index).ready) look.setStatus(index, { ready: false });
  }
  const others = (look.run(index).probes ?? []).filter((each) => each.kind !== kind);
  if (answer.ok && kind === 'startup') {
    const { probes: _probes, ...run } = look.run(index);
    look.setStatus(index, { started: true });
    look.setRun(index, { ...run, ...afterStartup(look, index, look.world.nowMs) });
    return;
  }
  if (answer.ok && kind === 'readiness' && successes >= limits.success)
    look.setStatus(index, { ready: true, started: true });
  const from = { atMs: atMs + periodOf(probe), failures, successes };
  look.setRun(index, { ...look.run(index), probes: [...others, ...next(look, index, kind, from)] });
}

/** Source: kuberuntime_manager.go computePodActions. */
function killUnhealthy(look: PodLook, index: number, kind: ProbeKind, probe: Probe): void {
  const after = restartsAfter(look, index, KILLED) ? ', will be restarted' : '';
  const message = `Container ${look.container(index).name} failed ${kind} probe${after}`;
  killContainer(look, index, message, probe.terminationGracePeriodSeconds);
}

function probeOf(container: Container, kind: ProbeKind): Probe | undefined {
  if (kind === 'startup') return container.startupProbe;
  return kind === 'readiness' ? container.readinessProbe : container.livenessProbe;
}

function answers(look: PodLook, index: number, kind: ProbeKind, probe: Probe): readonly Answer[] {
  const { world } = look;
  const startMs = startOf(look, index);
  const behaviour = behaviourAt(look, index);
  const startsMs =
    behaviour?.startAfterMs ?? world.draw(world.timing.appStartMs, 'kubelet/app-start', idOf(look, index));
  return answersOf(probe, {
    container: look.container(index),
    program: programAt(look, index),
    podIp: look.podIp,
    startMs,
    answersMs: startMs + startsMs,
    scripted: behaviour?.probes?.[kind],
  });
}
