/**
 * Paints what is too much for the DOM: empty slots, all endpoint lines, and pods in the mass. It holds no state but
 * caches: the same scene, look and view give the same pixels.
 */
import type { ObjectKey } from '../../../api/machinery/key.ts';
import { BOX_PAD, BOX_SLOTS_TOP, POD_HEIGHT, POD_WIDTH, SLOT_DX, SLOT_DY } from '../../../graph/geometry.ts';
import { ribbonsOf } from '../../../graph/ribbons.ts';
import type { Ribbon } from '../../../graph/ribbons.ts';
import type { EndpointLine, Rect, StageScene } from '../../../graph/scene.ts';
import type { Level } from '../level.ts';
import { CellPainter } from './paint-cells.ts';
import { LinePainter } from './paint-lines.ts';
import { paintRibbonNumbers, paintRibbons } from './paint-ribbons.ts';
import type { Palette } from './palette.ts';

export interface Painting {
  readonly ctx: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly zoom: number;
  readonly pixelRatio: number;
  /** The camera is zooming: near enough is good enough. */
  readonly rough: boolean;
  /** The part of the stage on the canvas. */
  readonly view: Rect;
  readonly version: number;
  readonly level: Level;
  /** Too far for small print. */
  readonly far: boolean;
  /** Pods that are cards now; all the others are painted. */
  readonly cards: ReadonlySet<ObjectKey>;
  readonly selection: ObjectKey | undefined;
  readonly near: ReadonlySet<ObjectKey> | undefined;
  readonly hover: ObjectKey | undefined;
}

/** More lines than this cannot be told apart: they become ribbons with numbers, far away sooner than near by. */
const RIBBONS_FROM = 120;
const RIBBONS_FROM_FAR = 30;

export class ScenePainter {
  readonly #lines = new LinePainter();
  readonly #cells = new CellPainter();
  #taken: { readonly version: number; readonly cells: TakenCells } = { version: -1, cells: new Map() };
  #ribbons: { readonly version: number; readonly list: readonly Ribbon[] } = { version: -1, list: [] };

