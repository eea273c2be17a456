/** The outline of a pod by state, in stage px from the pod's top left corner. DOM and canvas draw the same paths. */
import type { PodState } from '../../api/row.ts';
import { revisionTexture } from '../../graph/revision.ts';
import { texturePath } from './glyphs.ts';
import { PLATE_HEIGHT, POD_HEIGHT, POD_WIDTH } from '../../graph/geometry.ts';

export const BODY_TOP = PLATE_HEIGHT / 2;
export const BODY_HEIGHT = POD_HEIGHT - BODY_TOP;
export const BAND_HEIGHT = 17;
const RADIUS = 8;
const CUT = 13;

export interface PodLook {
  readonly strokeWidth: number;
  /** Dash pattern; empty for a solid outline. */
  readonly dash: readonly number[];
  /** A second outline inside the first. */
  readonly double: boolean;
  readonly cutCorner: boolean;
  readonly hatch: boolean;
  readonly fill: 'none' | 'tint' | 'full' | 'rising';
}

const SOLID = { dash: [], double: false, cutCorner: false, hatch: false } as const;

export const POD_LOOKS: Readonly<Record<PodState, PodLook>> = {
  unscheduled: { ...SOLID, strokeWidth: 1.75, dash: [0.1, 4], fill: 'none' },
  creating: { ...SOLID, strokeWidth: 1.75, dash: [0.1, 4], fill: 'rising' },
  running: { ...SOLID, strokeWidth: 1.5, fill: 'tint' },
  ready: { ...SOLID, strokeWidth: 2.5, fill: 'full' },
  terminating: { ...SOLID, strokeWidth: 1.5, cutCorner: true, hatch: true, fill: 'tint' },
  failed: { ...SOLID, strokeWidth: 1.5, double: true, fill: 'full' },
  succeeded: { ...SOLID, strokeWidth: 1.5, fill: 'tint' },
  unknown: { ...SOLID, strokeWidth: 1.75, dash: [9, 5], fill: 'tint' },
};

/** The body, inset by half the stroke so that the outline stays inside the pod's place. */
export function bodyPath(look: Pick<PodLook, 'strokeWidth' | 'cutCorner'>, inset = 0): string {
  const d = look.strokeWidth / 2 + inset;
  const x0 = d;
  const y0 = BODY_TOP + d;
  const x1 = POD_WIDTH - d;
  const y1 = POD_HEIGHT - d;
  const r = Math.max(1, RADIUS - d);
  const corner = look.cutCorner ? `H${x1 - CUT}L${x1} ${y0 + CUT}` : `H${x1 - r}A${r} ${r} 0 0 1 ${x1} ${y0 + r}`;
  return `M${x0 + r} ${y0}${corner}V${y1 - r}A${r} ${r} 0 0 1 ${x1 - r} ${y1}H${x0 + r}A${r} ${r} 0 0 1 ${x0} ${y1 - r}V${y0 + r}A${r} ${r} 0 0 1 ${x0 + r} ${y0}Z`;
}

/** Width of the letter's chip at the foot. */
export function chipWidth(letter: string): number {
  return 10 + 8 * letter.length;
}

const bands = new Map<string, string>();

/** Stripes of a revision along the foot, beside the letter's chip, with the line that sets the foot off. */
export function bandPath(letter: string): string {
  const found = bands.get(letter);
  if (found !== undefined) return found;
  const top = POD_HEIGHT - BAND_HEIGHT;
  const chip = chipWidth(letter);
  const path = texturePath(revisionTexture(letter), POD_WIDTH - chip, BAND_HEIGHT, chip, top);
  const made = `M0 ${top}H${POD_WIDTH}${path}`;
  bands.set(letter, made);
  return made;
}

/** Diagonal hatch over the body. */
export function hatchPath(): string {
  const parts: string[] = [];
  for (let x = -BODY_HEIGHT; x < POD_WIDTH; x += 7) parts.push(`M${x} ${POD_HEIGHT}l${BODY_HEIGHT} ${-BODY_HEIGHT}`);
  return parts.join('');
}

/** Letters on the plate: a long address is set smaller, never cut. */
export function plateFontPx(ip: string): number {
  return ip.length <= 11 ? 12 : Math.max(8, Math.round((12 * 112) / ip.length) / 10);
}

/** How far a starting pod has come, 0 to 1: bound, addressed, containers running. */
export function risingShare(ip: string, containers: readonly { readonly state: string }[]): number {
  const running = containers.filter((c) => c.state === 'running').length;
  const share = containers.length === 0 ? 0 : running / containers.length;
  return 0.2 + (ip === '' ? 0 : 0.3) + 0.4 * share;
}
