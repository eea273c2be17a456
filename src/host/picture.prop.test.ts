import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Sim } from '../engine/sim.ts';
import { act, OPTIONS, session } from '../engine/testing/session.ts';
import { createGraph } from '../graph/graph.ts';
import { checkPicture } from '../graph/testing/check-picture.ts';

const SEED = 20260106;
const FRAME_MS = 200;

test(`the picture equals the objects at every frame of a random session (seed ${SEED})`, () => {
  fc.assert(
    fc.property(session, (actions) => {
      const sim = new Sim(OPTIONS);
      const graph = createGraph();
      let rv = -1;
      const draw = (): void => {
        for (let more = true; more;) {
          const delta = sim.deltaSince(rv);
          graph.apply(delta);
          rv = delta.toRv;
          more = delta.more;
        }
        checkPicture(graph);
      };
      const frames = (_sim: Sim, ms: number): void => {
        for (const untilMs = sim.nowMs + ms; sim.nowMs < untilMs; draw()) {
          sim.runUntil(Math.min(untilMs, sim.nowMs + FRAME_MS));
        }
      };
      draw();
      for (const action of actions) {
        act(sim, action, frames);
        draw();
      }
      frames(sim, 20_000);
      const drawn = [...graph.rows.values()].filter((row) => row.type === 'pod').map((row) => `${row.name} ${row.ip}`);
      const stored = [...sim.store.collection('core/pods').objects.values()].map(
        ({ metadata, status }) => `${metadata.name ?? ''} ${(status as { podIP?: string }).podIP ?? ''}`,
      );
      expect(drawn.sort()).toEqual(stored.sort());
    }),
    { seed: SEED, numRuns: 25 },
  );
});
