/** Largest body read, in bytes; the API server's own limit answers below it. */
export const BODY_MAX_BYTES = 4 * 1024 * 1024;

/** A longer one is read to its end up to here and thrown away, so that its sender gets to see the answer. */
const DRAIN_MAX_BYTES = 2 * BODY_MAX_BYTES;

/** The bytes of a request's body, or undefined when there are more than anything we would read. */
export async function readBody(request: Request): Promise<Uint8Array | undefined> {
  if (request.body === null) return new Uint8Array(0);
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length <= DRAIN_MAX_BYTES) {
    // oxlint-disable-next-line no-await-in-loop -- a stream is read piece by piece
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
    if (done) return length > BODY_MAX_BYTES ? undefined : joined(chunks, length);
    length += value?.byteLength ?? 0;
    if (value !== undefined && length <= BODY_MAX_BYTES) chunks.push(value);
  }
  await reader.cancel();
  return undefined;
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = chunks;
  if (chunks.length === 1 && first !== undefined) return first;
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.byteLength;
  }
  return all;
}
