import type { Status } from '../../api/machinery/status.ts';
import { jsonResponse } from '../whole-response.ts';

/** A Status as a response. */
export function statusResponse(status: Status): Response {
  return jsonResponse(status, status.code);
}
