import type { Client } from '../../client/client.ts';
import { createGraph } from '../../graph/graph.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Delta } from '../../protocol/delta.ts';
import type { ClockState } from '../../protocol/messages.ts';
import { tellChanges } from './changes.ts';
import { useApp } from './store.ts';

/** While the page is not drawn there are no frames; then changes are taken in at this pace. */
const HIDDEN_MS = 250;

/** One graph a client: whoever follows it again goes on with the picture that is there. */
const graphs = new WeakMap<Client, Graph>();

/** Lets the client's deltas into its graph, at most one a frame. Returns the way out. */
export function followClient(client: Client): () => void {
  const graph = graphs.get(client) ?? createGraph();
  graphs.set(client, graph);
  const take = (delta: Delta, clock: ClockState): void => {
    if (useApp.getState().client !== client) return;
    graph.apply(delta);
    tellChanges(delta, graph.rows);
    useApp.setState((state) => ({
      graph,
      version: state.version + 1,
      clock,
      phase: state.phase === 'booting' ? 'running' : state.phase,
    }));
  };
  return client.onDelta(
    (delta, clock) =>
      new Promise((resolve, reject) => {
        nextFrame(() => {
          try {
            take(delta, clock);
            resolve();
          } catch (error) {
            reject(error);
          }
        });
      }),
  );
}

function nextFrame(run: () => void): void {
  if (document.hidden) setTimeout(run, HIDDEN_MS);
  else requestAnimationFrame(run);
}
