import type { Status } from '../../api/machinery/status.ts';
import type { ApiResponse } from '../../protocol/wire.ts';

/** A JSON answer; warnings become Warning headers as RFC 7234 writes them. */
export function reply(status: number, body: unknown, warnings: readonly string[] = []): ApiResponse {
  return withWarnings({ status, headers: { 'content-type': 'application/json' }, body }, warnings);
}

/** The answer with Warning headers for these texts, each once. */
export function withWarnings(response: ApiResponse, warnings: readonly string[] = []): ApiResponse {
  if (warnings.length === 0) return response;
  const warning = [...new Set(warnings)].map((text) => `299 - "${escapeQuotes(text)}"`).join(', ');
  return { ...response, headers: { ...response.headers, warning } };
}

export function refusal(status: Status, warnings: readonly string[] = []): ApiResponse {
  const answer = reply(status.code, status, warnings);
  const retry = status.details?.retryAfterSeconds;
  return retry === undefined ? answer : { ...answer, headers: { ...answer.headers, 'retry-after': String(retry) } };
}

export function plain(status: number, text: string): ApiResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: text };
}

function escapeQuotes(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
