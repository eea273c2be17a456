/**
 * Cards: what stands on the stage as DOM, one component for each shape of the grammar. They show an item and carry its
 * name and key; what a press or a key means is decided once, for the whole canvas, and not in here.
 */
import { memo } from 'react';
import type { PodRow, PodState } from '../../../api/row.ts';
import { POD_HEIGHT, POD_WIDTH } from '../../../graph/geometry.ts';
import { nameTail } from '../../../graph/names.ts';
import { STATE_GLYPHS } from '../glyphs.ts';
import {
  BODY_HEIGHT,
  POD_LOOKS,
  bandPath,
  bodyPath,
  chipWidth,
  hatchPath,
  plateFontPx,
  risingShare,
} from '../pod-shape.ts';
import { GlyphMark } from './glyph.tsx';
import { GraceRing } from './grace-ring.tsx';

type FigureRow = Pick<PodRow, 'name' | 'ip' | 'state' | 'restarts' | 'containers' | 'deletionMs' | 'graceSeconds'>;

const POD_STATES = Object.keys(POD_LOOKS) as PodState[];
const HATCH = hatchPath();
const BODIES = new Map(POD_STATES.map((state) => [state, bodyPath(POD_LOOKS[state])]));
const INNER = bodyPath(POD_LOOKS.failed, 3);

/**
 * A pod as it is drawn everywhere: rounded body, IP plate on its top edge, glyph, name tail, revision along its foot.
 * Texts are no SVG, which would be laid out again at every zoom, and no content either: they are part of the drawing,
 * and the card's name says them in words.
 */
export function PodFigure({ row, letter }: { row: FigureRow; letter: string }) {
  const { state } = row;
  const look = POD_LOOKS[state];
  const clip = `url(#kb-body-${state})`;
  return (
    <span className="kb-pod-figure" data-state={state} aria-hidden="true">
      <svg width={POD_WIDTH} height={POD_HEIGHT}>
        <path
          className="kb-pod-body"
          d={BODIES.get(state)}
          strokeWidth={look.strokeWidth}
          strokeDasharray={look.dash.join(' ') || undefined}
        />
        {look.fill === 'rising' && <Rising share={risingShare(row.ip, row.containers)} clip={clip} />}
        {look.hatch && <path className="kb-pod-hatch" d={HATCH} clipPath={clip} />}
        {letter !== '' && <path className="kb-pod-band" d={bandPath(letter)} clipPath={clip} />}
        {look.double && <path className="kb-pod-inner" d={INNER} />}
        {state === 'terminating' ? (
          <GraceRing x={8} y={21} deletionMs={row.deletionMs} graceSeconds={row.graceSeconds} />
        ) : (
          <GlyphMark glyph={STATE_GLYPHS[state]} x={8.5} y={22} size={15} />
        )}
      </svg>
      <span className="kb-drawn kb-pod-tail" data-text={nameTail(row.name)} />
      {letter !== '' && (
        <b className="kb-drawn kb-pod-letter" data-text={letter} style={{ width: chipWidth(letter) }} />
      )}
      {row.restarts > 0 && (
        <span className="kb-drawn kb-pod-restarts" data-text={`↻${row.restarts > 99 ? '99+' : row.restarts}`} />
      )}
      {row.ip !== '' && <Plate ip={row.ip} />}
    </span>
  );
}

/** The address on its plate. */
export function Plate({ ip }: { ip: string }) {
  const size = plateFontPx(ip);
  return <span className="kb-drawn kb-plate" data-text={ip} style={size === 12 ? undefined : { fontSize: size }} />;
}

/** The bodies to clip by, once for the whole stage: pods refer to them by name. */
export const PodClips = memo(function PodClips() {
  return (
    <svg width={0} height={0} className="kb-clips" aria-hidden="true">
      <defs>
        {POD_STATES.map((state) => (
          <clipPath key={state} id={`kb-body-${state}`}>
            <path d={bodyPath(POD_LOOKS[state], POD_LOOKS[state].strokeWidth / 2)} />
          </clipPath>
        ))}
      </defs>
    </svg>
  );
});

function Rising({ share, clip }: { share: number; clip: string }) {
  const height = Math.round((BODY_HEIGHT - 2) * share);
  return <rect className="kb-pod-rising" y={POD_HEIGHT - height} width={POD_WIDTH} height={height} clipPath={clip} />;
}
