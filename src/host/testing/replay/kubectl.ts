/**
 * A few verbs of kubectl as requests, for replaying what a real control plane said: it sends what kubectl sends and
 * prints what the API answers. What kubectl makes up by itself (describe, explain, jsonpath) it leaves out.
 */
import { applyText } from '../../../apply/apply-text.ts';
import type { ApiRequest, ApiResponse } from '../../../protocol/wire.ts';
import type { Said } from './answer.ts';
import { readArguments, type Arguments } from './arguments.ts';
import type { Ask } from './ask.ts';
import { change } from './change.ts';
import { create } from './create.ts';
import { drain } from './drain.ts';
import { get } from './get.ts';

export class Kubectl {
  readonly #handle: (request: ApiRequest) => ApiResponse;
  readonly #pass: (ms: number) => void;

  /** `pass` lets virtual time go by while a command waits. */
  constructor(handle: (request: ApiRequest) => ApiResponse, pass: (ms: number) => void) {
    this.#handle = handle;
    this.#pass = pass;
  }

  /** What the command printed; undefined when it is left out here. */
  async run(args: readonly string[], input = ''): Promise<Said | undefined> {
    const read = readArguments(args);
    if (read.verb === 'get') return get(this.#ask, read);
    if (read.verb === 'drain') return drain(this.#ask, this.#pass, read);
    if (read.flags.get('filename') === '-') return this.#files(read, input);
    if (read.verb === 'create') return create(this.#ask, read);
    return change(this.#ask, read);
  }

  readonly #ask: Ask = (method, url, body, headers = { 'content-type': 'application/json' }) =>
    this.#handle({ method, url, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

  async #files({ verb, flags }: Arguments, input: string): Promise<Said | undefined> {
    if (verb !== 'apply' || flags.has('dry-run') || flags.has('server-side')) return undefined;
    const { results, problems } = await applyText(input, {
      send: (request) => Promise.resolve(this.#handle(request)),
      namespace: flags.get('namespace') ?? 'default',
    });
    if (problems.length > 0) return undefined;
    const refused = results.filter(({ outcome }) => outcome === 'refused');
    const warnings = results.flatMap((result) => result.warnings.map((warning) => `Warning: ${warning}`));
    return {
      rc: refused.length === 0 ? 0 : 1,
      stdout: results
        .filter(({ outcome }) => outcome !== 'refused')
        .map(({ text }) => text)
        .join('\n'),
      stderr: [...warnings, ...refused.map(({ text }) => text)].join('\n'),
    };
  }
}
