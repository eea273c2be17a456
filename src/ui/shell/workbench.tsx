/**
 * The workbench: bar, stage, panels and forms around one open cluster. It arranges them and lets the client's
 * deltas in; each part reads the store by itself.
 */
import { Suspense, useEffect } from 'react';
import { startSpeaking } from '../state/changes.ts';
import { followClient } from '../state/frames.ts';
import { useApp } from '../state/store.ts';
import { CrashScreen } from './crash-screen.tsx';
import { Details, EditorPanel, Forms, fetchLater } from './later.ts';
import { Notices } from './notices.tsx';
import { useShortcuts } from './shortcuts.ts';
import { Spoken } from './spoken.tsx';
import { StageArea } from './stage-area.tsx';
import { BottomBar, TopBar } from './top-bar.tsx';
import { useLater } from './use-later.ts';

export function Workbench() {
  const client = useApp((state) => state.client);
  const crashed = useApp((state) => state.phase === 'crashed');
  const editorOpen = useApp((state) => state.editorOpen);
  const hasSelection = useApp((state) => state.selection !== undefined);
  const hasDialog = useApp((state) => state.dialog !== undefined);
  const isLater = useLater();

  useEffect(() => (client === undefined ? undefined : followClient(client)), [client]);
  useEffect(startSpeaking, []);
  useEffect(() => {
    if (isLater) fetchLater();
  }, [isLater]);
  useShortcuts();

  return (
    <div className="flex h-dvh flex-col overflow-hidden bg-surface">
      <TopBar />
      {crashed ? (
        <CrashScreen />
      ) : (
        <main className="relative flex min-h-0 flex-1 max-sm:flex-col">
          {editorOpen && (
            <Suspense fallback={<EditorLoading />}>
              <EditorPanel />
            </Suspense>
          )}
          <div className="relative min-h-0 min-w-0 flex-1">
            <StageArea />
            <Notices />
          </div>
          <Suspense>{hasSelection && <Details />}</Suspense>
        </main>
      )}
      <BottomBar />
      <Suspense>{hasDialog && <Forms />}</Suspense>
      <Spoken />
    </div>
  );
}

function EditorLoading() {
  return (
    <div className="flex w-[min(480px,40vw)] items-center justify-center border-r border-line bg-surface-raised max-sm:absolute max-sm:inset-0 max-sm:z-20 max-sm:w-full">
      <output className="block text-sm text-ink-muted">Loading the editor …</output>
    </div>
  );
}
