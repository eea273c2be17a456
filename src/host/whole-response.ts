const encoder = new TextEncoder();

/** A response whose body is there at once: it tells its length, so that it need not be sent in chunks. */
export function wholeResponse(
  body: string | Uint8Array<ArrayBuffer>,
  status: number,
  headers: Readonly<Record<string, string>>,
): Response {
  const bytes = typeof body === 'string' ? encoder.encode(body) : body;
  return new Response(bytes, { status, headers: { ...headers, 'content-length': String(bytes.byteLength) } });
}

/** JSON as a whole response. */
export function jsonResponse(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return wholeResponse(JSON.stringify(value), status, { 'content-type': 'application/json', ...headers });
}
