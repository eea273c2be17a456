/**
 * The start screen: what Kubarium is, and where to begin. Painted first, with nothing heavy behind it; everything
 * else loads while it is read.
 */
import { FileCode2 } from 'lucide-react';
import type { Scene } from '../../scenes/scene.ts';
import { SCENES, findScene } from '../../scenes/scenes.ts';
import { Button } from '../parts/button.tsx';
import { Wordmark } from '../parts/logo.tsx';
import { SceneCard } from './scene-card.tsx';

interface StartScreenProps {
  readonly onOpen: (scene: Scene, withEditor: boolean) => void;
  /** A link named a scene that does not exist. */
  readonly unknownScene: string | undefined;
}

export function StartScreen({ onOpen, unknownScene }: StartScreenProps) {
  const openEmpty = (): void => {
    const scene = findScene('empty');
    if (scene !== undefined) onOpen(scene, true);
  };
  return (
    <main className="flex min-h-full flex-col overflow-y-auto bg-surface">
      <div className="mx-auto flex w-full max-w-5xl flex-1 flex-col justify-center px-6 py-10 max-sm:px-4 max-sm:py-6">
        <Wordmark />
        <h1 className="mt-8 max-w-2xl text-2xl font-semibold tracking-tight text-balance text-ink max-sm:mt-6 max-sm:text-xl">
          A living Kubernetes cluster, in your browser
        </h1>
        <p className="mt-3 max-w-2xl text-lg text-pretty text-ink-muted">
          Apply a manifest, scale it, delete a pod, and watch every address rewire. It is a simulation with Kubernetes’
          own rules: nothing is installed, nothing leaves this page.
        </p>
        {unknownScene !== undefined && (
          <output className="block mt-6 rounded-md bg-warning-soft px-4 py-3 text-sm text-warning">
            There is no scene “{unknownScene}”. Choose one of these.
          </output>
        )}
        <ul className="mt-8 grid gap-4 sm:grid-cols-2">
          {SCENES.map((scene) => (
            <li key={scene.id} className="flex">
              <SceneCard scene={scene} onOpen={() => onOpen(scene, false)} />
            </li>
          ))}
        </ul>
        <div className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-3">
          <Button icon={<FileCode2 size={16} aria-hidden="true" />} onClick={openEmpty}>
            Apply your own manifest
          </Button>
          <p className="text-sm text-ink-faint">Paste or drop YAML; it runs on three empty nodes.</p>
        </div>
      </div>
      <footer className="mx-auto w-full max-w-5xl px-6 pb-6 text-xs text-ink-faint max-sm:px-4">
        Speaks Kubernetes 1.36. Times are shortened and labelled where they are. Version {__APP_VERSION__}.
      </footer>
    </main>
  );
}
