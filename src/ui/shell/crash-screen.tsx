import { OctagonX } from 'lucide-react';
import { count } from '../lib/format.ts';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/command-line.tsx';
import { openScene } from '../state/session.ts';
import { useApp } from '../state/store.ts';

/** A bug stopped the simulation. Says so, and gives what is needed to play it again. */
export function CrashScreen() {
  const crash = useApp((state) => state.crash);
  const scene = useApp((state) => state.scene);
  if (crash === undefined || scene === undefined) return null;
  const report = JSON.stringify({ version: __APP_VERSION__, scene: scene.id, ...crash }, null, 1);
  return (
    <main className="flex flex-1 items-start justify-center overflow-y-auto p-6 max-sm:p-4">
      <section
        role="alert"
        aria-labelledby="crash-title"
        className="w-full max-w-2xl rounded-xl border border-line bg-surface-raised p-6 shadow-card"
      >
        <h1 id="crash-title" className="flex items-center gap-2 text-lg font-semibold text-ink">
          <OctagonX size={20} aria-hidden="true" className="text-danger" />
          The simulation stopped on a bug of its own
        </h1>
        <p className="mt-2 text-sm text-ink-muted">
          This is our mistake, not yours. With the seed and the {count(crash.journal.length, 'request')} below it can be
          played again, bit for bit.
        </p>
        <pre className="mt-4 max-h-40 overflow-auto rounded-md bg-danger-soft p-3 font-mono text-xs whitespace-pre-wrap text-danger">
          {crash.message}
        </pre>
        <div className="mt-4 flex items-center justify-between rounded-t-md border border-line bg-surface-sunken pl-3 text-xs text-ink-muted">
          <span>Report, seed {crash.seed}</span>
          <CopyButton text={report} label="Copy report" />
        </div>
        <pre
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys could not scroll it without
          tabIndex={0}
          aria-label="Crash report"
          className="max-h-64 overflow-auto rounded-b-md border border-t-0 border-line p-3 font-mono text-xs text-ink"
        >
          {report.slice(0, 20_000)}
        </pre>
        <Button look="primary" className="mt-5" onClick={() => openScene(scene)}>
          Start the scene again
        </Button>
      </section>
    </main>
  );
}
