import { useEffect, useRef, useState } from 'react';
import { markDiagnostics, reportDiagnostics } from './diagnostics.ts';
import { EXAMPLE } from './example.ts';
import { readFiles } from './read-files.ts';
import { useApply } from './use-apply.ts';
import type { ApplyState } from './use-apply.ts';
import { keptIsBlank, useEditor } from './use-editor.ts';
import type { EditorHandle } from './use-editor.ts';

/** After the last key, the text is read for mistakes of form. */
const CHECK_AFTER_MS = 500;
/** Longer texts are read only when they are applied. */
const CHECK_LIMIT = 500_000;

interface EditorPanelState {
  /** Where the editor goes. */
  readonly place: (element: HTMLElement | null) => void;
  readonly state: ApplyState;
  /** Why the last text was not let in. */
  readonly refusal: string | undefined;
  readonly isEmpty: boolean;
  apply(): void;
  cancel(): void;
  takeFiles(files: readonly File[]): Promise<void>;
  insertExample(): void;
  goTo(offset: number): void;
}

/** What the editor panel does; how it looks is in editor-panel.tsx. */
export function useEditorPanel(): EditorPanelState {
  const [parent, setParent] = useState<HTMLElement | null>(null);
  const [editor, setEditor] = useState<EditorHandle | undefined>(undefined);
  const [refusal, setRefusal] = useState<string | undefined>(undefined);
  const [isEmpty, setIsEmpty] = useState(keptIsBlank);
  const checkTimer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const edits = useRef(0);

  const applying = useApply((report) => {
    editor?.show(reportDiagnostics(report, editor.length()));
    const first = report.problems[0] ?? report.results.find((result) => result.marks.length > 0)?.marks[0];
    if (first !== undefined) editor?.reveal(first.span.from);
  });
  const check = async (): Promise<void> => {
    const edit = edits.current;
    if (editor === undefined || editor.isBlank() || editor.length() > CHECK_LIMIT) return;
    const text = editor.text();
    const problems = await applying.check(text);
    if (edit === edits.current) editor.show(markDiagnostics(problems, text.length));
  };
  const apply = (): void => {
    if (editor === undefined || editor.isBlank()) return;
    clearTimeout(checkTimer.current);
    setRefusal(undefined);
    applying.start(editor.text());
  };
  useEditor(parent, {
    onReady: setEditor,
    onApply: apply,
    onRefused: setRefusal,
    onChange: () => {
      edits.current += 1;
      setRefusal(undefined);
      setIsEmpty(editor?.isBlank() ?? true);
      applying.markStale();
      clearTimeout(checkTimer.current);
      checkTimer.current = setTimeout(() => void check(), CHECK_AFTER_MS);
    },
  });
  useEffect(() => () => clearTimeout(checkTimer.current), []);

  return {
    place: setParent,
    state: applying.state,
    refusal,
    isEmpty,
    apply,
    cancel: () => applying.cancel(),
    async takeFiles(files) {
      if (files.length === 0) return;
      const read = await readFiles(files);
      if ('problem' in read) return setRefusal(read.problem);
      setRefusal(undefined);
      editor?.replace(read.text);
    },
    insertExample: () => editor?.replace(EXAMPLE),
    goTo: (offset) => editor?.goTo(offset),
  };
}
