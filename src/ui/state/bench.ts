import type { Client } from '../../client/client.ts';
import type { ClockCommand, ClockState } from '../../protocol/messages.ts';
import type { ApiRequest, ApiResponse, Journal } from '../../protocol/wire.ts';
import { sendClock } from './session.ts';
import { useApp } from './store.ts';

/** What `?bench=1` gives to scripts: benchmarks and browser tests. The same door that the buttons use. */
export interface Bench {
  request(request: ApiRequest): Promise<ApiResponse>;
  /** Done when the first picture is drawn. */
  readonly ready: Promise<void>;
  clock(command: ClockCommand): void;
  /** Everything that was asked of this cluster, for a replay elsewhere. */
  journal(): Promise<Journal>;
  state(): { readonly clock: ClockState; readonly version: number; readonly rows: number };
}

declare global {
  interface Window {
    kubarium?: Bench;
  }
}

export function exposeBench(): void {
  const ready = new Promise<void>((resolve) => {
    const leave = useApp.subscribe(({ phase }) => {
      if (phase !== 'running') return;
      leave();
      resolve();
    });
  });
  window.kubarium = {
    request: (request) => openClient().request(request),
    ready,
    clock: sendClock,
    journal: () => openClient().journal(),
    state: () => {
      const { clock, version, graph } = useApp.getState();
      return { clock, version, rows: graph?.rows.size ?? 0 };
    },
  };
}

function openClient(): Client {
  const { client } = useApp.getState();
  if (client === undefined) throw new Error('no scene is open: open one with ?scene=');
  return client;
}
