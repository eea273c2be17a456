import { useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Drawn } from './drawn.ts';
import type { Flow } from './flow-adapter.ts';
import { FlowNodes } from './flow-nodes.ts';
import type { FlowOutput } from './flow-nodes.ts';
import { Sheet } from './overlay-sheet.ts';
import { useStage, useStageApi } from './stage-context.ts';

/** More cards moving at once than this are moved at once: they would cost more frames than they explain. */
const MOVES_FOLLOWED = 40;
/** As long as cards travel in motion.css. */
const TRAVEL_MS = 400;

interface DrawingOptions {
  readonly root: RefObject<HTMLElement | null>;
  readonly flow: Flow;
  readonly drawn: Drawn;
  readonly theme: 'light' | 'dark';
  readonly selection: ObjectKey | undefined;
  readonly near: ReadonlySet<ObjectKey> | undefined;
  /** 0: nothing is animated. */
  readonly motionScale: number;
}

/** Draws: cards into React Flow and the rest onto the sheet, both in one frame. Gives the sheet for its canvas. */
export function useDrawing(options: DrawingOptions): Sheet {
  const { root, flow, drawn, theme, selection, near, motionScale } = options;
  const { store } = useStageApi();
  const [flowNodes] = useState(() => new FlowNodes());
  const [sheet] = useState(() => new Sheet(store));
  const reflow = useRef<number>(undefined);
  const window = useStage((state) => state.window);
  const mass = useStage((state) => state.mass);
  const hover = useStage((state) => (state.mass ? state.hover : undefined));
  const focus = useStage((state) => (state.mass && state.focused ? state.focus : undefined));

  useLayoutEffect(() => {
    const { graph } = drawn;
    const { scene, version } = graph;
    // In the mass, what is looked at is a card all the same.
    const lifted = new Set(mass ? [selection, hover, focus].filter((key) => key !== undefined) : []);
    let frame = 0;
    const cards = (): FlowOutput => {
      const built = flowNodes.build({ scene, version, window, mass, lifted, selection, near });
      const travels = motionScale > 0 && built.moved <= MOVES_FOLLOWED;
      root.current?.toggleAttribute('data-cut', !travels);
      flow.setNodes(built.nodes);
      sheet.show({ scene, version, theme, cards: built.cards, selection, near });
      if (travels && reflow.current !== undefined && reflow.current !== scene.reflow) {
        sheet.returnAfter(TRAVEL_MS * motionScale);
      }
      reflow.current = scene.reflow;
      return built;
    };
    const paint = (): void => sheet.place(flow.viewport(), flow.size(), true);
    const goOn = (): void => {
      const built = cards();
      // A card that comes covers what was painted for it: no need to paint again before the last of them has come.
      if (built.bared || !built.more) paint();
      if (built.more) frame = requestAnimationFrame(goOn);
    };
    const built = cards();
    // Painted just before the frame that shows the cards, and not in the task that made them: two short ones.
    frame = requestAnimationFrame(() => {
      paint();
      if (built.more) frame = requestAnimationFrame(goOn);
    });
    return () => cancelAnimationFrame(frame);
  }, [root, flow, flowNodes, sheet, drawn, theme, window, mass, hover, focus, selection, near, motionScale]);

  return sheet;
}
