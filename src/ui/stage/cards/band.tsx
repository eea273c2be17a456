import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { LaneBand, LaneId } from '../../../graph/scene.ts';

export type BandNode = Node<{ readonly item: LaneBand; readonly empty: boolean }, 'band'>;

interface LaneText {
  readonly title: string;
  readonly caption: string;
  readonly empty: string;
}

const TEXTS: Readonly<Record<LaneId, LaneText>> = {
  outside: {
    title: 'Outside',
    caption: 'the world beyond the cluster',
    empty: 'Nothing in here has an address outside.',
  },
  services: { title: 'Services', caption: 'addresses that live on no machine', empty: 'No Service yet.' },
  nodes: { title: 'Nodes', caption: 'the machines', empty: 'No machine has joined the cluster.' },
  workloads: { title: 'Workloads', caption: 'what should run', empty: 'Nothing is asked to run yet.' },
  waiting: { title: 'Waiting room', caption: '', empty: 'No pod waits for a node.' },
};

/** The ground of a lane, with its name: quiet enough to be looked through. */
export const Band = memo(function Band({ data }: NodeProps<BandNode>) {
  const text = TEXTS[data.item.id];
  return (
    <div className="kb-band" data-lane={data.item.id} aria-hidden="true">
      <p className="kb-band-title">
        <b>{text.title}</b>
        <span className="kb-far-hidden">{text.caption}</span>
      </p>
      {data.empty && <p className="kb-band-empty">{text.empty}</p>}
    </div>
  );
});
