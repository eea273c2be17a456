import type { PodState } from '../../../api/row.ts';
import { STATE_GLYPHS } from '../glyphs.ts';
import type { Glyph } from '../glyphs.ts';

/** A glyph inside an SVG, its square's corner at (x, y). Takes the current colour. */
export function GlyphMark({ glyph, x = 0, y = 0, size = 16 }: { glyph: Glyph; x?: number; y?: number; size?: number }) {
  return (
    <g transform={`translate(${x} ${y}) scale(${size / 16})`}>
      {glyph.fill !== '' && <path d={glyph.fill} fill="currentColor" />}
      <path
        d={glyph.stroke}
        fill="none"
        stroke="currentColor"
        strokeWidth={glyph.width}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </g>
  );
}

/** A glyph on its own, in the flow of text. */
export function StateIcon({ state, size = 14 }: { state: PodState; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" style={{ color: `var(--state-${state})` }}>
      <GlyphMark glyph={STATE_GLYPHS[state]} />
    </svg>
  );
}
