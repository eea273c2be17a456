/**
 * The page's state: which cluster is open, what of it is shown, and how. One store, read by selectors; changed only
 * by the functions in this folder. The objects themselves are not in here: the graph holds the rows (changed in
 * place, `version` tells when), everything else is asked for through the API.
 */
import { create } from 'zustand';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Client, Crash } from '../../client/client.ts';
import type { Graph } from '../../graph/graph.ts';
import type { ClockState } from '../../protocol/messages.ts';
import type { Scene } from '../../scenes/scene.ts';
import type { Notice } from './notices.ts';
import type { Preferences } from './preferences.ts';

export type Phase = 'start' | 'booting' | 'running' | 'crashed';

/** Which form is open, and about which object. */
export type DialogState =
  | { readonly form: 'new-deployment' }
  | { readonly form: 'expose' | 'set-image' | 'delete'; readonly key: ObjectKey }
  | { readonly form: 'help' };

export interface AppState extends Preferences {
  readonly phase: Phase;
  readonly scene: Scene | undefined;
  readonly client: Client | undefined;
  /** Undefined until the first picture can be drawn. */
  readonly graph: Graph | undefined;
  /** Grows with every applied delta. */
  readonly version: number;
  readonly clock: ClockState;
  readonly selection: ObjectKey | undefined;
  readonly dialog: DialogState | undefined;
  readonly editorOpen: boolean;
  readonly notices: readonly Notice[];
  /** For screen readers: the last sentence, politely. */
  readonly spoken: string;
  readonly crash: Crash | undefined;
}

const STOPPED: ClockState = { nowMs: 0, paused: false, speed: 1, settled: false };

/** What a page without a cluster shows. */
export const CLOSED = {
  phase: 'start',
  scene: undefined,
  client: undefined,
  graph: undefined,
  version: 0,
  clock: STOPPED,
  selection: undefined,
  dialog: undefined,
  editorOpen: false,
  notices: [],
  spoken: '',
  crash: undefined,
} as const satisfies Partial<AppState>;

/** Until startPreferences has asked the browser. */
const UNASKED: Preferences = { themeChoice: 'system', theme: 'light', motionChoice: 'system', reducedMotion: false };

/** The state now, for code that is not drawn by it. */
export function appState(): AppState {
  return useApp.getState();
}

export const useApp = create<AppState>()(() => ({ ...CLOSED, ...UNASKED }));
