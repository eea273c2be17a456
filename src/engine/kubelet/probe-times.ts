import type { Container, Probe } from '../../api/kinds/pod/container.ts';
import type { World } from '../world.ts';
import type { Check } from './pod-work.ts';

/** Source: pkg/apis/core/v1/defaults.go SetDefaults_Probe. */
const PERIOD_SECONDS = 10;

/**
 * When a container that has just started will count as started, and as ready. Every kind of probe succeeds from the
 * moment on at which the program answers; without a readiness probe the kubelet's next look is enough.
 * Source: pkg/kubelet/prober/worker.go.
 */
export function checksAfterStart(world: World, container: Container, index: number, id: string): readonly Check[] {
  const { nowMs, timing } = world;
  const { startupProbe, readinessProbe } = container;
  if (startupProbe === undefined && readinessProbe === undefined) {
    return [{ index, result: 'ready', atMs: nowMs + world.draw(timing.readyMs, 'kubelet/ready', id) }];
  }
  const answersMs = nowMs + world.draw(timing.appStartMs, 'kubelet/app-start', id);
  const startedMs = startupProbe === undefined ? nowMs : successMs(startupProbe, nowMs, nowMs, answersMs);
  const readyMs = readinessProbe === undefined ? startedMs : successMs(readinessProbe, nowMs, startedMs, answersMs);
  const ready: Check = { index, result: 'ready', atMs: readyMs };
  return startupProbe === undefined ? [ready] : [{ index, result: 'started', atMs: startedMs }, ready];
}

/** Time of the probe that succeeds often enough: the first comes after the initial delay, the next ones every period. */
export function successMs(probe: Probe, containerMs: number, fromMs: number, answersMs: number): number {
  const { initialDelaySeconds = 0, periodSeconds = PERIOD_SECONDS, successThreshold = 1 } = probe;
  const periodMs = periodSeconds * 1000;
  const firstMs = Math.max(fromMs, containerMs + initialDelaySeconds * 1000);
  const failures = Math.max(0, Math.ceil((answersMs - firstMs) / periodMs));
  return firstMs + (failures + successThreshold - 1) * periodMs;
}
