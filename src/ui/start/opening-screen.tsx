import type { Scene } from '../../scenes/scene.ts';
import { Wordmark } from '../parts/logo.tsx';

/** While the stage's code is on its way: the frame that it will fill, so that nothing jumps. */
export function OpeningScreen({ scene }: { readonly scene: Scene }) {
  return (
    <div className="flex h-full flex-col bg-surface">
      <div className="flex h-12 items-center border-b border-line bg-surface-raised px-4">
        <Wordmark />
      </div>
      <output className="block m-auto text-sm text-ink-muted">Opening {scene.title} …</output>
    </div>
  );
}
