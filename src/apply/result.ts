import type { Span } from './span.ts';

/** A mistake in the text, with its place where it has one. */
export interface Mark {
  readonly message: string;
  /** Path as Kubernetes writes it; empty when the whole document is meant. */
  readonly field: string;
  readonly span: Span;
}

/** Which object a document is about. Parts that the text does not give are empty. */
export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export type ApplyOutcome = 'created' | 'configured' | 'unchanged' | 'refused';

/** What became of one object. */
export interface ApplyResult {
  /** Place among the objects of the text, from 0. */
  readonly index: number;
  readonly object: ObjectName;
  readonly outcome: ApplyOutcome;
  /** What kubectl prints: `deployment.apps/web created`, or the refusal. */
  readonly text: string;
  /** For a refusal, the API's own words; else empty. */
  readonly message: string;
  readonly warnings: readonly string[];
  /** For a refusal, at least one: what is wrong, and where. */
  readonly marks: readonly Mark[];
  /** Where the object stands in the text. */
  readonly span: Span;
}

export interface ApplyReport {
  /** Why nothing was applied: the text cannot be read. Empty else. */
  readonly problems: readonly Mark[];
  readonly results: readonly ApplyResult[];
  /** True when it was cancelled before the last object. */
  readonly cancelled: boolean;
}
