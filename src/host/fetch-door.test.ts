import { expect, test } from 'vitest';
import { FetchDoor } from './fetch-door.ts';
import { createLocalHost } from './local.ts';

const ORIGIN = 'http://cluster.test';
const MAPS = `${ORIGIN}/api/v1/namespaces/default/configmaps`;

function openDoor(): { door: FetchDoor; run: (ms: number) => void } {
  const host = createLocalHost({ seed: 1, timing: 'instant' });
  const door = new FetchDoor(host.sim);
  const run = (ms: number): void => {
    host.runFor(ms);
    door.pump();
  };
  return { door, run };
}

const map = (name: string): string => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const post = (body: BodyInit): Request =>
  new Request(MAPS, { method: 'POST', body, headers: { 'content-type': 'application/json' } });

/** The next lines of a watch as `TYPE name`. */
async function lines(reader: ReadableStreamDefaultReader<Uint8Array>, count: number): Promise<string[]> {
  const out: string[] = [];
  const decoder = new TextDecoder();
  while (out.length < count) {
    const { done, value } = await reader.read();
    if (done) break;
    for (const line of decoder.decode(value).trim().split('\n')) {
      const { type, object } = JSON.parse(line) as { type: string; object: { metadata: { name?: string } } };
      out.push(`${type} ${object.metadata.name ?? ''}`);
    }
  }
  return out;
}

test('a Request gets the Response that a real API server would give', async () => {
  const { door } = openDoor();
  const created = await door.fetch(post(map('settings')));
  expect([created.status, ((await created.json()) as { metadata: { name: string } }).metadata.name]).toEqual([
    201,
    'settings',
  ]);
  const again = await door.fetch(post(map('settings')));
  expect([again.status, ((await again.json()) as { reason: string }).reason]).toEqual([409, 'AlreadyExists']);
  expect(await (await door.fetch(new Request(`${ORIGIN}/healthz`))).text()).toBe('ok');
  expect((await door.fetch(new Request(MAPS, { method: 'OPTIONS' }))).status).toBe(405);
});

test('a watch is a stream of JSON lines that ends when its reader leaves or its time is over', async () => {
  const { door, run } = openDoor();
  await door.fetch(post(map('first')));
  const response = await door.fetch(new Request(`${MAPS}?watch=true&timeoutSeconds=90&allowWatchBookmarks=true`));
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  // The namespace has its certificate already.
  expect(await lines(reader, 2)).toEqual(['ADDED first', 'ADDED kube-root-ca.crt']);
  await door.fetch(post(map('second')));
  run(10);
  expect(await lines(reader, 1)).toEqual(['ADDED second']);
  run(60_000);
  expect(await lines(reader, 1)).toEqual(['BOOKMARK ']);
  run(60_000);
  expect([await lines(reader, 9), door.watching]).toEqual([['BOOKMARK '], 0]);
  const other = await door.fetch(new Request(`${MAPS}?watch=true`));
  expect(door.watching).toBe(1);
  await other.body?.cancel();
  expect(door.watching).toBe(0);
});

test('a body that is too large is refused before all of it is read', async () => {
  const { door } = openDoor();
  const piece = new Uint8Array(1024 * 1024);
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent++;
      controller.enqueue(piece);
    },
  });
  const request = new Request(MAPS, { method: 'POST', body: endless, duplex: 'half' } as RequestInit);
  expect((await door.fetch(request)).status).toBe(413);
  expect(sent).toBeLessThan(10);
});

test('YAML bodies are read here, so that the engine and its journal know JSON only', async () => {
  const host = createLocalHost({ seed: 1, timing: 'instant' });
  const door = new FetchDoor(host.sim);
  const ask = async (method: string, url: string, type: string, body: string): Promise<unknown> =>
    (await door.fetch(new Request(url, { method, body, headers: { 'content-type': type } }))).json();
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: yaml}\nimmutable: yes\ndata: {a: "1"} # why\n';
  expect(await ask('POST', MAPS, 'application/yaml', text)).toMatchObject({ data: { a: '1' }, immutable: true });
  const apply = `${MAPS}/applied?fieldManager=me`;
  const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: applied\ndata:\n  b: "2"\n';
  expect(await ask('PATCH', apply, 'application/apply-patch+yaml; charset=utf-8', config)).toMatchObject({
    data: { b: '2' },
    metadata: { managedFields: [{ manager: 'me', operation: 'Apply' }] },
  });
  expect(await ask('PATCH', apply, 'application/apply-patch+yaml', 'a: [b')).toMatchObject({ code: 400 });
  expect(host.sim.journal.map(({ request }) => request.body?.charAt(0))).toEqual(['{', '{', 'a']);
});
