import type { Status } from '../../../api/machinery/status.ts';
import type { ApiResponse } from '../../../protocol/wire.ts';

/** What a command printed, and its exit code. */
export interface Said {
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function printed(stdout: string): Said {
  return { rc: 0, stdout, stderr: '' };
}

export function failed(stderr: string): Said {
  return { rc: 1, stdout: '', stderr };
}

/** A refusal as kubectl prints it. Source: kubectl/pkg/cmd/util/helpers.go StandardErrorMessage. */
export function refusal({ body }: ApiResponse, context = ''): Said {
  const { reason = '', message = '', details } = body as Partial<Status>;
  const head = context === '' ? '' : `${context}: `;
  if (reason === 'Invalid' && details?.causes !== undefined) {
    const causes = (details.causes ?? []).map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`);
    const text = causes.length === 1 ? (causes[0] ?? '') : `\n* ${causes.join('\n* ')}`;
    const { kind = '', name = '' } = details;
    return failed(`${kind === '' ? 'The request' : `The ${kind} "${name}"`} is invalid: ${text}`);
  }
  if (reason === '') return failed(`Error from server: ${head}${message}`);
  if (reason === 'Invalid') return failed(`The request is invalid: ${message}`);
  return failed(`Error from server (${reason}): ${head}${message}`);
}

/** Warning headers as kubectl prints them. */
export function warnings({ headers }: ApiResponse): readonly string[] {
  const header = headers['warning'] ?? headers['Warning'] ?? '';
  return [...header.matchAll(/299 \S+ "((?:[^"\\\\]|\\\\.)*)"/g)].map(
    (match) => `Warning: ${(match[1] ?? '').replaceAll(/\\\\(.)/g, '$1')}`,
  );
}

export function isRefused({ status }: ApiResponse): boolean {
  return status >= 400;
}
