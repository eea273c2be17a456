/** Which key means what while the stage has the focus. Pure, so that it can be read and tested in one place. */
import type { RelationWay } from '../../graph/relations.ts';
import type { Direction } from '../../graph/travel.ts';

export type StageCommand =
  | { readonly do: 'move'; readonly direction: Direction }
  /** Along ownership (up, down) or traffic (left, right). */
  | { readonly do: 'follow'; readonly way: RelationWay }
  | { readonly do: 'end'; readonly end: 'first' | 'last' }
  | { readonly do: 'enter' }
  | { readonly do: 'out' }
  | { readonly do: 'delete' }
  | { readonly do: 'scale'; readonly by: 1 | -1 }
  | { readonly do: 'fit' }
  | { readonly do: 'legend' };

export interface KeyPress {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** `shortcuts` false leaves out the keys that are a single character (WCAG 2.1.4). */
export function commandOf(press: KeyPress, shortcuts: boolean): StageCommand | undefined {
  if (press.ctrlKey || press.metaKey) return undefined;
  const direction = ARROWS[press.key];
  if (direction) return press.altKey ? { do: 'follow', way: direction } : { do: 'move', direction };
  if (press.altKey) return undefined;
  switch (press.key) {
    case 'Home':
      return { do: 'end', end: 'first' };
    case 'End':
      return { do: 'end', end: 'last' };
    case 'Enter':
    case ' ':
      return { do: 'enter' };
    case 'Escape':
      return { do: 'out' };
    case 'Delete':
      return { do: 'delete' };
    default:
      return shortcuts ? characterCommand(press.key) : undefined;
  }
}

function characterCommand(key: string): StageCommand | undefined {
  switch (key) {
    case '+':
    case '=':
      return { do: 'scale', by: 1 };
    case '-':
      return { do: 'scale', by: -1 };
    case 'f':
      return { do: 'fit' };
    case '?':
      return { do: 'legend' };
    default:
      return undefined;
  }
}
