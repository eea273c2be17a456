import { useMemo } from 'react';
import type { MouseEvent, PointerEvent, RefObject } from 'react';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Flow } from './flow-adapter.ts';
import { podAt } from './hit-test.ts';
import type { StageApi } from './stage-context.ts';

interface PointerOptions {
  readonly graph: Graph;
  readonly api: StageApi;
  readonly flow: Flow;
  readonly canvas: RefObject<HTMLElement | null>;
}

export interface PointerHandlers {
  readonly onClick: (event: MouseEvent) => void;
  readonly onDoubleClick: (event: MouseEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
}

/** One set of handlers for the whole canvas: cards are found by their key, painted pods by their place. */
export function usePointer({ graph, api, flow, canvas }: PointerOptions): PointerHandlers {
  return useMemo((): PointerHandlers => {
    const keyAt = (event: MouseEvent): ObjectKey | undefined => {
      const target = event.target as Element;
      const card = target.closest<HTMLElement>('[data-key], [data-pod]');
      // Painted pods lie on their node's box: the box has the pointer, but the pod is what is meant.
      const painted = !card || card.matches('.kb-box') ? podUnder(event) : undefined;
      return painted ?? ((card?.dataset['key'] ?? card?.dataset['pod']) as ObjectKey | undefined);
    };
    const podUnder = (event: MouseEvent): ObjectKey | undefined => {
      const bounds = canvas.current?.getBoundingClientRect();
      const { x, y, zoom } = flow.viewport();
      if (!bounds) return undefined;
      return podAt(graph.scene, (event.clientX - bounds.left - x) / zoom, (event.clientY - bounds.top - y) / zoom)?.key;
    };
    const hover = (key: ObjectKey | undefined): void => {
      if (api.store.getState().hover !== key) api.store.setState({ hover: key });
    };
    return {
      onClick: (event) => {
        if (isControl(event.target)) return;
        const key = keyAt(event);
        api.select(key);
        if (key !== undefined) api.store.setState({ focus: key });
      },
      onDoubleClick: (event) => {
        const key = isControl(event.target) ? undefined : keyAt(event);
        if (key !== undefined) api.act({ type: 'open', key });
      },
      onPointerMove: (event) => {
        // A finger has no hover, and while a button is down the stage is being dragged.
        if (event.pointerType === 'touch' || event.buttons !== 0) return;
        hover(keyAt(event));
      },
      onPointerLeave: () => hover(undefined),
    };
  }, [graph, api, flow, canvas]);
}

function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('.kb-stepper') !== null;
}
