import { CircleHelp, FileCode2, Plus } from 'lucide-react';
import { Suspense } from 'react';
import { Button, IconButton } from '../parts/button.tsx';
import { Logo } from '../parts/logo.tsx';
import { openDialog, setEditorOpen } from '../state/choose.ts';
import { pushScene } from '../state/location.ts';
import { closeScene } from '../state/session.ts';
import { useApp } from '../state/store.ts';
import { Clock } from './clock.tsx';
import { ViewMenu, fetchEditor } from './later.ts';
import { useLater } from './use-later.ts';
import { ViewButton } from './menu-buttons.tsx';

/**
 * Where you are, what time it is, and what you can do. On phones the doing moves to the bottom, within reach of a
 * thumb.
 */
export function TopBar() {
  const title = useApp((state) => state.scene?.title ?? '');
  return (
    <header className="z-30 flex h-12 shrink-0 items-center gap-3 border-b border-line bg-surface-raised px-3 max-sm:h-13 max-sm:gap-1 max-sm:px-1">
      <button
        type="button"
        aria-label="Kubarium, all scenes"
        title="All scenes"
        onClick={leave}
        className="flex items-center gap-2 rounded-md px-1 py-1 hover:bg-surface-hover max-sm:size-11 max-sm:justify-center"
      >
        <Logo />
        <span className="text-base font-semibold tracking-tight text-ink max-md:hidden">Kubarium</span>
      </button>
      <span aria-hidden="true" className="h-5 w-px bg-line max-sm:hidden" />
      <h1 className="min-w-0 truncate text-sm text-ink-muted max-sm:sr-only">{title}</h1>
      <span aria-hidden="true" className="h-5 w-px bg-line max-sm:hidden" />
      <Clock />
      <div className="ml-auto flex items-center gap-2 max-sm:hidden">
        <Doing />
      </div>
      <div className="ml-auto sm:hidden">
        <View />
      </div>
    </header>
  );
}

/** The same actions on a phone. */
export function BottomBar() {
  return (
    <nav
      aria-label="Actions"
      className="z-30 flex h-15 shrink-0 items-center gap-2 border-t border-line bg-surface-raised px-3 pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      <Doing />
    </nav>
  );
}

function Doing() {
  const editorOpen = useApp((state) => state.editorOpen);
  return (
    <>
      <Button
        look="primary"
        aria-expanded={editorOpen}
        icon={<FileCode2 size={16} aria-hidden="true" />}
        onPointerEnter={fetchEditor}
        onFocus={fetchEditor}
        onClick={() => setEditorOpen(!editorOpen)}
        className="max-sm:flex-1"
      >
        Apply YAML
      </Button>
      <Button
        icon={<Plus size={16} aria-hidden="true" />}
        onClick={() => openDialog({ form: 'new-deployment' })}
        className="max-sm:flex-1"
      >
        New deployment
      </Button>
      <span className="contents max-sm:hidden">
        <View />
      </span>
      <IconButton label="Help" title="Help (?)" onClick={() => openDialog({ form: 'help' })}>
        <CircleHelp size={18} aria-hidden="true" />
      </IconButton>
    </>
  );
}

function View() {
  const isLater = useLater();
  if (!isLater) return <ViewButton />;
  return (
    <Suspense fallback={<ViewButton />}>
      <ViewMenu />
    </Suspense>
  );
}

function leave(): void {
  pushScene(undefined);
  closeScene();
}
