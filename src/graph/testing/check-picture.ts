/** Holds a picture to its rows: every promise of the scene, worked out again from scratch. Throws on the first lie. */
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { PodRow, ServiceRow, SliceRow } from '../../api/row.ts';
import { assert } from '../../lib/assert.ts';
import type { Graph } from '../graph.ts';
import { createGraph } from '../graph.ts';
import { lineStyle } from '../lines.ts';
import { ribbonsOf } from '../ribbons.ts';
import type { Rect, StageScene } from '../scene.ts';
import { deltaOf } from './rows.ts';

export function checkPicture(graph: Graph): void {
  checkPods(graph);
  checkLines(graph);
  checkSquares(graph);
  checkPlaces(graph.scene);
  checkRebuild(graph);
}

/** Slots that pods have now, to be compared with the next moment's. */
export function slotMemory(graph: Graph): Map<string, string> {
  const memory = new Map<string, string>();
  for (const pod of graph.scene.pods.values()) {
    const box = graph.scene.nodes.get(pod.node)?.rect;
    const inside = box ? `${pod.rect.x - box.x},${pod.rect.y - box.y}` : '';
    memory.set(`${pod.row.uid} on ${pod.node}`, `slot ${pod.slot} at ${inside}`);
  }
  return memory;
}

export function checkSlots(before: ReadonlyMap<string, string>, graph: Graph): void {
  for (const [pod, place] of slotMemory(graph)) {
    const was = before.get(pod);
    assert(was === undefined || was === place, `pod ${pod} moved from ${was} to ${place}`);
  }
}

function checkPods(graph: Graph): void {
  const rows = rowsOf(graph, 'pod');
  assert(graph.scene.pods.size === rows.length, 'every Pod has one drawing');
  for (const row of rows) {
    const item = graph.scene.pods.get(row.key);
    assert(item?.row === row, `pod ${row.name} shows its latest row`);
    assert(item.node === row.node, `pod ${row.name} is drawn in the box of its nodeName`);
    const home =
      row.node === '' ? graph.scene.bands.find((b) => b.id === 'waiting')?.rect : graph.scene.nodes.get(row.node)?.rect;
    assert(home && contains(home, item.rect), `pod ${row.name} lies inside its place`);
  }
}

function checkLines(graph: Graph): void {
  const wanted = new Map<string, string>();
  for (const slice of rowsOf(graph, 'slice')) {
    const service = serviceOf(graph, slice);
    if (!service) continue;
    for (const e of slice.endpoints) {
      const pod = rowsOf(graph, 'pod').find((row) => row.uid === e.podUid);
      if (e.podUid !== '' && pod)
        wanted.set(`${slice.key}|${e.podUid}|${e.address}`, `${service.key} ${pod.key} ${lineStyle(e)}`);
    }
  }
  const drawn = new Map<string, string>();
  for (const [service, lines] of graph.scene.lines) {
    for (const line of lines) {
      drawn.set(line.id, `${service} ${line.pod} ${line.style}`);
      const pod = graph.scene.pods.get(line.pod);
      const { endX, endY } = line.path;
      assert(pod && endX >= pod.rect.x && endX <= pod.rect.x + pod.rect.w, `line ${line.id} ends at its pod`);
      assert(endY >= pod.rect.y && endY <= pod.rect.y + pod.rect.h, `line ${line.id} ends at its pod's plate`);
    }
  }
  assert(same(drawn, wanted), `lines drawn: ${show(drawn)}; in the slices: ${show(wanted)}`);
  const inBoxes = [...graph.scene.lines.values()].flat().filter((line) => graph.scene.nodes.has(line.node)).length;
  assert(
    ribbonsOf(graph.scene).reduce((n, r) => n + r.total, 0) === inBoxes,
    'ribbons stand for every line into a box',
  );
}

