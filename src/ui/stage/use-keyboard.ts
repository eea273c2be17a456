import { useMemo, useRef } from 'react';
import type { FocusEvent, KeyboardEvent, RefObject } from 'react';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Graph } from '../../graph/graph.ts';
import { relationsOf } from '../../graph/relations.ts';
import type { RelationWay } from '../../graph/relations.ts';
import { commandOf } from './keys.ts';
import type { StageCommand } from './keys.ts';
import type { StageApi } from './stage-context.ts';
import type { Camera } from './use-camera.ts';
import { elementOf } from './use-focus.ts';
import type { Focus } from './use-focus.ts';

interface KeyboardOptions {
  readonly graph: Graph;
  readonly selection: ObjectKey | undefined;
  readonly api: StageApi;
  readonly focus: Focus;
  readonly camera: Camera;
  readonly canvas: RefObject<HTMLElement | null>;
  readonly shortcuts: boolean;
}

export interface KeyboardHandlers {
  readonly onPointerDown: () => void;
  readonly onPointerUp: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
  readonly onBlur: (event: FocusEvent<HTMLElement>) => void;
}

export function useKeyboard(options: KeyboardOptions): KeyboardHandlers {
  const { graph, selection, api, focus, camera, canvas, shortcuts } = options;
  const pressed = useRef(false);
  return useMemo((): KeyboardHandlers => {
    const run = createRunner({ graph, selection, api, focus, camera, canvas, shortcuts });
    return {
      onPointerDown: () => {
        pressed.current = true;
      },
      onPointerUp: () => {
        pressed.current = false;
      },
      onKeyDown: (event) => {
        pressed.current = false;
        const inside = event.target instanceof Element && event.target.closest('.kb-stepper') !== null;
        const command = commandOf(event, shortcuts);
        if (!command || (inside && command.do !== 'out')) return;
        if (!run(command, inside)) return;
        event.preventDefault();
        event.stopPropagation();
      },
      onFocus: (event) => {
        if (event.target === event.currentTarget) {
          // A press brings the focus too, but whoever presses looks where the pointer is: nothing may move then.
          if (!pressed.current) focus.resume();
          return;
        }
        const key = event.target.closest<HTMLElement>('[data-key]')?.dataset['key'] as ObjectKey | undefined;
        if (key === undefined) api.store.setState({ focused: true });
        else focus.note(key);
      },
      onBlur: (event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        // A card that was removed loses the focus to nobody: then the stage still has the keyboard, and passes it on.
        if (event.relatedTarget === null && !event.target.isConnected) return;
        api.store.setState({ focused: false });
      },
    };
  }, [graph, selection, api, focus, camera, canvas, shortcuts]);
}

/** Carries out a command; false when there was nothing to do, so that the page may use the key. */
function createRunner(options: KeyboardOptions): (command: StageCommand, inside: boolean) => boolean {
  const { graph, selection, api, focus, camera, canvas } = options;
  const current = (): ObjectKey | undefined => api.store.getState().focus;
  const out = (inside: boolean): boolean => {
    const key = current();
    if (inside && key !== undefined) {
      focus.on(key);
      return true;
    }
    if (api.store.getState().legend) {
      api.store.setState({ legend: false });
      return true;
    }
    if (selection === undefined) return false;
    api.select(undefined);
    return true;
  };
  const enter = (key: ObjectKey): void => {
    if (selection !== key) {
      api.select(key);
      return;
    }
    const input = elementOf(canvas.current, key)?.querySelector('input');
    if (input) input.focus();
    else api.act({ type: 'open', key });
  };
  return (command, inside) => {
    const key = current();
    switch (command.do) {
      case 'move':
        focus.move(command.direction);
        return true;
      case 'end':
        focus.toEnd(command.end);
        return true;
      case 'follow':
        if (key !== undefined) follow(options, key, command.way);
        return true;
      case 'enter':
        if (key !== undefined) enter(key);
        return key !== undefined;
      case 'out':
        return out(inside);
      case 'delete':
        if (key !== undefined && graph.rows.has(key)) api.act({ type: 'delete', key });
        return key !== undefined;
      case 'scale': {
        const card = cardOf(graph, key);
        if (card?.row.scalable !== true) return false;
        api.act({ type: 'scale', key: card.key, replicas: Math.max(0, card.row.desired + command.by) });
        return true;
      }
      case 'fit':
        camera.fit();
        return true;
      case 'legend':
        api.store.setState({ legend: !api.store.getState().legend });
        return true;
    }
  };
}

const WAY_WORDS: Readonly<Record<RelationWay, string>> = {
  up: 'owner',
  down: 'owned',
  left: 'towards the Service',
  right: 'towards the node',
};

function follow({ graph, focus, canvas }: KeyboardOptions, key: ObjectKey, way: RelationWay): void {
  const others = relationsOf(graph, key)[way];
  const first = others[0];
  if (first === undefined) {
    speak(canvas.current, `nothing ${WAY_WORDS[way]}`);
    return;
  }
  focus.on(first);
  speak(canvas.current, `${WAY_WORDS[way]}, 1 of ${others.length}`);
}

function speak(canvas: HTMLElement | null, text: string): void {
  const spoken = canvas?.parentElement?.querySelector('output');
  if (spoken) spoken.textContent = text;
}

/** The workload that `+` and `-` mean: the focused card, or the one that owns the focused revision or pod. */
function cardOf(graph: Graph, key: ObjectKey | undefined) {
  if (key === undefined) return undefined;
  const { workloads, pods } = graph.scene;
  const owner = pods.get(key)?.row.ownerUid;
  for (const card of workloads.values()) {
    if (card.key === key || card.row.uid === owner) return card;
    if (card.sets.some((set) => set.key === key || set.row.uid === owner)) return card;
  }
  return undefined;
}
