/**
 * The stage: the living picture of a cluster. It draws what a graph says and tells what a person wants done; it changes
 * nothing itself and asks nobody. React Flow carries cards and boxes, one canvas carries lines and pods in the mass.
 *
 * Promises: motion only for a change of state, none at all when it is not wanted; the camera stays where a person put
 * it; everything has a name and a place in the keyboard's round. What it does not do: tables, details, dialogs.
 */
import { ReactFlowProvider } from '@xyflow/react';
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { CSSProperties } from 'react';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Graph } from '../../graph/graph.ts';
import { neighbourhood } from '../../graph/relations.ts';
import { Glance } from './cards/glance.tsx';
import { Group } from './cards/group.tsx';
import { PodClips } from './cards/pod-figure.tsx';
import { Controls } from './controls.tsx';
import type { Drawn } from './drawn.ts';
import { useFlow } from './flow-adapter.ts';
import { FlowCanvas } from './flow-canvas.tsx';
import { Legend } from './legend.tsx';
import { Overlay } from './overlay.tsx';
import './stage.css';
import { StageContext, useStage, useStageApi } from './stage-context.ts';
import type { StageApi } from './stage-context.ts';
import type { StageProps } from './stage-props.ts';
import { createStageStore } from './stage-store.ts';
import { useCamera } from './use-camera.ts';
import { useDrawing } from './use-drawing.ts';
import { useFocus } from './use-focus.ts';
import { useKeyboard } from './use-keyboard.ts';
import { useMotion } from './use-motion.ts';
import { usePointer } from './use-pointer.ts';
import { useView } from './use-view.ts';

export type { StageAction, StageProps } from './stage-props.ts';

/** Draws `graph` as of `version`. Fills its parent, which must have a size. */
export function Stage(props: StageProps) {
  const { nowMs, speed, selection, reducedMotion = false, onSelect, onAction } = props;
  const [store] = useState(createStageStore);
  const motionScale = useMotion(speed, reducedMotion);
  const latest = useRef({ onSelect, onAction });
  useLayoutEffect(() => {
    latest.current = { onSelect, onAction };
  });
  // Time goes past React: it changes with every frame and almost nothing shows it.
  useEffect(() => store.setState({ nowMs }), [store, nowMs]);
  useLayoutEffect(() => store.setState({ selection }), [store, selection]);
  const api = useMemo(
    (): StageApi => ({
      store,
      select: (key) => latest.current.onSelect(key),
      act: (action) => latest.current.onAction(action),
    }),
    [store],
  );
  return (
    <StageContext value={api}>
      <ReactFlowProvider>
        <StageView
          graph={props.graph}
          version={props.version}
          selection={selection}
          theme={props.theme}
          motionScale={motionScale}
          shortcuts={props.shortcuts ?? true}
          fitKey={props.fitKey}
        />
      </ReactFlowProvider>
    </StageContext>
  );
}

interface StageViewProps {
  readonly graph: Graph;
  readonly version: number;
  readonly selection: ObjectKey | undefined;
  readonly theme: 'light' | 'dark';
  readonly motionScale: number;
  readonly shortcuts: boolean;
  readonly fitKey: string | number | undefined;
}

const StageView = memo(function StageView(props: StageViewProps) {
  const { graph, version, selection, theme, motionScale, shortcuts, fitKey } = props;
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const api = useStageApi();
  const flow = useFlow();
  const [arranged, onShape] = useReducer((n: number) => n + 1, 0);
  const focused = useStage((state) => state.focused);
  const drawn = useMemo((): Drawn => ({ graph, version, arranged }), [graph, version, arranged]);
  const near = useMemo(
    () => (selection === undefined ? undefined : neighbourhood(drawn.graph, selection)),
    [drawn, selection],
  );
  const onFirstFit = useCallback(() => root.current?.setAttribute('data-stage-ready', 'true'), []);
  const animated = motionScale > 0;
  const camera = useCamera({ drawn, flow, fitKey, animated, selection, onShape, onFirstFit });
  const focus = useFocus(canvas, drawn, api.store, camera);
  const keyboard = useKeyboard({ graph, selection, api, focus, camera, canvas, shortcuts });
  const pointer = usePointer({ graph, api, flow, canvas });
  useView(root, flow, api.store, drawn);
  const sheet = useDrawing({ root, flow, drawn, theme, selection, near, motionScale });
  const content = useMemo(
    () => (
      <>
        <Overlay flow={flow} sheet={sheet} />
        <Glance drawn={drawn} />
      </>
    ),
    [flow, sheet, drawn],
  );
  return (
    <div
      ref={root}
      className="kb-stage"
      data-theme={theme}
      data-motion={animated ? 'on' : 'off'}
      style={{ '--motion': motionScale } as CSSProperties}
    >
      <Group
        ref={canvas}
        className="kb-canvas"
        label="Picture of the cluster. Arrow keys move, Enter selects."
        tabIndex={focused ? -1 : 0}
        {...keyboard}
        {...pointer}
      >
        <FlowCanvas camera={camera}>{content}</FlowCanvas>
      </Group>
      <PodClips />
      <Controls camera={camera} />
      <Legend />
      <output className="kb-unseen" />
    </div>
  );
});
