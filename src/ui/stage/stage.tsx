/**
 * The stage: the living picture of a cluster. It draws what a graph says and tells what a person wants done; it changes
 * nothing itself and asks nobody. React Flow carries cards and boxes, one canvas carries lines and pods in the mass.
 *
 * Promises: motion only for a change of state, none at all when it is not wanted; the camera stays where a person put
 * it; everything has a name and a place in the keyboard's round. What it does not do: tables, details, dialogs.
 */
import { ReactFlow, ReactFlowProvider } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Graph } from '../../graph/graph.ts';
import { neighbourhood } from '../../graph/relations.ts';
import { MAX_ZOOM, MIN_ZOOM } from './camera.ts';
import { Band } from './cards/band.tsx';
import { Glance } from './cards/glance.tsx';
import { NodeBoxCard } from './cards/node-box.tsx';
import { GhostCard, PodCard } from './cards/pod-card.tsx';
import { PodClips } from './cards/pod-figure.tsx';
import { OutsideCard, ServiceCard } from './cards/service-card.tsx';
import { WorkloadCard } from './cards/workload-card.tsx';
import { Controls } from './controls.tsx';
import { useFlow } from './flow-adapter.ts';
import { FlowNodes } from './flow-nodes.ts';
import { Legend } from './legend.tsx';
import { Sheet } from './overlay-sheet.ts';
import { Overlay } from './overlay.tsx';
import './stage.css';
import { StageContext, useStage, useStageApi } from './stage-context.ts';
import type { StageApi } from './stage-context.ts';
import type { StageProps } from './stage-props.ts';
import { createStageStore } from './stage-store.ts';
import { useCamera } from './use-camera.ts';
import { useFocus } from './use-focus.ts';
import { useKeyboard } from './use-keyboard.ts';
import { useMotion } from './use-motion.ts';
import { usePointer } from './use-pointer.ts';
import { useView } from './use-view.ts';

export type { StageAction, StageProps } from './stage-props.ts';

const NODE_TYPES = {
  band: Band,
  box: NodeBoxCard,
  pod: PodCard,
  ghost: GhostCard,
  service: ServiceCard,
  outside: OutsideCard,
  workload: WorkloadCard,
};
const NO_PODS: ReadonlySet<ObjectKey> = new Set();
/** More cards moving at once than this are moved at once: they would cost more frames than they explain. */
const MOVES_FOLLOWED = 40;
/** As long as cards travel in motion.css. */
const TRAVEL_MS = 400;
const PRO_OPTIONS = { hideAttribution: true };

