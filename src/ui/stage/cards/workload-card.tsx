import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { setName, shortImage, workloadName } from '../../../graph/names.ts';
import { revisionTexture } from '../../../graph/revision.ts';
import type { WorkloadItem, WorkloadSet } from '../../../graph/scene.ts';
import { texturePath } from '../glyphs.ts';
import { ReplicaStepper } from './replica-stepper.tsx';

export type WorkloadNode = Node<{ readonly item: WorkloadItem }, 'workload'>;

/** A workload in the rail: what should run, how much of it does, and the revisions it runs in. */
export const WorkloadCard = memo(function WorkloadCard({ data }: NodeProps<WorkloadNode>) {
  const { item } = data;
  const { row } = item;
  return (
    <div className="kb-card" role="group" tabIndex={-1} aria-label={workloadName(item)} data-key={item.key}>
      <div className="kb-card-head">
        <div className="kb-card-title">
          <span className="kb-card-kind kb-far-hidden">{row.paused ? `${row.kind}, paused` : row.kind}</span>
          <span className="kb-card-name">{row.name}</span>
        </div>
        <span className="kb-card-ready" data-full={row.ready >= row.desired}>
          {row.ready}/{row.desired}
        </span>
      </div>
      <p className="kb-card-image kb-far-hidden" title={row.images.join(', ')}>
        {row.images.map(shortImage).join(', ') || ' '}
      </p>
      <div className="kb-card-scale kb-far-hidden">
        <ReplicaStepper itemKey={item.key} name={row.name} desired={row.desired} />
        <span className="kb-card-note">{item.hiddenSets > 0 ? `+${item.hiddenSets} old` : ''}</span>
      </div>
      <div className="kb-sets kb-far-hidden">
        {item.sets.map((set) => (
          <SetRow key={set.key} set={set} owner={row.name} />
        ))}
        {item.sets.length === 0 && <p className="kb-card-message">{row.message}</p>}
      </div>
    </div>
  );
});

function SetRow({ set, owner }: { set: WorkloadSet; owner: string }) {
  const { row } = set;
  const short = row.name.startsWith(`${owner}-`) ? row.name.slice(owner.length + 1) : row.name;
  return (
    <div className="kb-set" role="button" tabIndex={-1} aria-label={setName(set)} data-key={set.key}>
      <Swatch letter={set.letter} />
      <span className="kb-set-name">{short}</span>
      <span className="kb-set-count">
        {row.ready}/{row.desired}
      </span>
    </div>
  );
}

/** The letter and texture of a revision, as on its pods. */
export function Swatch({ letter }: { letter: string }) {
  return (
    <svg className="kb-swatch" width={36} height={16} viewBox="0 0 36 16" aria-hidden="true">
      <rect x={0.5} y={0.5} width={35} height={15} rx={3} />
      {letter !== '' && (
        <g transform="translate(16 1)">
          <path d={texturePath(revisionTexture(letter), 19, 14)} strokeLinecap="round" style={{ clipPath: 'inset(0)' }} />
        </g>
      )}
      <text x={8.5} y={12} textAnchor="middle">
        {letter || '–'}
      </text>
    </svg>
  );
}
