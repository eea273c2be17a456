/** What the page shows to scripts when it is opened with `?bench=1`, and the probe that the benchmark puts in. */
import type { Hook, Probe } from './page-probe.mjs';

declare global {
  interface Window {
    kubarium: Hook;
    kubariumProbe: Probe;
  }
}
