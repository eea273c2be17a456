/// <reference lib="webworker" />
import type { ToHost } from '../protocol/messages.ts';
import { Driver } from './driver.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;

const driver = new Driver({
  wallMs: () => performance.now(),
  post: (message) => scope.postMessage(message),
  later: (tick, delayMs) => void setTimeout(tick, delayMs),
});

scope.addEventListener('message', (event: MessageEvent<ToHost>) => driver.receive(event.data));
