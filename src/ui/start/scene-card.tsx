import { ArrowRight } from 'lucide-react';
import type { Scene } from '../../scenes/scene.ts';
import { ScenePicture } from './scene-picture.tsx';

/** One scene to begin with: its picture, name and story. The whole card is the button. */
export function SceneCard({ scene, onOpen }: { readonly scene: Scene; readonly onOpen: () => void }) {
  const titleId = `scene-${scene.id}`;
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-labelledby={titleId}
      className="group flex w-full flex-col overflow-hidden rounded-xl border border-line bg-surface-raised text-left shadow-card transition-[border-color,box-shadow] duration-150 hover:border-accent hover:shadow-lift"
    >
      <ScenePicture scene={scene.id} />
      <span className="flex flex-1 flex-col gap-1 p-5 max-sm:p-4">
        <span id={titleId} className="flex items-center justify-between gap-2 text-lg font-semibold text-ink">
          {scene.title}
          <ArrowRight
            size={18}
            aria-hidden="true"
            className="text-ink-faint transition-transform duration-150 group-hover:translate-x-0.5 group-hover:text-accent"
          />
        </span>
        <span className="text-sm text-pretty text-ink-muted">{scene.caption}</span>
      </span>
    </button>
  );
}
