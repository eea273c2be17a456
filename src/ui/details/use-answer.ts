import { useEffect, useRef, useState } from 'react';
import { refusalOf } from '../../apply/answer.ts';
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
 * Gets an address again whenever `stamp` changes, and keeps the last answer on screen meanwhile. One question at a
 * time: what changes while an answer is on its way is asked once, after it.
 */
export function useAnswer<T>(url: string, stamp: number | string): Answer<T> {
  const [held, setHeld] = useState<Held<T>>({ url: '', stamp, answer: LOADING });
  const busy = useRef(false);
  const again = useRef(false);
  const wanted = useRef({ url: '', stamp });

  useEffect(() => {
    wanted.current = { url, stamp };
    const run = async (): Promise<void> => {
      busy.current = true;
      do {
        again.current = false;
        const asked = wanted.current;
        const answer = await get<T>(asked.url);
        if (asked.url === wanted.current.url) setHeld({ ...asked, answer });
      } while (again.current);
      busy.current = false;
    };
    if (busy.current) again.current = true;
    else void run();
  }, [url, stamp]);

  return held.url === url ? held.answer : LOADING;
}

async function get<T>(url: string): Promise<Answer<T>> {
  const asked = await ask({ method: 'GET', url, headers: { accept: 'application/json' } });
  if ('problem' in asked) return { state: 'failed', message: asked.problem };
  const refusal = refusalOf(asked.response);
  if (refusal === undefined) return { state: 'ready', value: asked.response.body as T };
  return refusal.code === 404 ? { state: 'gone' } : { state: 'failed', message: refusal.message };
}
