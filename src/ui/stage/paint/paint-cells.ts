/** Pods in the mass: the same body, glyph and letter as on a card, as pictures made once for each look and stamped. */
import type { ObjectKey } from '../../../api/machinery/key.ts';
import type { PodState } from '../../../api/row.ts';
import { PLATE_HEIGHT, POD_HEIGHT, POD_WIDTH } from '../../../graph/geometry.ts';
import { nameTail } from '../../../graph/names.ts';
import type { PodItem, Rect } from '../../../graph/scene.ts';
import { STATE_GLYPHS } from '../glyphs.ts';
import { BAND_HEIGHT, POD_LOOKS, bandPath, bodyPath, chipWidth, hatchPath, plateFontPx } from '../pod-shape.ts';
import type { Palette, StatePaint } from './palette.ts';

export interface CellPainting {
  readonly ctx: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly zoom: number;
  readonly pixelRatio: number;
  readonly view: Rect;
  /** The camera is zooming: near enough is good enough. */
  readonly rough: boolean;
  readonly near: ReadonlySet<ObjectKey> | undefined;
  /** Drawn as cards above the canvas. */
  readonly cards: ReadonlySet<ObjectKey>;
}

/** From this pod width in screen px on, cells carry the name's tail and the plate. */
const TEXT_FROM_PX = 44;
const ROUGH_STEP = 1.2;
const ATLAS_COLUMNS = 4;
const ATLAS_CELLS = 16;
/** Device px between stamps, so that stretching one never takes in its neighbour. */
const ATLAS_GAP = 2;
/** Around each stamp, for outlines and for sampling at its edge. */
const MARGIN = 2;

const STAMP_WIDTH = POD_WIDTH + 2 * MARGIN;
const STAMP_HEIGHT = POD_HEIGHT + 2 * MARGIN;

export class CellPainter {
  #atlas: Atlas | undefined;

  paint(pods: Iterable<PodItem>, painting: CellPainting): void {
    const { ctx, palette, zoom, view } = painting;
    const wanted = zoom * painting.pixelRatio;
    // While the camera zooms, stamps of a near scale are stretched; at rest they fit exactly.
    const scale = painting.rough ? ROUGH_STEP ** Math.ceil(Math.log(wanted) / Math.log(ROUGH_STEP)) : wanted;
    if (!this.#atlas?.fits(palette, scale)) this.#atlas = new Atlas(palette, scale);
    const seen: PodItem[] = [];
    for (const pod of pods) {
      const { rect } = pod;
      if (painting.cards.has(pod.key)) continue;
      if (rect.x > view.x + view.w || rect.x + rect.w < view.x || rect.y > view.y + view.h || rect.y + rect.h < view.y)
        continue;
      seen.push(pod);
      ctx.globalAlpha = painting.near && !painting.near.has(pod.key) ? 0.35 : 1;
      this.#atlas.stamp(ctx, pod);
    }
    if (POD_WIDTH * zoom >= TEXT_FROM_PX) paintTexts(seen, painting);
    ctx.globalAlpha = 1;
  }
}

/** All looks at one scale, side by side on a few canvases. */
class Atlas {
  readonly #palette: Palette;
  readonly #scale: number;
  readonly #sheets: CanvasRenderingContext2D[] = [];
  readonly #places = new Map<string, number>();
  readonly #w: number;
  readonly #h: number;

  constructor(palette: Palette, scale: number) {
    this.#palette = palette;
    this.#scale = scale;
    this.#w = Math.ceil(STAMP_WIDTH * scale);
    this.#h = Math.ceil(STAMP_HEIGHT * scale);
  }

  fits(palette: Palette, scale: number): boolean {
    return palette === this.#palette && scale === this.#scale;
  }

  stamp(ctx: CanvasRenderingContext2D, pod: PodItem): void {
    const { state } = pod.row;
    const id = `${state} ${pod.letter}`;
    const place = this.#places.get(id) ?? this.#make(id, state, pod.letter);
    const sheet = this.#sheets[Math.floor(place / ATLAS_CELLS)];
    if (!sheet) return;
    const { x, y } = this.#corner(place);
    ctx.drawImage(
      sheet.canvas,
      x,
      y,
      this.#w,
      this.#h,
      pod.rect.x - MARGIN,
      pod.rect.y - MARGIN,
      STAMP_WIDTH,
      STAMP_HEIGHT,
    );
  }

