/**
 * Actions: what the page's buttons do, as data. Each builder gives the very request that kubectl would send, the
 * command that would send it, and what kubectl would print. Nothing is done here; whoever holds a client sends it.
 */
import type { ApiRequest } from '../../protocol/wire.ts';

/** Something that a button does. */
export interface Action {
  readonly request: ApiRequest;
  /** `kubectl scale deployment/web --replicas=5`. */
  readonly command: string;
  /** `deployment.apps/web scaled`. */
  readonly done: string;
}

export const MERGE_PATCH = 'application/merge-patch+json';
export const STRATEGIC_MERGE_PATCH = 'application/strategic-merge-patch+json';
export const JSON_TYPE = 'application/json';

/** A request with a JSON body. */
export function jsonRequest(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  body: unknown,
  contentType = JSON_TYPE,
): ApiRequest {
  return { method, url, headers: { accept: JSON_TYPE, 'content-type': contentType }, body: JSON.stringify(body) };
}

/** A word of a command, quoted where a shell would need it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
