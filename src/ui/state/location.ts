import { findScene } from '../../scenes/scenes.ts';
import type { Scene } from '../../scenes/scene.ts';

/** What the address asks for. Unknown parameters are left alone. */
export interface Address {
  readonly scene: Scene | undefined;
  /** A scene was named that does not exist. */
  readonly unknownScene: string | undefined;
  /** Expose the client to scripts: benchmarks and browser tests. */
  readonly bench: boolean;
}

export function readAddress(search: string): Address {
  const parameters = new URLSearchParams(search);
  const id = parameters.get('scene');
  const scene = findScene(id);
  return {
    scene,
    unknownScene: id === null || scene !== undefined ? undefined : id,
    bench: parameters.get('bench') === '1',
  };
}

/** Puts the open scene into the address bar, so that it can be linked, and Back leads out of it. */
export function pushScene(id: string | undefined): void {
  const url = new URL(location.href);
  if (id === undefined) url.searchParams.delete('scene');
  else url.searchParams.set('scene', id);
  if (url.href !== location.href) history.pushState(null, '', url);
}
