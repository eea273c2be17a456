/**
 * The typed wire between whoever asks and the simulated API server: Kubernetes' REST as plain data, so that it can be
 * posted to a worker, journalled, linked and replayed. No behaviour lives in this folder.
 */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with its query, as after the host in a URL: `/api/v1/namespaces/default/pods?limit=5`. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON or YAML text. */
  readonly body?: string;
}

export interface ApiResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** An object or list, a Status, or plain text. A watch has none: see `watch`. */
  readonly body: unknown;
  /** Set when the answer is a stream of watch events; whoever hosts the engine reads it on. */
  readonly watch?: WatchTicket;
}

/** Data that lets the host pull the next events of a watch from the engine. */
export interface WatchTicket {
  readonly id: number;
  readonly timeoutMs?: number;
}

/** One accepted request, at its exact place between two events: enough to replay a session bit for bit. */
export interface JournalEntry {
  readonly atMs: number;
  /** How many events the simulation had handled when the request came. */
  readonly afterEvents: number;
  readonly request: ApiRequest;
  /** Who asked: `user`, `scene`, ... */
  readonly actor: string;
}

export type Journal = readonly JournalEntry[];
