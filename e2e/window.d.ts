/** Brings in what the page shows to scripts (`window.kubarium`), as src/ui/state/bench.ts declares it. */
export type { Bench } from '../src/ui/state/bench.ts';
