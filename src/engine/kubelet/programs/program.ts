/** What a container's program does from its start on, as data. Times are milliseconds since its start. */
export interface Program {
  /** It ends by itself; without it, it runs for ever. `work`: after as long as such work takes. */
  readonly end?: { readonly afterMs: number | 'work'; readonly code: number; readonly outOfMemory?: boolean };
  /** The runtime cannot start it, and says so. */
  readonly startError?: string;
  readonly onTerm: TermAnswer;
  /** Ports that it serves; without them, those that the container declares, or any when it declares none. */
  readonly ports?: readonly number[];
  /** Answers requests for paths that it has no page for with 404. */
  readonly strictPaths?: boolean;
  /** A path that answers with 500 after this time. */
  readonly failsAfterMs?: number;
  /** Runs as root unless told otherwise. */
  readonly asRoot?: boolean;
  /** When paths came and went. */
  readonly files: readonly FileChange[];
  readonly said: readonly Said[];
  readonly memoryBytes?: number;
}

export interface FileChange {
  readonly atMs: number;
  readonly path: string;
  readonly exists: boolean;
}

export interface Said {
  readonly atMs: number;
  readonly text: string;
}

/**
 * What SIGTERM does: `exits` after its own time with a code; `ignores` it, as a program does that is process 1 and has
 * no handler; `trap`: a shell runs its handler when its current command has ended.
 */
export type TermAnswer =
  | { readonly kind: 'exits'; readonly code: number }
  | { readonly kind: 'ignores' }
  | {
      readonly kind: 'trap';
      readonly fromMs: number;
      readonly code: number;
      readonly takesMs: number;
      /** Commands that the shell waits for. */
      readonly busy: readonly (readonly [fromMs: number, toMs: number])[];
      /** After the first round the same happens every so often. */
      readonly loop?: { readonly fromMs: number; readonly periodMs: number };
    };

/** Exit code of a program that SIGTERM ended. */
export const TERMINATED = 143;
export const NO_FILES: readonly FileChange[] = [];
export const NOTHING_SAID: readonly Said[] = [];

/** Runs for ever and stops in peace when told to. */
export const SERVER: Program = {
  onTerm: { kind: 'exits', code: 0 },
  files: NO_FILES,
  said: NOTHING_SAID,
};

/** Does the path exist at this time, as far as the program made or removed it? Undefined: it never touched it. */
export function fileAt(files: readonly FileChange[], path: string, atMs: number): boolean | undefined {
  let exists: boolean | undefined;
  for (const change of files) {
    if (change.atMs > atMs) break;
    if (change.path === path) exists = change.exists;
  }
  return exists;
}

/** Milliseconds from SIGTERM at `atMs` until the program has ended, and its code; undefined when it does not end. */
export function answerToTerm(
  answer: TermAnswer,
  atMs: number,
  stopMs: number,
): { readonly afterMs: number; readonly code: number } | undefined {
  if (answer.kind === 'exits') return { afterMs: stopMs, code: answer.code };
  if (answer.kind === 'ignores' || atMs < answer.fromMs) return undefined;
  const { loop, busy } = answer;
  const inLoop = loop !== undefined && loop.periodMs > 0 && atMs > loop.fromMs;
  const placeMs = inLoop ? loop.fromMs + ((atMs - loop.fromMs) % loop.periodMs) : atMs;
  const span = busy.find(([fromMs, toMs]) => fromMs <= placeMs && placeMs < toMs);
  return { afterMs: (span === undefined ? 0 : span[1] - placeMs) + answer.takesMs, code: answer.code };
}
