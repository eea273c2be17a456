import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { ObjectKey } from '../../../api/machinery/key.ts';
import { POD_HEIGHT, POD_WIDTH } from '../../../graph/geometry.ts';
import { nameTail, podName } from '../../../graph/names.ts';
import type { Ghost, PodItem } from '../../../graph/scene.ts';
import { bodyPath } from '../pod-shape.ts';
import { useNowStep } from '../stage-context.ts';
import { Plate, PodFigure } from './pod-figure.tsx';

export type PodNode = Node<
  { readonly item: PodItem; readonly fresh: boolean; readonly selection: ObjectKey | undefined },
  'pod'
>;
export type GhostNode = Node<{ readonly ghost: Ghost }, 'ghost'>;

export const PodCard = memo(function PodCard({ data }: NodeProps<PodNode>) {
  const { item, fresh, selection } = data;
  const { row } = item;
  const waiting = item.node === '';
  return (
    <button
      type="button"
      className={waiting ? 'kb-pod kb-waiting' : 'kb-pod'}
      tabIndex={-1}
      aria-label={podName(item)}
      aria-pressed={item.key === selection}
      title={waiting && row.message !== '' ? row.message : undefined}
      data-key={item.key}
      data-fresh={fresh || undefined}
    >
      <PodFigure row={row} letter={item.letter} />
      {waiting && <span className="kb-drawn kb-reason" data-text={row.message || row.status} aria-hidden="true" />}
    </button>
  );
});

const GHOST_PATH = bodyPath({ strokeWidth: 1.25, cutCorner: false });

/** What is left of a pod for two virtual seconds: its outline and its address, struck out. */
export const GhostCard = memo(function GhostCard({ data }: NodeProps<GhostNode>) {
  const { ghost } = data;
  const gone = useNowStep((nowMs) => (nowMs >= ghost.untilMs ? 1 : 0));
  if (gone === 1) return null;
  return (
    <div className="kb-ghost" aria-hidden="true">
      <svg width={POD_WIDTH} height={POD_HEIGHT}>
        <path d={GHOST_PATH} />
      </svg>
      <span className="kb-drawn kb-pod-tail" data-text={nameTail(ghost.name)} />
      {ghost.ip !== '' && <Plate ip={ghost.ip} />}
    </div>
  );
});
