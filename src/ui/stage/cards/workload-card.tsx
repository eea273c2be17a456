import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { ObjectKey } from '../../../api/machinery/key.ts';
import { setName, shortImage, workloadName } from '../../../graph/names.ts';
import { revisionTexture } from '../../../graph/revision.ts';
import type { WorkloadItem, WorkloadSet } from '../../../graph/scene.ts';
import { texturePath } from '../glyphs.ts';
import { Group } from './group.tsx';
import { ReplicaStepper } from './replica-stepper.tsx';

export type WorkloadNode = Node<{ readonly item: WorkloadItem; readonly selection: ObjectKey | undefined }, 'workload'>;

/** A workload in the rail: what should run, how much of it does, and the revisions it runs in. */
export const WorkloadCard = memo(function WorkloadCard({ data }: NodeProps<WorkloadNode>) {
  const { item } = data;
  const { row } = item;
  return (
    <Group label={workloadName(item)} className="kb-card" tabIndex={-1} data-key={item.key}>
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
        {row.scalable && <ReplicaStepper itemKey={item.key} name={row.name} desired={row.desired} />}
        <span className="kb-card-note">{noteOf(item)}</span>
      </div>
      <div className="kb-sets kb-far-hidden">
        {item.sets.map((set) => (
          <SetRow key={set.key} set={set} owner={row.name} selected={set.key === data.selection} />
        ))}
        {item.sets.length === 0 && <p className="kb-card-message">{row.message}</p>}
      </div>
    </Group>
  );
});

/** Beside the stepper, what it leaves out; in its place, how far the work is. */
function noteOf({ row, hiddenSets }: WorkloadItem): string {
  if (!row.scalable) return row.progress;
  return hiddenSets > 0 ? `+${hiddenSets} old` : '';
}

function SetRow({ set, owner, selected }: { set: WorkloadSet; owner: string; selected: boolean }) {
  const { row } = set;
  const short = row.name.startsWith(`${owner}-`) ? row.name.slice(owner.length + 1) : row.name;
  return (
    <button
      type="button"
      className="kb-set"
      tabIndex={-1}
      aria-label={setName(set)}
      aria-pressed={selected}
      data-key={set.key}
    >
      <Swatch letter={set.letter} />
      <span className="kb-drawn kb-set-name" data-text={short} aria-hidden="true" />
      <span className="kb-drawn kb-set-count" data-text={`${row.ready}/${row.desired}`} aria-hidden="true" />
    </button>
  );
}

/** The letter and texture of a revision, as on its pods. */
export function Swatch({ letter }: { letter: string }) {
  return (
    <span className="kb-drawn kb-swatch" data-text={letter || '–'} aria-hidden="true">
      <svg width={36} height={16}>
        <rect x={0.5} y={0.5} width={35} height={15} rx={3} />
        {letter !== '' && <path d={texturePath(revisionTexture(letter), 18, 14, 17, 1)} />}
      </svg>
    </span>
  );
}
