/**
 * Reading and applying a text, off the main thread: ten megabytes of YAML may take seconds, and the picture must
 * not stand still for them. Requests go through the page, which holds the client.
 */
import { applyText } from '../../apply/apply-text.ts';
import { readText } from '../../apply/read-text.ts';
import type { ApiRequest, ApiResponse } from '../../protocol/wire.ts';
import type { FromApplyWorker, ToApplyWorker } from './messages.ts';

interface Waiting {
  readonly resolve: (response: ApiResponse) => void;
  readonly reject: (error: Error) => void;
}

const waiting = new Map<number, Waiting>();
let nextId = 1;
let cancelled = false;

self.addEventListener('message', (event: MessageEvent<ToApplyWorker>) => receive(event.data));

function receive(message: ToApplyWorker): void {
  switch (message.t) {
    case 'apply':
      void apply(message.text);
      return;
    case 'cancel':
      cancelled = true;
      return;
    case 'check': {
      const source = readText(message.text);
      post({ t: 'checked', id: message.id, problems: 'problems' in source ? source.problems : [] });
      return;
    }
    case 'answer':
      take(message.id)?.resolve(message.response);
      return;
    case 'no-answer':
      take(message.id)?.reject(new Error(message.message));
  }
}

async function apply(text: string): Promise<void> {
  cancelled = false;
  try {
    const report = await applyText(text, {
      send,
      onResult: (result, total) => post({ t: 'result', result, total }),
      isCancelled: () => cancelled,
    });
    post({ t: 'report', report });
  } catch (error) {
    post({ t: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

function send(request: ApiRequest): Promise<ApiResponse> {
  const id = nextId++;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    post({ t: 'request', id, request });
  });
}

function take(id: number): Waiting | undefined {
  const found = waiting.get(id);
  waiting.delete(id);
  return found;
}

function post(message: FromApplyWorker): void {
  self.postMessage(message);
}
