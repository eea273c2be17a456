import type { ApiResponse } from '../protocol/wire.ts';

/** One cause of a Status: which field, and what is wrong with it. */
export interface AnswerCause {
  readonly reason: string;
  readonly message: string;
  /** Path as Kubernetes writes it, `spec.ports[0].port`; empty when the cause names none. */
  readonly field: string;
}

/** A refusal, read out of a Status. */
export interface Refusal {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  /** `details.kind`: a Kind for 422, a resource else. */
  readonly kind: string;
  readonly name: string;
  readonly causes: readonly AnswerCause[];
}

/** The refusal in a response; undefined when the server did what it was asked. */
export function refusalOf(response: ApiResponse): Refusal | undefined {
  if (response.status < 400) return undefined;
  const status = record(response.body);
  const details = record(status['details']);
  const causes = Array.isArray(details['causes']) ? details['causes'] : [];
  return {
    code: response.status,
    reason: text(status['reason']),
    message:
      text(status['message']) ||
      (typeof response.body === 'string' ? response.body : `the server answered ${response.status}`),
    kind: text(details['kind']),
    name: text(details['name']),
    causes: causes.map((cause: unknown) => {
      const { reason, message, field } = record(cause);
      return { reason: text(reason), message: text(message), field: text(field) };
    }),
  };
}

/**
 * What kubectl prints for a refusal. `doing` is the middle part for work from a file, as in `error when creating
 * "STDIN"`.
 * Source: k8s.io/kubectl/pkg/cmd/util/helpers.go, checkErr and StandardErrorMessage.
 */
export function refusalText(refusal: Refusal, doing = ''): string {
  if (refusal.reason === 'Invalid' && refusal.code === 422) return invalidText(refusal);
  const middle = doing === '' ? '' : `${doing}: `;
  if (refusal.reason === '') return `Error from server: ${middle}${refusal.message}`;
  return `Error from server (${refusal.reason}): ${middle}${refusal.message}`;
}

/** Texts of the Warning headers (RFC 7234, `299 - "text"`), as the API server sends them. */
export function warningsOf(response: ApiResponse): readonly string[] {
  const header = response.headers['warning'];
  if (header === undefined) return [];
  return Array.from(header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g), (match) =>
    (match[1] ?? '').replace(/\\(.)/g, '$1'),
  );
}

function invalidText(refusal: Refusal): string {
  const head = `The ${refusal.kind} "${refusal.name}" is invalid`;
  const lines = new Set(
    refusal.causes.map((cause) => (cause.field === '' ? cause.message : `${cause.field}: ${cause.message}`)),
  );
  if (lines.size === 0) return head;
  if (lines.size === 1) return `${head}: ${[...lines][0]}`;
  return `${head}: \n${[...lines].map((line) => `* ${line}`).join('\n')}`;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
