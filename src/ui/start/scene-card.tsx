import { ArrowRight } from 'lucide-react';
import type { Scene } from '../../scenes/scene.ts';
import { ScenePicture } from './scene-picture.tsx';

const CARD =
  'group relative flex w-full flex-col overflow-hidden rounded-xl border border-line bg-surface-raised shadow-card ' +
  'transition-[border-color,box-shadow] duration-150 hover:border-accent hover:shadow-lift ' +
  'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus';

/** One scene to begin with: its picture, name and story. The name is the button, and the button covers the card. */
export function SceneCard({ scene, onOpen }: { readonly scene: Scene; readonly onOpen: () => void }) {
  return (
    <article className={CARD}>
      <ScenePicture scene={scene.id} />
      <div className="flex flex-1 flex-col gap-1 p-5 max-sm:p-4">
        <h2 className="flex items-center justify-between gap-2 text-lg font-semibold text-ink">
          <button type="button" onClick={onOpen} className="text-left outline-none after:absolute after:inset-0">
            {scene.title}
          </button>
          <ArrowRight
            size={18}
            aria-hidden="true"
            className="text-ink-faint transition-transform duration-150 group-hover:translate-x-0.5 group-hover:text-accent"
          />
        </h2>
        <p className="text-sm text-pretty text-ink-muted">{scene.caption}</p>
      </div>
    </article>
  );
}
