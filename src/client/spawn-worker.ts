import type { FromHost, ToHost } from '../protocol/messages.ts';
import type { Client } from './client.ts';
import { WorkerClient } from './worker-client.ts';
import type { HostPort } from './worker-client.ts';

/** Starts a worker with a simulation in it, not yet booted, and returns its client. */
export function spawnWorkerClient(): Client {
  // The one place that names the host: by address, so that no code of it comes into the page.
  return new WorkerClient(
    portOf(new Worker(new URL('../host/worker.ts', import.meta.url), { type: 'module', name: 'kubarium-engine' })),
  );
}

function portOf(worker: Worker): HostPort {
  return {
    post: (message: ToHost) => worker.postMessage(message),
    listen(onMessage, onError) {
      worker.addEventListener('message', (event: MessageEvent<FromHost>) => onMessage(event.data));
      worker.addEventListener('messageerror', () => onError('a message from the simulation could not be read'));
      worker.addEventListener('error', (event) => {
        onError(
          event.message === '' || event.message === undefined ? 'the simulation could not be loaded' : event.message,
        );
      });
    },
    terminate: () => worker.terminate(),
  };
}