/** Draws `graph` as of `version`. Fills its parent, which must have a size. */
export function Stage(props: StageProps) {
  const { nowMs, speed, reducedMotion = false, onSelect, onAction } = props;
  const [store] = useState(createStageStore);
  const motion = useMotion(speed, reducedMotion);
  const latest = useRef({ onSelect, onAction });
  useLayoutEffect(() => {
    latest.current = { onSelect, onAction };
  });
  // Time goes past React: it changes with every frame and almost nothing shows it.
  useEffect(() => store.setState({ nowMs }), [store, nowMs]);
  useLayoutEffect(() => store.setState({ selection: props.selection }), [store, props.selection]);
  const api = useMemo(
    (): StageApi => ({ store, select: (key) => latest.current.onSelect(key), act: (action) => latest.current.onAction(action) }),
    [store],
  );
  return (
    <StageContext value={api}>
      <ReactFlowProvider>
        <StageView
          graph={props.graph}
          version={props.version}
          selection={props.selection}
          theme={props.theme}
          animated={motion.on}
          motionScale={motion.scale}
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
  readonly animated: boolean;
  readonly motionScale: number;
  readonly shortcuts: boolean;
  readonly fitKey: string | number | undefined;
}

const StageView = memo(function StageView(props: StageViewProps) {
  const { graph, version, selection, theme, animated, motionScale } = props;
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const api = useStageApi();
  const { store } = api;
  const flow = useFlow();
  const [arranged, arrange] = useReducer((n: number) => n + 1, 0);
  const window = useStage((state) => state.window);
  const mass = useStage((state) => state.mass);
  const focused = useStage((state) => state.focused);
  const lifted = useLifted(mass, selection);
  const near = useMemo(
    () => (selection === undefined ? undefined : neighbourhood(graph, selection)),
    // The graph changes in place: its version stands for its content.
    [graph, version, selection],
  );

  const onFirstFit = useCallback(() => root.current?.setAttribute('data-stage-ready', 'true'), []);
  const camera = useCamera({
    graph,
    version,
    flow,
    fitKey: props.fitKey,
    animated,
    held: selection !== undefined,
    onShape: arrange,
    onFirstFit,
  });
  const focus = useFocus(canvas, graph, version, store, camera);
  const keyboard = useKeyboard({ graph, selection, api, focus, camera, canvas, shortcuts: props.shortcuts });
  const pointer = usePointer({ graph, api, flow, canvas });
  useView(root, flow, store, graph.scene, version);

  const [flowNodes] = useState(() => new FlowNodes());
  const [sheet] = useState(() => new Sheet(store));
  const reflow = useRef<number>(undefined);
  useLayoutEffect(() => {
    const { scene } = graph;
    const built = flowNodes.build({ scene, version: graph.version, window, mass, lifted, selection, near });
    const travel = animated && built.moved <= MOVES_FOLLOWED;
    root.current?.toggleAttribute('data-cut', !travel);
    if (reflow.current !== undefined && reflow.current !== scene.reflow && travel) sheet.returnAfter(TRAVEL_MS * motionScale);
    reflow.current = scene.reflow;
    flow.setNodes(built.nodes);
    sheet.show({ scene, version: graph.version, theme, cards: built.cards, selection, near });
    sheet.place(flow.viewport(), flow.size(), true);
    if (!built.more) return;
    const frame = requestAnimationFrame(arrange);
    return () => cancelAnimationFrame(frame);
  }, [flow, flowNodes, sheet, graph, version, arranged, theme, window, mass, lifted, selection, near, animated, motionScale]);

  return (
    <div
      ref={root}
      className="kb-stage"
      data-theme={theme}
      data-motion={animated ? 'on' : 'off'}
      data-mass={mass}
      style={{ '--motion': motionScale } as React.CSSProperties}
    >
      <div
        ref={canvas}
        className="kb-canvas"
        role="group"
        aria-label="Picture of the cluster. Arrow keys move, Enter selects."
        tabIndex={focused ? -1 : 0}
        {...keyboard}
        {...pointer}
      >
        <ReactFlow
          ref={plainRole}
          nodeTypes={NODE_TYPES}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          panActivationKeyCode={null}
          zoomActivationKeyCode={null}
          zoomOnDoubleClick={false}
          minZoom={MIN_ZOOM}
          maxZoom={MAX_ZOOM}
          proOptions={PRO_OPTIONS}
          onMoveStart={(event) => {
            if (event) camera.taken();
          }}
        >
          <Overlay flow={flow} sheet={sheet} />
          <Glance scene={graph.scene} version={version} />
        </ReactFlow>
      </div>
      <PodClips />
      <Controls camera={camera} />
      <Legend />
      <p className="kb-spoken" role="status" />
    </div>
  );
});

/** React Flow calls itself an application, which would switch off a screen reader's own keys; the group is around it. */
function plainRole(element: HTMLDivElement | null): void {
  element?.setAttribute('role', 'presentation');
}

/** Pods in the mass that are cards all the same: selected, under the pointer, under the keyboard. */
function useLifted(mass: boolean, selection: ObjectKey | undefined): ReadonlySet<ObjectKey> {
  const hover = useStage((state) => (mass ? state.hover : undefined));
  const focus = useStage((state) => (mass && state.focused ? state.focus : undefined));
  return useMemo(() => {
    const keys = mass ? [selection, hover, focus].filter((key) => key !== undefined) : [];
    return keys.length === 0 ? NO_PODS : new Set(keys);
  }, [mass, selection, hover, focus]);
}