  #make(id: string, state: PodState, letter: string): number {
    const place = this.#places.size;
    this.#places.set(id, place);
    if (place % ATLAS_CELLS === 0) this.#addSheet();
    const ctx = this.#sheets.at(-1);
    if (!ctx) return place;
    const { x, y } = this.#corner(place);
    ctx.setTransform(this.#w / STAMP_WIDTH, 0, 0, this.#h / STAMP_HEIGHT, x, y);
    ctx.translate(MARGIN, MARGIN);
    drawStamp(ctx, state, letter, this.#palette, POD_WIDTH * this.#scale >= TEXT_FROM_PX, this.#scale);
    return place;
  }

  #addSheet(): void {
    const canvas = document.createElement('canvas');
    canvas.width = (this.#w + ATLAS_GAP) * ATLAS_COLUMNS;
    canvas.height = (this.#h + ATLAS_GAP) * (ATLAS_CELLS / ATLAS_COLUMNS);
    const ctx = canvas.getContext('2d');
    if (ctx) this.#sheets.push(ctx);
  }

  #corner(place: number): { readonly x: number; readonly y: number } {
    const cell = place % ATLAS_CELLS;
    return {
      x: (cell % ATLAS_COLUMNS) * (this.#w + ATLAS_GAP),
      y: Math.floor(cell / ATLAS_COLUMNS) * (this.#h + ATLAS_GAP),
    };
  }
}

function drawStamp(
  ctx: CanvasRenderingContext2D,
  state: PodState,
  letter: string,
  palette: Palette,
  detailed: boolean,
  scale: number,
): void {
  const look = POD_LOOKS[state];
  const paint = palette.states[state];
  const body = new Path2D(bodyPath(look));
  ctx.fillStyle = paint.fill;
  fillPath(ctx, body);
  ctx.save();
  ctx.clip(body);
  if (look.fill === 'rising') {
    ctx.globalAlpha = 0.25;
    ctx.fillStyle = paint.outline;
    ctx.fillRect(0, POD_HEIGHT - 28, POD_WIDTH, 28);
    ctx.globalAlpha = 1;
  }
  if (look.hatch) strokePath(ctx, hatchPath(), paint.outline, 1.2, 0.55);
  if (letter !== '') drawBand(ctx, letter, paint, palette.sans);
  ctx.restore();
  ctx.strokeStyle = paint.outline;
  // Never thinner than one device pixel, however small the cell.
  ctx.lineWidth = Math.max(look.strokeWidth, 1.2 / scale);
  ctx.lineCap = 'round';
  ctx.setLineDash([...look.dash]);
  ctx.stroke(body);
  ctx.setLineDash([]);
  if (look.double) strokePath(ctx, bodyPath(look, 3), paint.ink, Math.max(1.25, 0.8 / scale), 1);
  if (!detailed) drawGlyph(ctx, state, paint.ink, (POD_WIDTH - 30) / 2, 13, 30);
  else drawGlyph(ctx, state, paint.ink, 8.5, 22, 15);
}

function drawGlyph(
  ctx: CanvasRenderingContext2D,
  state: PodState,
  ink: string,
  x: number,
  y: number,
  size: number,
): void {
  const glyph = STATE_GLYPHS[state];
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(size / 16, size / 16);
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  ctx.fillStyle = ink;
  ctx.strokeStyle = ink;
  ctx.lineWidth = glyph.width;
  if (glyph.fill !== '') fillPath(ctx, new Path2D(glyph.fill));
  ctx.stroke(new Path2D(glyph.stroke));
  ctx.restore();
}

function drawBand(ctx: CanvasRenderingContext2D, letter: string, paint: StatePaint, font: string): void {
  strokePath(ctx, bandPath(letter), paint.ink, 1.25, 0.5);
  const chip = chipWidth(letter);
  ctx.fillStyle = paint.fill;
  ctx.fillRect(2, POD_HEIGHT - BAND_HEIGHT + 1, chip, BAND_HEIGHT);
  ctx.fillStyle = paint.ink;
  ctx.font = `700 12px ${font}`;
  ctx.textAlign = 'center';
  ctx.fillText(letter, chip / 2 + 2.5, POD_HEIGHT - 5);
}

function fillPath(ctx: CanvasRenderingContext2D, path: Path2D): void {
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas, not an array
  ctx.fill(path);
}

function strokePath(ctx: CanvasRenderingContext2D, d: string, color: string, width: number, alpha: number): void {
  ctx.save();
  ctx.globalAlpha *= alpha;
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.lineCap = 'round';
  ctx.stroke(new Path2D(d));
  ctx.restore();
}

function paintTexts(pods: readonly PodItem[], painting: CellPainting): void {
  const { ctx, palette } = painting;
  ctx.textAlign = 'left';
  ctx.font = `600 13px ${palette.mono}`;
  for (const pod of pods) {
    ctx.globalAlpha = painting.near && !painting.near.has(pod.key) ? 0.35 : 1;
    ctx.fillStyle = palette.states[pod.row.state].ink;
    ctx.fillText(nameTail(pod.row.name), pod.rect.x + 30, pod.rect.y + 34);
  }
  ctx.textAlign = 'center';
  ctx.lineWidth = 1.5;
  let fontPx = 0;
  for (const pod of pods) {
    if (pod.row.ip === '') continue;
    ctx.globalAlpha = painting.near && !painting.near.has(pod.key) ? 0.35 : 1;
    const { x, y } = pod.rect;
    ctx.fillStyle = palette.surface;
    ctx.strokeStyle = palette.states[pod.row.state].outline;
    ctx.beginPath();
    ctx.roundRect(x + 1.5, y + 0.75, POD_WIDTH - 3, PLATE_HEIGHT - 1.5, 4);
    ctx.fill();
    ctx.stroke();
    ctx.fillStyle = palette.ink;
    const size = plateFontPx(pod.row.ip);
    // Setting a font is the dearest call of all here, and nearly all plates have the same.
    if (size !== fontPx) ctx.font = `550 ${size}px ${palette.mono}`;
    fontPx = size;
    ctx.fillText(pod.row.ip, x + POD_WIDTH / 2, y + PLATE_HEIGHT / 2 + size * 0.36);
  }
}