  paint(scene: StageScene, painting: Painting): void {
    const mass = lineCount(scene) > (isFar(painting.level) ? RIBBONS_FROM_FAR : RIBBONS_FROM);
    const ribbons = mass ? this.#ribbonsOf(scene, painting.version) : [];
    paintRibbons(ribbons, painting);
    const bright = mass ? podTest(scene, painting) : brightTest(scene, painting);
    const look = { ...painting, bright, only: mass, dim: painting.near !== undefined };
    this.#lines.paint(scene, look, () => clearBoxes(scene, painting));
    paintRibbonNumbers(ribbons, painting);
    if (this.#taken.version !== painting.version) this.#taken = { version: painting.version, cells: takenCells(scene) };
    paintDots(scene, painting, this.#taken.cells);
    paintOutsideLinks(scene, painting);
    if (painting.cards.size < scene.pods.size) this.#cells.paint(scene.pods.values(), painting);
  }

  #ribbonsOf(scene: StageScene, version: number): readonly Ribbon[] {
    if (this.#ribbons.version !== version) this.#ribbons = { version, list: ribbonsOf(scene) };
    return this.#ribbons.list;
  }
}

function isFar(level: Level): boolean {
  return level === 'fleet' || level === 'map';
}

function lineCount(scene: StageScene): number {
  let n = 0;
  for (const lines of scene.lines.values()) n += lines.length;
  return n;
}

/** Lines run behind boxes and their sockets, though the canvas lies above them. */
function clearBoxes(scene: StageScene, { ctx, view, zoom }: Painting): void {
  const margin = 2 / zoom;
  for (const { rect, sockets } of scene.nodes.values()) {
    if (rect.x > view.x + view.w || rect.x + rect.w < view.x || rect.y > view.y + view.h || rect.y + rect.h < view.y)
      continue;
    ctx.clearRect(rect.x - margin / 2, rect.y, rect.w + margin, rect.h);
    if (sockets.length > 0) ctx.clearRect(rect.x + 10, rect.y - 17, Math.min(sockets.length, 4) * 62, 17);
  }
}

/** Lines of what is selected, and of the pod or Service under the pointer: a box is too large to mean all of its own. */
function brightTest(scene: StageScene, painting: Painting): ((line: EndpointLine) => boolean) | undefined {
  const { selection, near } = painting;
  const pointed = painting.hover;
  const hover = pointed !== undefined && (scene.pods.has(pointed) || scene.services.has(pointed)) ? pointed : undefined;
  if (selection === undefined && hover === undefined) return undefined;
  const boxKey = (line: EndpointLine): ObjectKey | undefined => scene.nodes.get(line.node)?.key;
  const touches = (line: EndpointLine, key: ObjectKey): boolean =>
    line.service === key || line.pod === key || boxKey(line) === key;
  const viaCard =
    selection !== undefined && near !== undefined && !scene.services.has(selection) && !scene.pods.has(selection);
  return (line) =>
    (selection !== undefined && touches(line, selection)) ||
    (viaCard && near.has(line.pod) && boxKey(line) !== selection) ||
    (hover !== undefined && touches(line, hover));
}

/** Among ribbons, the lines of one pod can still be told apart. */
function podTest(scene: StageScene, { selection, hover }: Painting): ((line: EndpointLine) => boolean) | undefined {
  const pods = [selection, hover].filter((key) => key !== undefined && scene.pods.has(key));
  return pods.length === 0 ? undefined : (line) => pods.includes(line.pod);
}

/** Empty slots, as far as the node's capacity goes. Occupied ones are covered by their pods. */
function paintDots(scene: StageScene, painting: Painting, taken: TakenCells): void {
  const { ctx, view, zoom } = painting;
  ctx.fillStyle = painting.palette.dot;
  const r = Math.max(2, 0.9 / zoom);
  ctx.beginPath();
  for (const box of scene.nodes.values()) {
    const { rect } = box;
    if (rect.x > view.x + view.w || rect.x + rect.w < view.x || rect.y > view.y + view.h || rect.y + rect.h < view.y)
      continue;
    let left = Math.max(0, (box.row?.maxPods ?? 0) - box.pods);
    for (let row = 0; row < box.rows; row++) {
      for (let column = 0; column < box.columns && left > 0; column++) {
        if (taken.get(box.name)?.has(row * 100 + column)) continue;
        left--;
        const x = rect.x + BOX_PAD + column * SLOT_DX + POD_WIDTH / 2;
        const y = rect.y + BOX_SLOTS_TOP + row * SLOT_DY + POD_HEIGHT / 2 + 4;
        ctx.moveTo(x + r, y);
        ctx.arc(x, y, r, 0, 2 * Math.PI);
      }
    }
  }
  ctx.fill();
}

/** By node, the cells (row * 100 + column) in which pods stand. */
type TakenCells = ReadonlyMap<string, ReadonlySet<number>>;

function takenCells(scene: StageScene): TakenCells {
  const taken = new Map<string, Set<number>>();
  for (const pod of [...scene.pods.values(), ...scene.ghosts.values()]) {
    const rect = scene.nodes.get(pod.node)?.rect;
    if (!rect) continue;
    const row = Math.round((pod.rect.y - rect.y - BOX_SLOTS_TOP) / SLOT_DY);
    const column = Math.round((pod.rect.x - rect.x - BOX_PAD) / SLOT_DX);
    const cells = taken.get(pod.node);
    if (cells) cells.add(row * 100 + column);
    else taken.set(pod.node, new Set([row * 100 + column]));
  }
  return taken;
}

/** From the address outside to the Service it belongs to. */
function paintOutsideLinks(scene: StageScene, painting: Painting): void {
  const { ctx, palette, zoom, near } = painting;
  ctx.strokeStyle = palette.lineSoft;
  ctx.lineWidth = Math.max(1.25, 1 / zoom);
  for (const item of scene.outside.values()) {
    const service = scene.services.get(item.service);
    if (!service) continue;
    ctx.globalAlpha = near && !near.has(item.service) ? 0.25 : 1;
    ctx.setLineDash(item.kind === 'pending' ? [2, 5] : []);
    const x0 = item.rect.x + item.rect.w / 2;
    const y0 = item.rect.y + item.rect.h;
    const x1 = service.rect.x + service.rect.w / 2;
    const y1 = service.rect.y;
    ctx.beginPath();
    ctx.moveTo(x0, y0);
    ctx.bezierCurveTo(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2, x1, y1);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}
