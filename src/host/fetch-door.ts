import type { Sim } from '../engine/sim.ts';
import type { ApiRequest, ApiResponse } from '../protocol/wire.ts';

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
/** Largest body read, in bytes; the API server's own limit answers below it. */
const BODY_MAX_BYTES = 4 * 1024 * 1024;
const BOOKMARK_EVERY_MS = 60_000;

interface Stream {
  readonly watchId: number;
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  readonly endsMs: number;
  bookmarkMs: number;
}

/**
 * The API as WHATWG `Request -> Response`: reads the body, which only the outside may wait for, and asks the engine's
 * synchronous function. A watch answers with a stream of JSON lines; `pump` feeds the open ones after time has passed.
 */
export class FetchDoor {
  readonly #sim: Sim;
  readonly #streams = new Set<Stream>();
  readonly #encoder = new TextEncoder();

  constructor(sim: Sim) {
    this.#sim = sim;
  }

  /** Open watch streams. */
  get watching(): number {
    return this.#streams.size;
  }

  async fetch(request: Request): Promise<Response> {
    if (!METHODS.has(request.method)) return new Response('method not allowed', { status: 405 });
    const body = await readBody(request);
    if (body === undefined) return new Response('request entity too large', { status: 413 });
    const url = new URL(request.url);
    const asked: ApiRequest = {
      method: request.method as ApiRequest['method'],
      url: url.pathname + url.search,
      headers: Object.fromEntries(request.headers),
      ...(body === '' ? {} : { body }),
    };
    const answer = this.#sim.handle(asked);
    if (answer.watch === undefined) return toResponse(answer);
    return new Response(this.#stream(answer.watch.id, answer.watch.timeoutMs), {
      status: 200,
      headers: answer.headers,
    });
  }

  /** Sends what has happened since to every open watch, and ends those whose time is over. */
  pump(): void {
    for (const stream of this.#streams) this.#feed(stream);
  }

  #stream(watchId: number, timeoutMs: number | undefined): ReadableStream<Uint8Array> {
    let mine: Stream | undefined;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        const nowMs = this.#sim.nowMs;
        mine = { watchId, controller, endsMs: nowMs + (timeoutMs ?? Infinity), bookmarkMs: nowMs + BOOKMARK_EVERY_MS };
        this.#streams.add(mine);
        this.#feed(mine);
      },
      pull: () => {
        if (mine !== undefined) this.#feed(mine);
      },
      cancel: () => {
        if (mine !== undefined) this.#end(mine);
      },
    });
  }

  /** Writes as long as the reader keeps up: a slow reader waits in the change log, not in memory. */
  #feed(stream: Stream): void {
    if (!this.#streams.has(stream)) return;
    const { watches, nowMs } = this.#sim;
    while ((stream.controller.desiredSize ?? 0) > 0) {
      const events = watches.pull(stream.watchId, 100);
      if (events.length === 0) break;
      for (const event of events) stream.controller.enqueue(this.#encoder.encode(`${JSON.stringify(event)}\n`));
      if (events.at(-1)?.type === 'ERROR') return this.#close(stream);
    }
    if (nowMs >= stream.bookmarkMs || nowMs >= stream.endsMs) {
      stream.bookmarkMs = nowMs + BOOKMARK_EVERY_MS;
      const bookmark = watches.bookmark(stream.watchId);
      if (bookmark !== undefined) stream.controller.enqueue(this.#encoder.encode(`${JSON.stringify(bookmark)}\n`));
    }
    if (nowMs >= stream.endsMs) this.#close(stream);
  }

  #close(stream: Stream): void {
    stream.controller.close();
    this.#end(stream);
  }

  #end(stream: Stream): void {
    this.#streams.delete(stream);
    this.#sim.watches.close(stream.watchId);
  }
}

function toResponse({ status, headers, body }: ApiResponse): Response {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
}

/** Text of the body, or undefined when it is longer than anything we would read. */
async function readBody(request: Request): Promise<string | undefined> {
  if (request.body === null) return '';
  const reader = request.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
    if (done) return text + decoder.decode();
    bytes += value?.byteLength ?? 0;
    if (bytes > BODY_MAX_BYTES) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
