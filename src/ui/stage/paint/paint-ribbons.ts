/** In the mass, one ribbon for each Service and node, its width by the number of endpoints, which stands at its end. */
import type { ObjectKey } from '../../../api/machinery/key.ts';
import type { Ribbon } from '../../../graph/ribbons.ts';
import type { Rect } from '../../../graph/scene.ts';
import type { Palette } from './palette.ts';

export interface RibbonPainting {
  readonly ctx: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly zoom: number;
  readonly pixelRatio: number;
  readonly view: Rect;
  /** Only the head of each list is shown. */
  readonly far: boolean;
  /** Ribbons from or to these are strong. */
  readonly selection: ObjectKey | undefined;
  readonly hover: ObjectKey | undefined;
}

const NUMBERS_BETWEEN_ROWS = 0.25;

export function paintRibbons(ribbons: readonly Ribbon[], painting: RibbonPainting): void {
  const { ctx, palette, zoom, selection } = painting;
  ctx.lineCap = 'butt';
  ctx.lineJoin = 'round';
  for (const ribbon of ribbons) {
    const strong = isStrong(ribbon, painting);
    ctx.globalAlpha = strong ? 1 : selection === undefined ? 0.75 : 0.15;
    ctx.strokeStyle = strong ? palette.line : palette.lineSoft;
    ctx.lineWidth = ribbonPx(ribbon.total) / zoom;
    // No endpoint on this node is ready: the ribbon is there, but broken.
    ctx.setLineDash(ribbon.ready === 0 ? [8 / zoom, 6 / zoom] : []);
    ctx.beginPath();
    tracePath(ctx, ribbon, painting.far ? ribbon.headY : ribbon.y0);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

/** The numbers come after everything that ribbons run behind. Set in screen px: one font at every zoom. */
export function paintRibbonNumbers(ribbons: readonly Ribbon[], painting: RibbonPainting): void {
  // Setting a font makes the browser work out all styles at once: not for nothing.
  if (ribbons.length === 0) return;
  const { ctx, palette, zoom, pixelRatio, view, selection } = painting;
  ctx.save();
  ctx.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  ctx.font = `600 11px ${palette.sans}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.lineWidth = 1;
  ctx.strokeStyle = palette.lineSoft;
  for (const ribbon of ribbons) {
    const text = ribbon.ready === ribbon.total ? `${ribbon.total}` : `${ribbon.ready}/${ribbon.total}`;
    const w = 8 + 6.5 * text.length;
    // Between rows of boxes that are too close for it, a number would cover pods.
    if (w > ribbon.room * zoom || (ribbon.riser && zoom < NUMBERS_BETWEEN_ROWS)) continue;
    ctx.globalAlpha = selection === undefined || isStrong(ribbon, painting) ? 1 : 0.25;
    const x = Math.round((ribbon.x1 - view.x) * zoom);
    const y = Math.round((ribbon.y1 - view.y) * zoom) - 10.5;
    ctx.fillStyle = palette.surface;
    ctx.beginPath();
    ctx.roundRect(x - w / 2, y - 7.5, w, 15, 7.5);
    ctx.fill();
    ctx.stroke();
    ctx.fillStyle = palette.ink;
    ctx.fillText(text, x, y + 0.5);
  }
  ctx.restore();
}

/** Width in screen px: doubles of endpoints add the same, so that 100 do not bury 3. */
export function ribbonPx(endpoints: number): number {
  return 1.25 + 0.9 * Math.log2(Math.max(1, endpoints));
}

function isStrong(ribbon: Ribbon, { selection, hover }: RibbonPainting): boolean {
  return [selection, hover].some((key) => key !== undefined && (key === ribbon.service || key === ribbon.node));
}

function tracePath(ctx: CanvasRenderingContext2D, ribbon: Ribbon, y0: number): void {
  const { x0, x1, y1, riser } = ribbon;
  const down = (fromX: number, fromY: number, toX: number, toY: number): void => {
    const bend = (toY - fromY) * 0.55;
    ctx.bezierCurveTo(fromX, fromY + bend, toX, toY - bend, toX, toY);
  };
  ctx.moveTo(x0, y0);
  if (!riser) {
    down(x0, y0, x1, y1);
    return;
  }
  down(x0, y0, riser.x, riser.y);
  ctx.lineTo(riser.x, y1 - 36);
  down(riser.x, y1 - 36, x1, y1);
}
