import type { ApiRequest, ApiResponse } from '../../../protocol/wire.ts';

/** Sends one request as the command under test would. */
export type Ask = (
  method: ApiRequest['method'],
  url: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => ApiResponse;
