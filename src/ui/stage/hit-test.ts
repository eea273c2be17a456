import type { PodItem, StageScene } from '../../graph/scene.ts';

/** The pod at a point of the stage: for pods that the canvas paints. */
export function podAt(scene: StageScene, x: number, y: number): PodItem | undefined {
  for (const pod of scene.pods.values()) {
    const { rect } = pod;
    if (x >= rect.x && x <= rect.x + rect.w && y >= rect.y && y <= rect.y + rect.h) return pod;
  }
  return undefined;
}
