import { ViewportPortal } from '@xyflow/react';
import type { ObjectKey } from '../../../api/machinery/key.ts';
import { stateWord } from '../../../graph/names.ts';
import type { PodItem, StageScene } from '../../../graph/scene.ts';
import { useStage } from '../stage-context.ts';
import { StateIcon } from './glyph.tsx';

interface GlanceProps {
  readonly scene: StageScene;
  readonly version: number;
}

/** A closer look at the pod under the pointer, at any zoom: its full name and what it says about itself. */
export function Glance({ scene }: GlanceProps) {
  const hover = useStage((state) => state.hover);
  const item = hover === undefined ? undefined : scene.pods.get(hover as ObjectKey);
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
    <div className="kb-glance" aria-hidden="true" style={{ translate: `${rect.x + rect.w / 2}px ${rect.y + rect.h}px` }}>
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
