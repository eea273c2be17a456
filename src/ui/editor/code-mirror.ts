import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, bracketMatching, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import type { Extension, Transaction } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { entryProblem, sizeProblem } from '../../apply/limits.ts';

interface EditorHooks {
  readonly onApply: () => void;
  readonly onChange: () => void;
  readonly onRefused: (message: string) => void;
}

const PLACEHOLDER = `# Paste one or more manifests, or drop a file.
apiVersion: apps/v1
kind: Deployment
…`;

/** Everything that the YAML editor is made of. Colours come from the page's tokens, so both themes are one. */
export function editorExtensions(hooks: EditorHooks): Extension {
  return [
    lineNumbers(),
    lintGutter(),
    history(),
    drawSelection(),
    indentUnit.of('  '),
    bracketMatching(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    language,
    syntaxHighlighting(colours),
    look,
    placeholder(PLACEHOLDER),
    EditorView.contentAttributes.of({
      'aria-label': 'Manifests, YAML or JSON. Tab indents; press Escape and then Tab to leave.',
      spellcheck: 'false',
      tabindex: '0',
    }),
    Prec.highest(
      keymap.of([
        {
          key: 'Mod-Enter',
          run: () => {
            hooks.onApply();
            return true;
          },
        },
      ]),
    ),
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap, indentWithTab]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) hooks.onChange();
    }),
    sizeGuard(hooks),
  ];
}

/** Longer texts are shown without colours: reading them for it would take the main thread again and again. */
const COLOURED_LENGTH = 200_000;

const languageOf = new Compartment();

/** YAML for texts of a usual size, plain text for huge ones; follows the length. */
const language: Extension = [
  languageOf.of(yaml()),
  EditorState.transactionExtender.of((transaction) => {
    if (!transaction.docChanged) return null;
    const wasPlain = transaction.startState.doc.length > COLOURED_LENGTH;
    const isPlain = transaction.newDoc.length > COLOURED_LENGTH;
    return wasPlain === isPlain ? null : { effects: languageOf.reconfigure(isPlain ? [] : yaml()) };
  }),
];

/** Shorter insertions are typing. */
const LOOKED_AT_LENGTH = 200;

/** Looks at a text before the editor takes it in: what is pasted, what is put in, and the length of the whole. */
function sizeGuard(hooks: EditorHooks): Extension {
  return [
    EditorView.domEventHandlers({
      paste(event) {
        const text = event.clipboardData?.getData('text/plain') ?? '';
        const refusal = sizeProblem(text.length);
        if (refusal === undefined) return false;
        event.preventDefault();
        hooks.onRefused(refusal);
        return true;
      },
    }),
    EditorState.transactionFilter.of((transaction) => {
      if (!transaction.docChanged) return transaction;
      const refusal = sizeProblem(transaction.changes.newLength) ?? insertedProblem(transaction);
      if (refusal === undefined) return transaction;
      hooks.onRefused(refusal);
      return [];
    }),
  ];
}

function insertedProblem(transaction: Transaction): string | undefined {
  let problem: string | undefined;
  transaction.changes.iterChanges((_fromA, _toA, _fromB, _toB, inserted) => {
    if (problem === undefined && inserted.length > LOOKED_AT_LENGTH) problem = entryProblem(inserted.toString());
  });
  return problem;
}

const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--accent)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword, tags.atom], color: 'var(--state-ready)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--ink-faint)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.meta], color: 'var(--ink-faint)' },
  { tag: tags.invalid, color: 'var(--danger)' },
]);

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', color: 'var(--ink)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-faint)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 12px', minWidth: '36px' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--surface-hover) 55%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--accent-soft)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--warning-soft)' },
  '.cm-placeholder': { color: 'var(--ink-faint)', whiteSpace: 'pre' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface-overlay)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '6px',
    boxShadow: 'var(--shadow-lift)',
  },
  '.cm-diagnostic': { padding: '6px 10px', maxWidth: '420px', fontFamily: 'var(--font-sans)', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--danger)' },
  '.cm-lint-marker': { width: '12px', height: '20px', padding: '6px 2px' },
  '.cm-lint-marker-error': {
    content: '""',
    boxSizing: 'border-box',
    backgroundClip: 'content-box',
    backgroundColor: 'var(--danger)',
    borderRadius: '50%',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--danger) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-panels': { backgroundColor: 'var(--surface-sunken)', color: 'var(--ink)' },
  '.cm-panel button, .cm-panel input': { font: 'inherit' },
});
