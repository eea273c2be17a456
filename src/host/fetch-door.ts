import type { Sim } from '../engine/sim.ts';
import { ALL_SCHEMAS } from '../api/schema/all.ts';
import { badRequest, methodNotSupported, tooLarge, type Status } from '../api/machinery/status.ts';
import type { ApiRequest, ApiResponse } from '../protocol/wire.ts';
import { withJsonBody } from './yaml-body.ts';
import { decodeProtobuf, isProtobuf } from './protobuf/decode.ts';
import { BODY_MAX_BYTES, readBody } from './read-body.ts';
import { jsonResponse, wholeResponse } from './whole-response.ts';

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
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

  /** `url` is what is asked for, when something stood in front of it. */
  async fetch(request: Request, url = new URL(request.url)): Promise<Response> {
    if (!METHODS.has(request.method)) return refuse(methodNotSupported());
    const bytes = await readBody(request);
    if (bytes === undefined) return refuse(tooLarge(`limit is ${BODY_MAX_BYTES}`));
    const asked = toApiRequest(request, url, bytes);
    if ('code' in asked) return refuse(asked);
    const answer = this.#sim.handle(withJsonBody(asked));
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
  return wholeResponse(typeof body === 'string' ? body : JSON.stringify(body), status, headers);
}

/** What the engine reads: text, with protobuf turned into JSON. */
function toApiRequest(request: Request, url: URL, bytes: Uint8Array): ApiRequest | Status {
  const headers = Object.fromEntries(request.headers);
  const asked = { method: request.method as ApiRequest['method'], url: url.pathname + url.search, headers };
  if (bytes.byteLength === 0) return asked;
  if (!isProtobuf(request.headers.get('content-type'))) return { ...asked, body: new TextDecoder().decode(bytes) };
  try {
    const body = JSON.stringify(decodeProtobuf(bytes, ALL_SCHEMAS));
    return { ...asked, headers: { ...headers, 'content-type': 'application/json' }, body };
  } catch (error) {
    return badRequest(error instanceof Error ? error.message : String(error));
  }
}

function refuse(status: Status): Response {
  return jsonResponse(status, status.code);
}
