import { ViewportPortal } from '@xyflow/react';
import { stateWord } from '../../../graph/names.ts';
import type { PodItem } from '../../../graph/scene.ts';
import type { Drawn } from '../drawn.ts';
import { useStage } from '../stage-context.ts';
import { StateIcon } from './glyph.tsx';

/** A closer look at the pod under the pointer, at any zoom: its full name and what it says about itself. */
export function Glance({ drawn }: { drawn: Drawn }) {
  const hover = useStage((state) => state.hover);
  const item = hover === undefined ? undefined : drawn.graph.scene.pods.get(hover);
  if (!item) return null;
  return (
    <ViewportPortal>
      <GlanceCard item={item} />
    </ViewportPortal>
  );
}

function GlanceCard({ item }: { item: PodItem }) {
  const { row, rect } = item;
  return (
    <div
      className="kb-glance"
      aria-hidden="true"
      style={{ translate: `${rect.x + rect.w / 2}px ${rect.y + rect.h}px` }}
    >
      <div className="kb-glance-card">
        <p className="kb-glance-name">{row.name}</p>
        <p className="kb-glance-state">
          <StateIcon state={row.state} />
          {stateWord(row.state)}
          {row.status !== '' && row.status !== 'Running' && <code>{row.status}</code>}
        </p>
        {row.message !== '' && <p className="kb-glance-message">{row.message}</p>}
      </div>
    </div>
  );
}
