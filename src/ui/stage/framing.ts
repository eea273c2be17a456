import type { Graph } from '../../graph/graph.ts';
import type { Rect } from '../../graph/scene.ts';
import { containsRect } from './camera.ts';

export interface FramingInput {
  readonly graph: Graph;
  readonly fitKey: string | number | undefined;
  /** The camera of React Flow that would be moved: a new one has seen nothing yet. */
  readonly camera: object;
  readonly resized: boolean;
  /** Something is selected: a panel that opens for it must not make the picture jump. */
  readonly held: boolean;
}

/**
 * Decides when the stage may frame the whole picture by itself: once for each scene, then when the picture outgrows
 * what was framed, but never again after a person has moved the camera.
 */
export class Framing {
  #taken = false;
  #framed: Rect | undefined;
  #graph: Graph | undefined;
  #fitKey: string | number | undefined;
  #camera: object | undefined;

  /** A person's hand is on the camera. */
  take(): void {
    this.#taken = true;
  }

  /** Everything stands elsewhere now: what was framed is no more, and where a hand left the camera says nothing. */
  restart(): void {
    this.#taken = false;
    this.#framed = undefined;
  }

  get framed(): boolean {
    return this.#framed !== undefined;
  }

  /** The camera that has been framed, if any. */
  get camera(): object | undefined {
    return this.#camera;
  }

  /** `first` for a new scene, `again` for a picture that has grown or a screen that has changed. */
  next(input: FramingInput): 'first' | 'again' | undefined {
    const { graph, fitKey, camera } = input;
    if (graph !== this.#graph || fitKey !== this.#fitKey) this.restart();
    if (camera !== this.#camera) this.#framed = undefined;
    this.#graph = graph;
    this.#fitKey = fitKey;
    this.#camera = camera;
    if (this.#taken || graph.version === 0) return undefined;
    const { frame } = graph.scene;
    const before = this.#framed;
    const wanted = before === undefined || (input.resized && !input.held) || !containsRect(before, frame);
    if (!wanted) return undefined;
    this.#framed = frame;
    return before === undefined ? 'first' : 'again';
  }
}
