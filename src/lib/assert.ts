// Tools without a dependency. This folder knows nothing of Kubernetes, of the browser or of Node, and holds no state.

/** A bug in Kubarium itself: the run stops here. Mistakes of a person are Status objects, never this. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** Stops when `condition` is false. `message` says what must hold, so that the report names the broken promise. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}
