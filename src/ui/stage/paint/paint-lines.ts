/** Endpoint lines on the canvas. Paths are built once for each Service and kept until its lines change. */
import type { ObjectKey } from '../../../api/machinery/key.ts';
import type { EndpointLine, LineStyle, Rect, StageScene } from '../../../graph/scene.ts';
import type { Palette } from './palette.ts';

/** The part above the boxes and the part inside them: between the two, a line runs behind the header. */
type Part = 'outer' | 'inner';

interface Bundle {
  readonly lines: readonly EndpointLine[];
  readonly far: boolean;
  readonly bounds: Rect;
  readonly paths: Readonly<Record<Part, Readonly<Record<LineStyle, Path2D>>>>;
}

export interface LinePainting {
  readonly ctx: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly zoom: number;
  readonly view: Rect;
  /** Only the head of each list is shown: lines begin there. */
  readonly far: boolean;
  /** Lines that this says yes to are drawn strong; undefined: no line is. */
  readonly bright: ((line: EndpointLine) => boolean) | undefined;
  /** True: no others than those. */
  readonly only: boolean;
  /** True: the others step back. */
  readonly dim: boolean;
}

const STYLES: readonly LineStyle[] = ['ready', 'terminating', 'not-ready'];
const RING = 4;
const SHORT = 12;

export class LinePainter {
  readonly #bundles = new Map<ObjectKey, Bundle>();

  /** `between` runs after the outer parts: it clears what they run behind. */
  paint(scene: StageScene, painting: LinePainting, between: () => void): void {
    const { ctx } = painting;
    for (const key of this.#bundles.keys()) if (!scene.lines.has(key)) this.#bundles.delete(key);
    const bundles: Bundle[] = [];
    for (const [key, lines] of scene.lines) {
      const bundle = this.#bundleOf(key, lines, painting.far);
      if (overlaps(bundle.bounds, painting.view)) bundles.push(bundle);
    }
    const bright = painting.bright ? brightBundle(bundles, painting.bright, painting.far) : undefined;
    const plain = painting.only ? [] : bundles;
    ctx.lineCap = 'round';
    ctx.lineJoin = 'round';
    this.#part('outer', plain, bright, painting);
    between();
    this.#part('inner', plain, bright, painting);
  }

  #part(part: Part, bundles: readonly Bundle[], bright: Bundle | undefined, painting: LinePainting): void {
    const { ctx, palette, zoom } = painting;
    ctx.globalAlpha = painting.dim ? 0.25 : 1;
    ctx.strokeStyle = palette.lineSoft;
    ctx.lineWidth = Math.max(1.25, 1 / zoom);
    for (const bundle of bundles) strokeAll(ctx, bundle, part);
    ctx.globalAlpha = 1;
    if (!bright) return;
    ctx.strokeStyle = palette.line;
    ctx.lineWidth = Math.max(2.25, 1.75 / zoom);
    strokeAll(ctx, bright, part);
  }

  #bundleOf(key: ObjectKey, lines: readonly EndpointLine[], far: boolean): Bundle {
    const found = this.#bundles.get(key);
    if (found?.lines === lines && found.far === far) return found;
    const made = bundleOf(lines, far);
    this.#bundles.set(key, made);
    return made;
  }
}

function strokeAll(ctx: CanvasRenderingContext2D, bundle: Bundle, part: Part): void {
  for (const style of STYLES) {
    ctx.setLineDash(style === 'terminating' ? [12, 7] : []);
    ctx.stroke(bundle.paths[part][style]);
  }
  ctx.setLineDash([]);
}

function brightBundle(
  bundles: readonly Bundle[],
  bright: (line: EndpointLine) => boolean,
  far: boolean,
): Bundle | undefined {
  const lines = bundles.flatMap((bundle) => bundle.lines.filter(bright));
  return lines.length === 0 ? undefined : bundleOf(lines, far);
}

function bundleOf(lines: readonly EndpointLine[], far: boolean): Bundle {
  const paths = { outer: emptyPaths(), inner: emptyPaths() };
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (const line of lines) {
    const p = line.path;
    outerPath(paths.outer[line.style], line, far);
    innerPath(paths.inner[line.style], line);
    x0 = Math.min(x0, p.x0, p.busX, p.headX, p.gateX, p.endX);
    x1 = Math.max(x1, p.x0, p.busX, p.headX, p.gateX, p.endX);
    y0 = Math.min(y0, p.y0, p.headY, p.gateY, p.endY);
    y1 = Math.max(y1, p.y0, p.gateY, p.endY);
  }
  return { lines, far, paths, bounds: { x: x0 - 8, y: y0 - 8, w: x1 - x0 + 16, h: y1 - y0 + 16 } };
}

function emptyPaths(): Record<LineStyle, Path2D> {
  return { ready: new Path2D(), 'not-ready': new Path2D(), terminating: new Path2D() };
}

/** From the slice row down its gutter, then in a curve to the top edge of the box. */
function outerPath(path: Path2D, line: EndpointLine, far: boolean): void {
  const { x0, y0, busX, busY, headX, headY, riser, gateX, gateY } = line.path;
  const down = (fromX: number, fromY: number, toX: number, toY: number): void => {
    const bend = Math.max(20, (toY - fromY) * 0.55);
    path.bezierCurveTo(fromX, fromY + bend, toX, toY - bend, toX, toY);
  };
  if (far) {
    path.moveTo(headX, headY);
  } else {
    const r = Math.min(5, Math.abs(busX - x0));
    path.moveTo(x0, y0);
    path.lineTo(busX - Math.sign(busX - x0) * r, y0);
    path.quadraticCurveTo(busX, y0, busX, y0 + r);
    path.lineTo(busX, busY);
  }
  const start = far ? { x: headX, y: headY } : { x: busX, y: busY };
  if (!riser) {
    down(start.x, start.y, gateX, gateY);
    return;
  }
  down(start.x, start.y, riser.x, riser.y);
  path.lineTo(riser.x, gateY - 32);
  down(riser.x, gateY - 32, gateX, gateY);
}

/** From under the header to the plate. A line to an endpoint that is not ready stops short, with an open ring. */
function innerPath(path: Path2D, line: EndpointLine): void {
  const { gateX, innerY, endX, endY, side } = line.path;
  const open = line.style === 'not-ready';
  path.moveTo(gateX, innerY);
  if (!side) {
    const end = open ? Math.max(innerY, endY - SHORT) : endY;
    path.lineTo(gateX, end);
    if (open) ring(path, gateX, end + RING);
    return;
  }
  const r = Math.max(1, Math.min(5, endX - gateX));
  if (open) {
    path.lineTo(gateX, endY - SHORT - RING);
    ring(path, gateX, endY - SHORT);
    return;
  }
  path.lineTo(gateX, endY - r);
  path.quadraticCurveTo(gateX, endY, gateX + r, endY);
  path.lineTo(endX, endY);
}

function ring(path: Path2D, x: number, y: number): void {
  path.moveTo(x + RING, y);
  path.arc(x, y, RING, 0, 2 * Math.PI);
}

function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.w && a.x + a.w > b.x && a.y < b.y + b.h && a.y + a.h > b.y;
}
