/** An expected failure as a value: the text that Kubernetes would give. */
export interface Failure {
  readonly error: string;
}

/** Makes a failure. */
export function fail(error: string): Failure {
  return { error };
}

/** Tells a failure from a result. Results of functions that return `T | Failure` never have an own field `error`. */
export function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'error' in value;
}
