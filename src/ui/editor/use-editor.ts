import { setDiagnostics } from '@codemirror/lint';
import type { Diagnostic } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { editorExtensions } from './code-mirror.ts';

/** What was in the editor when it was closed. Lives as long as the page. */
let kept: EditorState | undefined;

export interface EditorHandle {
  text(): string;
  length(): number;
  /** Nothing but space in it. */
  isBlank(): boolean;
  /** Puts a text in place of everything, as one step that can be undone. */
  replace(text: string): void;
  show(diagnostics: readonly Diagnostic[]): void;
  /** Puts the cursor there. */
  goTo(offset: number): void;
  /** Scrolls there and leaves the cursor alone. */
  reveal(offset: number): void;
}

interface EditorEvents {
  readonly onReady: (editor: EditorHandle) => void;
  readonly onApply: () => void;
  readonly onChange: () => void;
  readonly onRefused: (message: string) => void;
}

/** Nothing was left in the editor when it was closed. */
export function keptIsBlank(): boolean {
  return kept === undefined || isBlank(kept);
}

/** A CodeMirror in `parent`, and the way to speak to it. The events need not be stable. */
export function useEditor(parent: HTMLElement | null, events: EditorEvents): void {
  const latest = useRef(events);
  useLayoutEffect(() => {
    latest.current = events;
  });

  useEffect(() => {
    if (parent === null) return undefined;
    const extensions = editorExtensions({
      onApply: () => latest.current.onApply(),
      onChange: () => latest.current.onChange(),
      onRefused: (message) => latest.current.onRefused(message),
    });
    const state = EditorState.create({
      extensions,
      ...(kept === undefined ? {} : { doc: kept.doc, selection: kept.selection }),
    });
    const view = new EditorView({ state, parent });
    view.focus();
    latest.current.onReady(handleOf(view));
    return () => {
      kept = view.state;
      view.destroy();
    };
  }, [parent]);
}

/** Texts longer than this are not looked through for a word. */
const BLANK_LENGTH = 10_000;

function isBlank({ doc }: EditorState): boolean {
  return doc.length < BLANK_LENGTH && doc.toString().trim() === '';
}

function handleOf(view: EditorView): EditorHandle {
  return {
    text: () => view.state.doc.toString(),
    length: () => view.state.doc.length,
    isBlank: () => isBlank(view.state),
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } });
      view.focus();
    },
    show(diagnostics) {
      view.dispatch(setDiagnostics(view.state, [...diagnostics]));
    },
    goTo(offset) {
      const at = Math.min(offset, view.state.doc.length);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      view.focus();
    },
    reveal(offset) {
      const at = Math.min(offset, view.state.doc.length);
      view.dispatch({ effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    },
  };
}
