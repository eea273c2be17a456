import { Suspense, lazy, useCallback } from 'react';
import type { ObjectKey } from '../../api/machinery/key.ts';
import { select } from '../state/choose.ts';
import { onStageAction } from '../state/stage-actions.ts';
import { useApp } from '../state/store.ts';

// Asked for at once, and beside the shell, so that the bar is painted before the stage's code has come.
const stageModule = import('../stage/stage.tsx');
const Stage = lazy(() => stageModule.then((module) => ({ default: module.Stage })));

/** The picture, or what stands in its place until there is one. */
export function StageArea() {
  return (
    <section aria-label="Cluster stage" className="absolute inset-0">
      <Suspense fallback={<Opening />}>
        <LiveStage />
      </Suspense>
    </section>
  );
}

function LiveStage() {
  const graph = useApp((state) => state.graph);
  const version = useApp((state) => state.version);
  const nowMs = useApp((state) => state.clock.nowMs);
  const speed = useApp((state) => state.clock.speed);
  const selection = useApp((state) => state.selection);
  const reducedMotion = useApp((state) => state.reducedMotion);
  const theme = useApp((state) => state.theme);
  const sceneId = useApp((state) => state.scene?.id ?? '');
  const onSelect = useCallback((key: ObjectKey | undefined) => select(key), []);
  if (graph === undefined) return <Opening />;
  return (
    <Stage
      graph={graph}
      version={version}
      nowMs={nowMs}
      speed={speed}
      // What is gone cannot be selected in the picture, though its panel may still be open.
      selection={selection !== undefined && graph.rows.has(selection) ? selection : undefined}
      onSelect={onSelect}
      onAction={onStageAction}
      reducedMotion={reducedMotion}
      theme={theme}
      fitKey={sceneId}
    />
  );
}

function Opening() {
  const title = useApp((state) => state.scene?.title ?? '');
  return (
    <div className="flex h-full items-center justify-center bg-(--stage-ground)">
      <output className="block text-sm text-ink-muted">Starting {title} …</output>
    </div>
  );
}
