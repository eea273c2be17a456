import { STATE_GLYPHS } from '../glyphs.ts';
import { useNowStep } from '../stage-context.ts';
import { GlyphMark } from './glyph.tsx';

const R = 8;
const ROUND = 2 * Math.PI * R;
/** The ring moves in steps, so that a terminating pod is drawn again a few times, not in every frame. */
const STEPS = 30;

interface GraceRingProps {
  readonly x: number;
  readonly y: number;
  /** When the grace period ends (metadata.deletionTimestamp). */
  readonly deletionMs: number | undefined;
  readonly graceSeconds: number | undefined;
}

/** A cross in a ring that empties as the grace period runs out. */
export function GraceRing({ x, y, deletionMs, graceSeconds }: GraceRingProps) {
  const graceMs = (graceSeconds ?? 0) * 1000;
  const step = useNowStep((nowMs) => Math.round(STEPS * graceShare(nowMs, deletionMs, graceMs)));
  const share = step / STEPS;
  return (
    <g transform={`translate(${x} ${y})`}>
      <GlyphMark glyph={STATE_GLYPHS.terminating} x={2.5} y={2.5} size={12} />
      {share > 0 && (
        <circle
          className="kb-grace"
          cx={8.5}
          cy={8.5}
          r={R}
          transform="rotate(-90 8.5 8.5)"
          strokeDasharray={`${ROUND * share} ${ROUND}`}
        />
      )}
    </g>
  );
}

/** How much of the grace period is left, 1 to 0. Nothing is known: a full ring. */
export function graceShare(nowMs: number, deletionMs: number | undefined, graceMs: number): number {
  if (graceMs <= 0 || deletionMs === undefined) return 0;
  return Math.min(1, Math.max(0, (deletionMs - nowMs) / graceMs));
}