function checkSquares(graph: Graph): void {
  for (const box of graph.scene.nodes.values()) {
    const proxy = rowsOf(graph, 'proxy').find((row) => row.node === box.name);
    assert((proxy === undefined) === (box.proxy === undefined), `box ${box.name} has a strip if a proxy is known`);
    if (!proxy || !box.proxy) continue;
    const wanted = new Map<string, string>();
    for (const service of rowsOf(graph, 'service')) {
      if (service.clusterIp === '' || service.clusterIp === 'None') continue;
      const slices = rowsOf(graph, 'slice').filter((slice) => serviceOf(graph, slice) === service);
      const stale = [service.key, ...slices.map((slice) => slice.key)].some((key) => proxy.stale.includes(key));
      wanted.set(service.key, stale ? 'stale' : 'programmed');
    }
    const drawn = new Map(box.proxy.squares.map((square) => [square.service as string, square.mark as string]));
    assert(same(drawn, wanted), `squares of ${box.name}: ${show(drawn)}; tables: ${show(wanted)}`);
  }
}

function checkPlaces(scene: StageScene): void {
  const taken = new Map<string, string>();
  const take = (rect: Rect, who: string): void => {
    const at = `${rect.x},${rect.y}`;
    assert(!taken.has(at), `${who} stands on ${taken.get(at)}`);
    taken.set(at, who);
  };
  for (const pod of scene.pods.values()) take(pod.rect, pod.key);
  for (const ghost of scene.ghosts.values()) take(ghost.rect, `ghost of ${ghost.name}`);
  for (const box of scene.nodes.values()) take(box.rect, box.name);
  for (const service of scene.services.values()) take(service.rect, service.key);
  for (const card of scene.workloads.values()) take(card.rect, card.key);
  for (const item of scene.outside.values()) take(item.rect, `outside ${item.name}`);
  const lanes = [scene.nodes, scene.services, scene.workloads, scene.outside, scene.pods];
  for (const lane of lanes)
    for (const item of lane.values()) assert(contains(scene.bounds, item.rect), 'everything is on the stage');
}

/** What a picture says, without where things stand: that may depend on who came first. */
function checkRebuild(graph: Graph): void {
  const fresh = createGraph();
  fresh.apply(deltaOf([...graph.rows.values()], { reset: true, nowMs: graph.nowMs }));
  assert(same(contentOf(fresh.scene), contentOf(graph.scene)), 'a rebuild from the rows says the same');
}

function contentOf(scene: StageScene): Map<string, string> {
  const content = new Map<string, string>();
  const put = (key: string, value: unknown): void => void content.set(key, JSON.stringify(value));
  for (const pod of scene.pods.values()) put(pod.key, [pod.row, pod.node, pod.letter, pod.services]);
  for (const service of scene.services.values()) {
    put(service.key, [service.row, service.endpoints, service.ready, service.shown, service.columns]);
  }
  for (const item of scene.outside.values()) put(`outside ${item.service}`, [item.kind, item.text]);
  for (const card of scene.workloads.values()) {
    put(card.key, [card.row, card.sets.map((set) => [set.key, set.row, set.letter]), card.hiddenSets]);
  }
  for (const box of scene.nodes.values()) {
    const squares = box.proxy?.squares.map((square) => `${square.service} ${square.mark}`).sort();
    const sockets = box.sockets.map((socket) => `${socket.service} ${socket.port}`).sort();
    put(box.key, [box.row, box.pods, box.readyPods, box.proxy?.learnedRv, box.proxy?.working, squares, sockets]);
  }
  for (const line of [...scene.lines.values()].flat()) put(line.id, [line.service, line.pod, line.node, line.style]);
  return content;
}

function rowsOf(graph: Graph, type: 'pod'): PodRow[];
function rowsOf(graph: Graph, type: 'slice'): SliceRow[];
function rowsOf(graph: Graph, type: 'service'): ServiceRow[];
function rowsOf(graph: Graph, type: 'proxy'): { node: string; stale: readonly ObjectKey[] }[];
function rowsOf(graph: Graph, type: string): unknown[] {
  return [...graph.rows.values()].filter((row) => row.type === type);
}

function serviceOf(graph: Graph, slice: SliceRow): ServiceRow | undefined {
  return rowsOf(graph, 'service').find((row) => row.namespace === slice.namespace && row.name === slice.service);
}

function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.w <= outer.x + outer.w &&
    inner.y + inner.h <= outer.y + outer.h
  );
}

function same(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}

function show(map: ReadonlyMap<string, string>): string {
  return JSON.stringify(Object.fromEntries(map));
}
