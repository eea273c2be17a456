/** What is measured from inside the page: installProbe is sent there before anything of the page has run. */

/**
 * @typedef {{ frames: number, p50Ms: number, p95Ms: number, maxMs: number, longestTaskMs: number }} Frames
 * @typedef {{ name: string, endMs: number }} Script
 * @typedef {{ load: () => { firstPaintMs: number, drawnMs: number, scripts: Script[] }, start: () => void, stop: () => Frames }} Probe
 * @typedef {{ method: string, url: string, headers?: Record<string, string>, body?: string }} BenchRequest
 * @typedef {{ op: 'pause' } | { op: 'run', ms: number }} ClockCommand
 * @typedef {object} Hook
 * @property {Promise<void>} ready
 * @property {(request: BenchRequest) => Promise<{ status: number, body: unknown }>} request
 * @property {(command: ClockCommand) => void} clock
 */

/**
 * Stands alone: it is turned into text on its way into the page.
 * @param {string} drawnSelector matches once the cluster is drawn
 */
export function installProbe(drawnSelector) {
  let drawnMs = Number.NaN;
  const watch = new MutationObserver(() => {
    if (document.querySelector(drawnSelector) === null) return;
    drawnMs = performance.now();
    watch.disconnect();
  });
  watch.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-stage-ready'] });

  let recording = false;
  let longestTaskMs = 0;
  /** @type {number[]} */
  let gaps = [];
  new PerformanceObserver((list) => {
    if (recording) longestTaskMs = Math.max(longestTaskMs, ...list.getEntries().map((entry) => entry.duration));
  }).observe({ type: 'longtask' });

  // The clock, not the time that the callback is given: after a stall that is when the frame was due, not when it came.
  let lastMs = 0;
  const nextFrame = () => {
    if (!recording) return;
    const nowMs = performance.now();
    gaps.push(nowMs - lastMs);
    lastMs = nowMs;
    requestAnimationFrame(nextFrame);
  };

  /** @type {Probe} */
  const probe = {
    load() {
      const resources = performance
        .getEntriesByType('resource')
        .filter((entry) => /\/assets\/[^/]+\.js$/.test(entry.name));
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      return {
        firstPaintMs: paint?.startTime ?? Number.NaN,
        drawnMs,
        scripts: resources
          .filter((entry) => !/\/worker-[\w-]{8}\.js$/.test(entry.name))
          .map((entry) => ({
            name: entry.name.replace(/^.*\//, ''),
            endMs: /** @type {PerformanceResourceTiming} */ (entry).responseEnd,
          })),
      };
    },
    start() {
      recording = true;
      longestTaskMs = 0;
      gaps = [];
      lastMs = performance.now();
      requestAnimationFrame(nextFrame);
    },
    stop() {
      recording = false;
      const sorted = gaps.toSorted((a, b) => a - b);
      const at = (/** @type {number} */ share) =>
        sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
      return { frames: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1), longestTaskMs };
    },
  };
  Object.assign(window, { kubariumProbe: probe });
}
