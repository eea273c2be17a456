import { empty } from './empty.ts';
import { frontendsAndBackends } from './frontends-and-backends.ts';
import type { Scene } from './scene.ts';

/** All scenes, in the order of the start screen. */
export const SCENES: readonly Scene[] = [frontendsAndBackends, empty];

/** The scene that a link names; undefined when there is none of that name. */
export function findScene(id: string | null): Scene | undefined {
  return SCENES.find((scene) => scene.id === id);
}
