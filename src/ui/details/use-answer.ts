import { useEffect, useRef, useState } from 'react';
import { refusalOf } from '../../apply/answer.ts';
import type { ApiRequest } from '../../protocol/wire.ts';
import { ask } from '../state/perform.ts';

export type Answer<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'gone' }
  | { readonly state: 'failed'; readonly message: string };

interface Held<T> {
  readonly url: string;
  /** The stamp that it was asked for. */
  readonly stamp: number | string;
  readonly answer: Answer<T>;
}

const LOADING = { state: 'loading' } as const;

/**
 * Asks the API again whenever `stamp` changes, and keeps the last answer on screen meanwhile. One question at a time: what changes while an answer is on
 * its way is asked once, after it. The request is identified by its address.
 */
export function useAnswer<T>(request: ApiRequest, stamp: number | string): Answer<T> {
  const [held, setHeld] = useState<Held<T>>({ url: '', stamp, answer: LOADING });
  const busy = useRef(false);
  const again = useRef(false);
  const wanted = useRef({ request, stamp });

  useEffect(() => {
    wanted.current = { request, stamp };
    const run = async (): Promise<void> => {
      busy.current = true;
      do {
        again.current = false;
        const asked = wanted.current;
        const answer = await answerTo<T>(asked.request);
        const { url } = asked.request;
        if (url === wanted.current.request.url) setHeld({ url, stamp: asked.stamp, answer });
      } while (again.current);
      busy.current = false;
    };
    if (busy.current) again.current = true;
    else void run();
    // The request is the same as long as its address is.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new object with the same address is no new question
  }, [request.url, stamp]);

  return held.url === request.url ? held.answer : LOADING;
}

async function answerTo<T>(request: ApiRequest): Promise<Answer<T>> {
  const asked = await ask(request);
  if ('problem' in asked) return { state: 'failed', message: asked.problem };
  const refusal = refusalOf(asked.response);
  if (refusal === undefined) return { state: 'ready', value: asked.response.body as T };
  return refusal.code === 404 ? { state: 'gone' } : { state: 'failed', message: refusal.message };
}
