import type { Client } from '../../client/client.ts';
import { ClientError } from '../../client/client.ts';
import { spawnWorkerClient } from '../../client/spawn-worker.ts';
import type { ClockCommand } from '../../protocol/messages.ts';
import type { Scene } from '../../scenes/scene.ts';
import { CLOSED, useApp } from './store.ts';

/** A worker started before anybody has chosen a scene: its code loads and compiles while the start screen is read. */
let spare: Client | undefined;

export function warmUp(): void {
  spare ??= spawnWorkerClient();
}

/** Opens a scene in place of whatever is open. */
export function openScene(scene: Scene): void {
  closeScene();
  const client = spare ?? spawnWorkerClient();
  spare = undefined;
  const clock = { nowMs: scene.boot.startMs, paused: false, speed: 1, settled: false };
  useApp.setState({ ...CLOSED, phase: 'booting', scene, client, clock });
  client.onClock((next) => {
    if (useApp.getState().client === client) useApp.setState({ clock: next });
  });
  client.onCrash((crash) => {
    if (useApp.getState().client === client) useApp.setState({ phase: 'crashed', crash });
  });
  client
    .boot({ options: scene.boot, requests: scene.requests, warmupMs: scene.warmupMs, paused: false, speed: 1 })
    .catch((error: unknown) => {
      // A crash has told itself; a scene that was closed while it booted is nobody's loss.
      if (!(error instanceof ClientError)) throw error;
    });
}

/** Back to the start screen. */
export function closeScene(): void {
  useApp.getState().client?.close();
  useApp.setState(CLOSED);
}

export function sendClock(command: ClockCommand): void {
  useApp.getState().client?.clock(command);
}

export function togglePause(): void {
  const { clock } = useApp.getState();
  sendClock({ op: clock.paused ? 'play' : 'pause' });
}

/** Handles the next event; a running clock is paused first, so that the step can be seen. */
export function stepOnce(): void {
  if (!useApp.getState().clock.paused) sendClock({ op: 'pause' });
  sendClock({ op: 'step' });
}
