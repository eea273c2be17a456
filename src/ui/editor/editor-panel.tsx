/**
 * The editor: manifests in, what the API said out. Loaded only when it is opened. Reading and applying run in a
 * worker of their own (apply-worker.ts); the text survives closing.
 */
import { FolderOpen, X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { cx } from '../lib/cx.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { setEditorOpen } from '../state/choose.ts';
import { Results } from './results.tsx';
import { useEditorPanel } from './use-editor-panel.ts';

const PANEL =
  'relative z-20 flex w-[min(480px,42vw)] shrink-0 animate-slide-right flex-col border-r border-line bg-surface-raised ' +
  'max-lg:absolute max-lg:inset-y-0 max-lg:left-0 max-lg:w-[min(480px,70vw)] max-lg:shadow-overlay max-sm:w-full';

export function EditorPanel() {
  const panel = useEditorPanel();
  const { place, state, refusal, isEmpty } = panel;
  const [dragging, setDragging] = useState(false);

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a place to drop files; the button does the same
    <section
      aria-label="Apply manifests"
      className={PANEL}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={() => setDragging(false)}
      onDropCapture={(event) => {
        setDragging(false);
        if (!hasFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        void panel.takeFiles([...event.dataTransfer.files]);
      }}
    >
      <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 className="flex-1 text-base font-semibold text-ink">Apply manifests</h2>
        <OpenFile onFiles={(files) => void panel.takeFiles(files)} />
        <IconButton label="Close editor" size="sm" onClick={() => setEditorOpen(false)}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </header>
      {refusal !== undefined && (
        <p role="alert" className="bg-danger-soft px-4 py-2 text-sm text-danger">
          {refusal}
        </p>
      )}
      <div
        ref={place}
        className={cx(
          'min-h-0 flex-1 overflow-hidden',
          dragging && 'outline-2 -outline-offset-2 outline-accent outline-dashed',
        )}
      />
      {isEmpty && (
        <div className="px-4 pb-3">
          <Button size="sm" onClick={() => panel.insertExample()}>
            Insert an example
          </Button>
        </div>
      )}
      {state.phase === 'done' && (
        <Results report={state.report} stale={state.stale} onGoTo={(offset) => panel.goTo(offset)} />
      )}
      <footer className="flex shrink-0 items-center gap-3 border-t border-line px-4 py-3">
        <code className="min-w-0 flex-1 truncate font-mono text-xs text-ink-faint">
          {state.phase === 'applying' ? progress(state.done, state.total) : 'kubectl apply -f -'}
        </code>
        {state.phase === 'applying' ? (
          <Button onClick={() => panel.cancel()}>Cancel</Button>
        ) : (
          <Button look="primary" title="Ctrl+Enter, or Cmd+Enter" disabled={isEmpty} onClick={() => panel.apply()}>
            Apply
          </Button>
        )}
      </footer>
    </section>
  );
}

function OpenFile({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        size="sm"
        look="quiet"
        icon={<FolderOpen size={15} aria-hidden="true" />}
        onClick={() => input.current?.click()}
      >
        Open file
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".yaml,.yml,.json,.txt,text/*,application/json,application/yaml"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer.types.includes('Files');
}

function progress(done: number, total: number): string {
  return total === 0 ? 'reading …' : `${done} of ${total} …`;
}
