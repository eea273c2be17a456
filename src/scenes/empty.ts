import { SCENE_START_MS, THREE_NODES } from './scene.ts';
import type { Scene } from './scene.ts';

/** Three machines that wait for work. */
export const empty: Scene = {
  id: 'empty',
  title: 'Empty cluster',
  caption: 'Three nodes, nothing running. Create a Deployment or apply a manifest and watch where everything goes.',
  boot: { seed: 1, timing: 'classroom', startMs: SCENE_START_MS, nodes: THREE_NODES },
  requests: [],
  warmupMs: 15_000,
};
