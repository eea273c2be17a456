import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { POD_HEIGHT, POD_WIDTH } from '../../../graph/geometry.ts';
import { nameTail, podName } from '../../../graph/names.ts';
import type { Ghost, PodItem } from '../../../graph/scene.ts';
import { bodyPath } from '../pod-shape.ts';
import { useNowStep } from '../stage-context.ts';
import { Plate, PodFigure } from './pod-figure.tsx';

export type PodNode = Node<{ readonly item: PodItem; readonly fresh: boolean }, 'pod'>;
export type GhostNode = Node<{ readonly ghost: Ghost }, 'ghost'>;

export const PodCard = memo(function PodCard({ data }: NodeProps<PodNode>) {
  const { item, fresh } = data;
  const label = podName(item);
  if (item.node === '') return <WaitingCard item={item} label={label} fresh={fresh} />;
  return (
    <div className="kb-pod" role="button" tabIndex={-1} aria-label={label} data-key={item.key} data-fresh={fresh || undefined}>
      <PodFigure row={item.row} letter={item.letter} />
    </div>
  );
});

/** In the waiting room there is no address yet, but there may be a reason. */
function WaitingCard({ item, label, fresh }: { item: PodItem; label: string; fresh: boolean }) {
  const { row } = item;
  return (
    <div className="kb-pod kb-waiting" role="button" tabIndex={-1} aria-label={label} title={row.message || undefined} data-key={item.key} data-fresh={fresh || undefined}>
      <div className="kb-waiting-figure">
        <PodFigure row={row} letter={item.letter} />
      </div>
      <p className="kb-reason">{row.message || row.status}</p>
    </div>
  );
}

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
      <span className="kb-pod-tail">{nameTail(ghost.name)}</span>
      {ghost.ip !== '' && <Plate ip={ghost.ip} />}
    </div>
  );
});
