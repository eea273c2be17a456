/**
 * The engine behind HTTP, in Node: what the real kubectl, other clients and the page connect to.
 *
 * Promises: one simulation, whose time follows the wall clock; every request gets an answer or a clear error; bodies,
 * watches and connections have limits; `close` ends everything that was started. It decides nothing about Kubernetes:
 * that is the engine's work, and documents about the API are made by openapi/.
 */
import { ServerResponse } from 'node:http';
import type { Server, ServerRequest } from 'srvx';
import { serve } from 'srvx/node';
import { internalError } from '../../api/machinery/status.ts';
import { FetchDoor } from '../fetch-door.ts';
import { answerWith } from './answer.ts';
import { ClusterClock } from './cluster-clock.ts';
import { Gate } from './gate.ts';
import type { ServeOptions } from './options.ts';
import { startSim } from './start-sim.ts';
import { statusResponse } from './status-response.ts';

/** Most clients at once. */
const CONNECTIONS_MAX = 1000;
const DEFAULT_PORT = 8080;
const PORTS_TRIED = 50;

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface Surroundings {
  /** Folder of the built page; undefined when there is none. */
  readonly pageDir: string | undefined;
  readonly report: (text: string) => void;
}

/** Starts a cluster and listens. Rejects with a clear message when the port is taken. */
export async function startServer(options: ServeOptions, around: Surroundings): Promise<RunningServer> {
  const sim = startSim(options, Date.now());
  const door = new FetchDoor(sim);
  let crash: string | undefined;
  const clock = new ClusterClock(
    sim,
    options.speed,
    () => door.pump(),
    (error) => {
      crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
      around.report(`The simulation has stopped:\n${crash}`);
    },
  );
  const answer = answerWith({ door, gate: new Gate(options), pageDir: around.pageDir, clock });
  const handler = async (request: ServerRequest): Promise<Response> => {
    if (crash !== undefined)
      return statusResponse(internalError(`the simulation has stopped: ${crash.split('\n', 1)[0] ?? ''}`));
    try {
      const response = await answer(request);
      if (request.url.includes('watch=')) flushHeaders(request);
      return response;
    } catch (error) {
      around.report(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return statusResponse(internalError(error instanceof Error ? error.message : String(error)));
    }
  };
  const server = await listen(options, handler);
  clock.tick();
  return {
    url: urlOf(server, options.host),
    async close() {
      clock.stop();
      await server.close(true);
    },
  };
}

/**
 * Node keeps the headers back until something is written, but a watch may have nothing to tell for long: its client must
 * know that it is on.
 */
function flushHeaders({ runtime }: ServerRequest): void {
  const response = runtime?.node?.res;
  if (!(response instanceof ServerResponse)) return;
  setImmediate(() => {
    if (response.headersSent && !response.writableEnded) response.flushHeaders();
  });
}

/** At the port asked for, or at the first free one. */
async function listen(options: ServeOptions, fetch: (request: ServerRequest) => Promise<Response>): Promise<Server> {
  const first = options.port ?? DEFAULT_PORT;
  for (let port = first; ; port++) {
    const server = serve({
      fetch,
      port,
      hostname: options.host,
      silent: true,
      manual: true,
      gracefulShutdown: false,
    });
    const http = server.node?.server;
    if (http !== undefined) http.maxConnections = CONNECTIONS_MAX;
    try {
      // One after the other: each tries one port.
      // oxlint-disable-next-line no-await-in-loop -- the next port is tried only when this one is taken
      await server.serve();
      return server;
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken) throw error;
      if (options.port !== undefined)
        throw new Error(`port ${port} is taken; choose another with --port`, { cause: error });
      if (port - first >= PORTS_TRIED)
        throw new Error(`ports ${first} to ${port} are all taken; choose one with --port`, { cause: error });
    }
  }
}

function urlOf(server: Server, host: string): string {
  const address = server.node?.server?.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
