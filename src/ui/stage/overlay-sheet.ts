/** The canvas sheet: what is painted, for which view, and when that has to be done again. No React. */
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { StageScene } from '../../graph/scene.ts';
import { containsRect, visibleRect } from './camera.ts';
import type { Size, Viewport } from './camera.ts';
import { readPalette } from './paint/palette.ts';
import type { Palette } from './paint/palette.ts';
import { ScenePainter } from './paint/scene-painter.ts';
import type { StageStore } from './stage-store.ts';

export interface SheetContent {
  readonly scene: StageScene;
  readonly version: number;
  readonly theme: 'light' | 'dark';
  /** Pods that are cards now; all the others are painted. */
  readonly cards: ReadonlySet<ObjectKey>;
  readonly selection: ObjectKey | undefined;
  readonly near: ReadonlySet<ObjectKey> | undefined;
}

const RETURN_MS = 150;
/** After a zoom has been still for this long, it is painted with care. */
const SETTLE_MS = 120;
/** More than this, up or down, and stretched pixels would be seen. */
const STRETCH = 1.6;

interface Placed {
  readonly viewport: Viewport;
  readonly size: Size;
}

/**
 * Larger than the screen, and moved by the same transform as the cards: a pan costs no painting until the border is used
 * up, and lines never part from what they lead to.
 */
export class Sheet {
  readonly #stage: StageStore;
  readonly #painter = new ScenePainter();
  #canvas: HTMLCanvasElement | null = null;
  #content: SheetContent | undefined;
  #palette: { readonly theme: string; readonly palette: Palette } | undefined;
  #placed: Placed | undefined;
  #settling: number | undefined;

  constructor(stage: StageStore) {
    this.#stage = stage;
  }

  attach(canvas: HTMLCanvasElement | null): void {
    this.#canvas = canvas;
  }

  show(content: SheetContent): void {
    this.#content = content;
  }

  /** Colours and fonts are read anew at the next painting. */
  forgetLooks(): void {
    this.#palette = undefined;
  }

  /** Lines stay away while boxes travel, and come back when those have arrived. */
  returnAfter(travelMs: number): void {
    const share = travelMs / (travelMs + RETURN_MS);
    this.#canvas?.animate([{ opacity: 0 }, { opacity: 0, offset: share }, { opacity: 1 }], travelMs + RETURN_MS);
  }

  /**
   * Paints when asked to, or when the view has left what is painted. A zoom stretches the sheet, as it does the cards,
   * and paints it with care when the camera has come to rest.
   */
  place(viewport: Viewport, size: Size, force: boolean): void {
    if (!this.#canvas || !this.#content || size.width === 0) return;
    const painted = this.#placed;
    if (!force && painted && stillCovers(painted, viewport, size)) {
      if (painted.viewport.zoom !== viewport.zoom) this.#settleSoon(viewport, size);
      return;
    }
    const zooms = !force && painted !== undefined && painted.viewport.zoom !== viewport.zoom;
    this.#placed = { viewport, size };
    this.#paint(this.#canvas, this.#content, zooms);
    if (zooms) this.#settleSoon(viewport, size);
    else clearTimeout(this.#settling);
  }

  #settleSoon(viewport: Viewport, size: Size): void {
    clearTimeout(this.#settling);
    this.#settling = window.setTimeout(() => this.place(viewport, size, true), SETTLE_MS);
  }

  #paint(canvas: HTMLCanvasElement, content: SheetContent, rough: boolean): void {
    if (!this.#placed) return;
    const { viewport, size } = this.#placed;
    const pixelRatio = window.devicePixelRatio || 1;
    const border = borderPx(pixelRatio);
    const width = Math.ceil((size.width + 2 * border) * pixelRatio);
    const height = Math.ceil((size.height + 2 * border) * pixelRatio);
    const view = visibleRect(
      viewport,
      { width: width / pixelRatio - 2 * border, height: height / pixelRatio - 2 * border },
      border,
    );
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    canvas.style.width = `${view.w}px`;
    canvas.style.height = `${view.h}px`;
    canvas.style.transform = `translate(${view.x}px, ${view.y}px)`;
    const ctx = canvas.getContext('2d');
    if (!ctx) return;
    const scale = viewport.zoom * pixelRatio;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, width, height);
    ctx.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale);
    const { level, far, hover } = this.#stage.getState();
    const palette = this.#paletteFor(canvas, content.theme);
    this.#painter.paint(content.scene, {
      ...content,
      ctx,
      palette,
      zoom: viewport.zoom,
      pixelRatio,
      rough,
      view,
      level,
      far,
      hover,
    });
  }

  #paletteFor(canvas: HTMLCanvasElement, theme: string): Palette {
    if (this.#palette?.theme !== theme) this.#palette = { theme, palette: readPalette(canvas) };
    return this.#palette.palette;
  }
}

/** Screen px painted beyond each edge. Less on dense screens, where the same border is four times the memory. */
function borderPx(pixelRatio: number): number {
  return pixelRatio >= 2 ? 96 : 192;
}

function stillCovers(painted: Placed, viewport: Viewport, size: Size): boolean {
  const stretch = viewport.zoom / painted.viewport.zoom;
  if (stretch > STRETCH || stretch < 1 / STRETCH) return false;
  if (painted.size.width !== size.width || painted.size.height !== size.height) return false;
  const border = borderPx(window.devicePixelRatio || 1);
  return containsRect(visibleRect(painted.viewport, painted.size, border + 1), visibleRect(viewport, size));
}
