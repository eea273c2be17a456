import { expect, test, vi } from 'vitest';
import type { Delta } from '../protocol/delta.ts';
import type { ClockState, FromHost, ToHost } from '../protocol/messages.ts';
import type { ApiRequest } from '../protocol/wire.ts';
import type { BootInput, Crash, DeltaListener } from './client.ts';
import { WorkerClient } from './worker-client.ts';

const CLOCK: ClockState = { nowMs: 1_000, paused: false, speed: 1, settled: false };
const BOOT: BootInput = {
  options: { seed: 7, timing: 'instant', startMs: 0, nodes: [] },
  requests: [],
  warmupMs: 0,
  paused: false,
  speed: 1,
};
const GET: ApiRequest = { method: 'GET', url: '/api/v1/pods' };
const POST: ApiRequest = { method: 'POST', url: '/api/v1/namespaces/default/pods', body: '{}' };

function delta(toRv: number): Delta {
  return { fromRv: toRv - 1, toRv, nowMs: 1_000, upserts: [], deletes: [], trail: [], reset: toRv === 1, more: false };
}

/** A client, and the other end of its line. */
function pair() {
  const posted: ToHost[] = [];
  let deliver: (message: FromHost) => void = () => {};
  let fail: (message: string) => void = () => {};
  const terminate = vi.fn<() => void>();
  const client = new WorkerClient({
    post: (message) => posted.push(message),
    listen: (onMessage, onError) => {
      deliver = onMessage;
      fail = onError;
    },
    terminate,
  });
  return {
    client,
    posted,
    say: (message: FromHost) => deliver(message),
    fail: (message: string) => fail(message),
    terminate,
  };
}

/** Lets everything run that waits for nothing. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test('an answer reaches the question that it belongs to, whatever the order', async () => {
  const { client, posted, say } = pair();
  const first = client.request(GET);
  const second = client.request(POST);
  expect(posted).toEqual([
    { t: 'request', id: 1, request: GET },
    { t: 'request', id: 2, request: POST },
  ]);
  say({ t: 'response', id: 2, response: { status: 201, headers: {}, body: 'second' } });
  say({ t: 'response', id: 1, response: { status: 200, headers: {}, body: 'first' } });
  expect([(await first).body, (await second).body]).toEqual(['first', 'second']);
});

test('booting is done when the host says so, and happens once', async () => {
  const { client, posted, say } = pair();
  const booted = client.boot(BOOT);
  expect(posted).toEqual([{ t: 'boot', ...BOOT }]);
  say({ t: 'booted' });
  await expect(booted).resolves.toBeUndefined();
  await expect(client.boot(BOOT)).rejects.toThrow('booted before');
});

test('a delta is acknowledged only after its listener is done', async () => {
  const { client, posted, say } = pair();
  let done: () => void = () => {};
  const seen: number[] = [];
  client.onDelta((next) => {
    seen.push(next.toRv);
    return new Promise((resolve) => {
      done = resolve;
    });
  });
  say({ t: 'delta', delta: delta(1), clock: CLOCK });
  await settle();
  expect({ seen, posted }).toEqual({ seen: [1], posted: [] });
  done();
  await settle();
  expect(posted).toEqual([{ t: 'ack' }]);
});

test('a delta that comes before anybody listens waits for the first listener', async () => {
  const { client, posted, say } = pair();
  say({ t: 'delta', delta: delta(1), clock: CLOCK });
  await settle();
  expect(posted).toEqual([]);
  const listener = vi.fn<DeltaListener>();
  client.onDelta(listener);
  await settle();
  expect(listener).toHaveBeenCalledExactlyOnceWith(delta(1), CLOCK);
  expect(posted).toEqual([{ t: 'ack' }]);
});

test('clock states come with deltas and alone', () => {
  const { client, say } = pair();
  const times: number[] = [];
  const leave = client.onClock((clock) => times.push(clock.nowMs));
  say({ t: 'clock', clock: CLOCK });
  say({ t: 'delta', delta: delta(1), clock: { ...CLOCK, nowMs: 2_000 } });
  leave();
  say({ t: 'clock', clock: { ...CLOCK, nowMs: 3_000 } });
  expect(times).toEqual([1_000, 2_000]);
});

test('a crash tells message, seed and the host’s journal, and rejects what is open with the same words', async () => {
  const { client, posted, say } = pair();
  const crashes: Crash[] = [];
  client.onCrash((crash) => crashes.push(crash));
  void client.boot(BOOT);
  say({ t: 'booted' });
  const open = client.request(POST);
  say({ t: 'crash', message: 'no pod has two nodes' });
  await expect(open).rejects.toThrow('the simulation stopped: no pod has two nodes');
  expect(posted.at(-1)).toEqual({ t: 'journal', id: 2 });
  const journal = [{ atMs: 5, afterEvents: 9, request: POST, actor: 'user' }];
  say({ t: 'journal', id: 2, journal });
  await settle();
  const crash = { message: 'no pod has two nodes', seed: 7, journal };
  expect(crashes).toEqual([crash]);
  await expect(client.request(GET)).rejects.toThrow('the simulation stopped');
  await expect(client.journal()).resolves.toEqual(journal);
  const late = vi.fn<(crash: Crash) => void>();
  client.onCrash(late);
  expect(late).toHaveBeenCalledExactlyOnceWith(crash);
});

test('when a crashed host is silent, the report has the requests that were sent', async () => {
  vi.useFakeTimers();
  try {
    const { client, fail } = pair();
    const crashes: Crash[] = [];
    client.onCrash((crash) => crashes.push(crash));
    client.request(GET).catch(() => {});
    client.request(POST).catch(() => {});
    fail('the simulation could not be loaded');
    await vi.advanceTimersByTimeAsync(1_500);
    expect(crashes).toEqual([
      {
        message: 'the simulation could not be loaded',
        seed: 0,
        journal: [{ atMs: 0, afterEvents: -1, request: POST, actor: 'user' }],
      },
    ]);
  } finally {
    vi.useRealTimers();
  }
});

test('a listener that fails is a crash of the page, not a silent standstill', async () => {
  const { client, say, posted } = pair();
  const crashes: Crash[] = [];
  client.onCrash((crash) => crashes.push(crash));
  client.onDelta(() => {
    throw new Error('no such slot');
  });
  say({ t: 'delta', delta: delta(1), clock: CLOCK });
  await settle();
  say({ t: 'journal', id: 1, journal: [] });
  await settle();
  expect(crashes[0]?.message).toContain('the page could not draw a change: Error: no such slot');
  expect(posted.some((message) => message.t === 'ack')).toBe(false);
});

test('closing ends the worker and rejects what is open', async () => {
  const { client, terminate } = pair();
  const open = client.request(GET);
  client.close();
  await expect(open).rejects.toThrow('the simulation was closed');
  expect(terminate).toHaveBeenCalledOnce();
});

test('requests have a limit', async () => {
  const { client } = pair();
  for (let i = 0; i < 5_000; i++) client.request(GET).catch(() => {});
  await expect(client.request(GET)).rejects.toThrow('5000 requests are unanswered');
});
