import { refusalOf, refusalText, warningsOf } from '../../apply/answer.ts';
import type { Refusal } from '../../apply/answer.ts';
import type { Action } from '../../client/actions/action.ts';
import type { ApiRequest, ApiResponse } from '../../protocol/wire.ts';
import { tellOwn } from './changes.ts';
import { notify } from './notices.ts';
import { useApp } from './store.ts';

export type Outcome =
  | { readonly done: true; readonly response: ApiResponse }
  | { readonly done: false; readonly text: string; readonly refusal: Refusal | undefined };

interface PerformOptions {
  /** The caller shows a refusal itself, at the field that it is about. */
  readonly quietRefusal?: boolean;
}

/** Sends what a button means, and tells the person what the API answered, in its words. */
export async function perform(action: Action, options: PerformOptions = {}): Promise<Outcome> {
  const answered = await ask(action.request);
  if (!('response' in answered)) {
    notify('error', answered.problem);
    return { done: false, text: answered.problem, refusal: undefined };
  }
  const { response } = answered;
  const refusal = refusalOf(response);
  if (refusal !== undefined) {
    const text = refusalText(refusal);
    if (options.quietRefusal !== true) notify('error', text, action.command);
    tellOwn(text);
    return { done: false, text, refusal };
  }
  for (const warning of warningsOf(response)) notify('warning', `Warning: ${warning}`);
  notify('success', action.done, action.command);
  tellOwn(action.done);
  return { done: true, response };
}

/** A question whose answer only its asker wants. A problem is a sentence for the person. */
export async function ask(
  request: ApiRequest,
): Promise<{ readonly response: ApiResponse } | { readonly problem: string }> {
  const { client } = useApp.getState();
  if (client === undefined) return { problem: 'no cluster is open' };
  try {
    return { response: await client.request(request) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
