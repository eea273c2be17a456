/**
 * The least work that such a simulation must do, written by hand without validation, API, events or conflicts: immutable
 * pods that share what did not change, a heap of events, four watchers. Our engine is compared with this, not with nothing.
 */

const MAX_PODS = 110;
const SLICE_MAX = 100;

/**
 * @typedef {{ name: string, resourceVersion?: string, labels: object }} Meta
 * @typedef {{ metadata: Meta, spec: { nodeName?: string, containers: readonly object[] }, status: { phase: string, podIP?: string } }} Pod
 * @typedef {(key: string) => void} Step
 * @typedef {{ atMs: number, seq: number, step: Step, key: string }} Due
 * @param {number} podCount
 * @param {number} nodeCount
 * @returns {number} endpoints published
 */
export function floor(podCount, nodeCount) {
  /** @type {Due[]} */
  const heap = [];
  /** @type {Map<string, Pod>} */
  const store = new Map();
  const free = Array.from({ length: nodeCount }, () => MAX_PODS);
  /** @type {string[][]} */
  const slices = [];
  let seq = 0;
  let rv = 0;
  let cursor = 0;
  let seen = 0;

  /** @type {((key: string, prev: Pod | undefined, next: Pod) => void)[]} */
  const watchers = [
    (key, prev) => prev === undefined && push(heap, { atMs: 1, seq: seq++, step: bind, key }),
    (key, prev, next) => {
      if (next.spec.nodeName !== prev?.spec.nodeName) push(heap, { atMs: 2, seq: seq++, step: start, key });
    },
    (key, _prev, next) => next.status.phase === 'Running' && push(heap, { atMs: 3, seq: seq++, step: publish, key }),
    () => void seen++,
  ];

  /** @param {string} key @param {Pod} given */
  function commit(key, given) {
    const next = { ...given, metadata: { ...given.metadata, resourceVersion: String(++rv) } };
    const prev = store.get(key);
    store.set(key, next);
    for (const watcher of watchers) watcher(key, prev, next);
  }

  /** @type {Step} */
  function bind(key) {
    while ((free[cursor] ?? 0) === 0) cursor = (cursor + 1) % nodeCount;
    const node = cursor;
    cursor = (cursor + 1) % nodeCount;
    free[node] = (free[node] ?? 0) - 1;
    const pod = get(store, key);
    commit(key, { ...pod, spec: { ...pod.spec, nodeName: `node-${node}` } });
  }

  /** @type {Step} */
  function start(key) {
    const pod = get(store, key);
    commit(key, { ...pod, status: { ...pod.status, phase: 'Running', podIP: `10.0.${seq >> 8}.${seq & 255}` } });
  }

  /** @type {Step} */
  function publish(key) {
    const last = slices.at(-1);
    const address = get(store, key).status.podIP ?? '';
    if (last === undefined || last.length === SLICE_MAX) slices.push([address]);
    else last.push(address);
  }

  const labels = { app: 'web' };
  const spec = { containers: [{ name: 'web', image: 'web:1.0' }] };
  for (let i = 0; i < podCount; i++) {
    const name = `web-${i}`;
    commit(`core/pods/default/${name}`, { metadata: { name, labels }, spec, status: { phase: 'Pending' } });
  }
  for (let due = pop(heap); due !== undefined; due = pop(heap)) due.step(due.key);
  if (seen < podCount) throw new Error('a watcher was not told');
  return slices.reduce((sum, slice) => sum + slice.length, 0);
}

/** @param {Map<string, Pod>} store @param {string} key */
function get(store, key) {
  const pod = store.get(key);
  if (pod === undefined) throw new Error(`no pod ${key}`);
  return pod;
}

/** @param {Due} a @param {Due} b */
function before(a, b) {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.seq < b.seq);
}

/** @param {Due[]} heap @param {Due} due */
function push(heap, due) {
  let i = heap.length;
  heap.push(due);
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const above = /** @type {Due} */ (heap[parent]);
    if (!before(due, above)) break;
    heap[i] = above;
    i = parent;
  }
  heap[i] = due;
}

/** @param {Due[]} heap @returns {Due | undefined} */
function pop(heap) {
  const top = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return top;
  let i = 0;
  for (let child = 1; child < heap.length; child = 2 * i + 1) {
    const right = heap[child + 1];
    if (right !== undefined && before(right, /** @type {Due} */ (heap[child]))) child++;
    const below = /** @type {Due} */ (heap[child]);
    if (!before(below, last)) break;
    heap[i] = below;
    i = child;
  }
  heap[i] = last;
  return top;
}
