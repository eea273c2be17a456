import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from './server.ts';
import { runServer, runServerWithPage } from './testing/running.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const MAPS = '/api/v1/namespaces/default/configmaps';

let server: RunningServer & { readonly reports: readonly string[] };

beforeEach(async () => {
  server = await runServer();
});

afterEach(async () => {
  await server.close();
  if (server.reports.length > 0) throw new Error(server.reports.join('\n'));
});

async function ask(path: string, init?: RequestInit): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(server.url + path, init);
  const text = await response.text();
  return {
    status: response.status,
    body: (text.startsWith('{') ? JSON.parse(text) : { text }) as Record<string, unknown>,
  };
}

async function newest(): Promise<string> {
  return ((await ask(MAPS)).body['metadata'] as { resourceVersion: string }).resourceVersion;
}

const create = (name: string): Promise<{ status: number }> =>
  ask(MAPS, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ metadata: { name } }) });

describe('the server', () => {
  test('has three machines in three zones, and time that passes', async () => {
    const { body } = await ask('/api/v1/nodes');
    const nodes = body['items'] as {
      metadata: { name: string; labels: Record<string, string> };
      status: { allocatable: unknown };
    }[];
    expect(nodes.map(({ metadata }) => [metadata.name, metadata.labels['topology.kubernetes.io/zone']])).toEqual([
      ['node-1', 'zone-a'],
      ['node-2', 'zone-b'],
      ['node-3', 'zone-c'],
    ]);
    expect(nodes[0]?.status.allocatable).toMatchObject({ cpu: '4', memory: '8Gi', pods: '110' });
    const pod = { metadata: { name: 'p' }, spec: { containers: [{ name: 'a', image: 'nginx' }] } };
    await ask('/api/v1/namespaces/default/pods', { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(pod) });
    await expect
      .poll(async () => ((await ask('/api/v1/namespaces/default/pods/p')).body['status'] as { phase?: string }).phase)
      .toBe('Running');
    expect((await ask('/api/v1/namespaces/default/pods/p/log')).body).toEqual({ text: 'simulated nginx started\n' });
  });

  test('answers discovery, version, health and OpenAPI', async () => {
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
    expect((await ask('/apis', { headers: { accept } })).body).toMatchObject({ kind: 'APIGroupDiscoveryList' });
    expect((await ask('/apis')).body).toMatchObject({ kind: 'APIGroupList' });
    expect((await ask('/version')).body).toMatchObject({ gitVersion: 'v1.36.3' });
    expect((await ask('/readyz?verbose')).body['text']).toContain('[+]ping ok\n');
    const index = (await ask('/openapi/v3')).body['paths'] as Record<string, { serverRelativeURL: string }>;
    const url = index['apis/apps/v1']?.serverRelativeURL ?? '';
    const first = await fetch(server.url + url);
    expect([first.status, ((await first.json()) as { openapi: string }).openapi]).toEqual([200, '3.0.0']);
    const again = await fetch(server.url + url, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    expect((await ask('/apis/nope/v1')).status).toBe(404);
    expect((await ask('/nope')).status).toBe(404);
  });

  test('streams a watch, and ends it when its reader goes', async () => {
    // Nothing to tell yet, and still the client knows that it is on.
    const quiet = await fetch(`${server.url}${MAPS}?watch=true&resourceVersion=${await newest()}`);
    expect(quiet.status).toBe(200);
    await quiet.body?.cancel();
    await create('first');
    const leave = new AbortController();
    const response = await fetch(`${server.url}${MAPS}?watch=true&resourceVersion=0`, { signal: leave.signal });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let text = '';
    const until = async (wanted: string): Promise<void> => {
      while (!text.includes(wanted)) text += decoder.decode((await reader.read()).value, { stream: true });
    };
    await until('"first"');
    await create('second');
    await until('"second"');
    expect(text.split('\n').filter((line) => line.includes('"second"'))).toEqual([
      expect.stringMatching(/^\{"type":"ADDED"/),
    ]);
    leave.abort();
    await expect(reader.read()).rejects.toThrow('aborted');
  });

  test('outlives clients that leave in the middle of an answer', async () => {
    const { port } = new URL(server.url);
    const leaving = Array.from({ length: 100 }, async (_, i) => {
      const path = i % 2 === 0 ? '/openapi/v3/api/v1' : '/api/v1/pods?watch=true';
      const socket = net.connect(Number(port), '127.0.0.1');
      socket.on('error', () => {});
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
      await new Promise((resolve) => {
        setTimeout(resolve, i % 20);
      });
      socket.destroy();
    });
    await Promise.all(leaving);
    expect((await ask('/version')).status).toBe(200);
  });

  test('says who one is, what one may do, and gives tokens', async () => {
    const post = (path: string, spec: unknown): ReturnType<typeof ask> =>
      ask(path, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ spec }) });
    const self = await post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {});
    expect([self.status, self.body['status']]).toEqual([
      201,
      { userInfo: { username: 'kubernetes-admin', groups: ['kubeadm:cluster-admins', 'system:authenticated'] } },
    ]);
    const may = await post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      resourceAttributes: { verb: 'create', resource: 'pods' },
    });
    expect(may.body['status']).toEqual({ allowed: true });
    const token = '/api/v1/namespaces/default/serviceaccounts/default/token';
    const given = await post(token, { expirationSeconds: 600 });
    const parts = (given.body['status'] as { token: string }).token.split('.');
    expect(JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString())).toMatchObject({
      sub: 'system:serviceaccount:default:default',
    });
    expect((await post(token, { expirationSeconds: 5 })).status).toBe(422);
    expect((await post(token.replace('default/token', 'nobody/token'), {})).body['message']).toBe(
      'serviceaccounts "nobody" not found',
    );
  });

  test('turns away what it must not answer, in Kubernetes words', async () => {
    const foreign = await new Promise<number>((resolve) => {
      const { port } = new URL(server.url);
      http.get({ port, host: '127.0.0.1', path: '/api/v1/pods', headers: { host: 'evil.test' } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
    });
    expect(foreign).toBe(403);
    expect((await ask('/api/v1/pods', { headers: { origin: 'http://evil.test' } })).status).toBe(403);
    expect((await ask(MAPS, { method: 'POST', headers: JSON_TYPE, body: 'x'.repeat(5_000_000) })).status).toBe(413);
    expect((await ask(MAPS, { method: 'POST', headers: JSON_TYPE, body: Buffer.from([0xff, 0xfe]) })).status).toBe(400);
    const protobuf = { 'content-type': 'application/vnd.kubernetes.protobuf' };
    expect((await ask(MAPS, { method: 'POST', headers: protobuf, body: 'nonsense' })).body).toMatchObject({
      code: 400,
      message: 'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    });
  });
});

test('with a token nobody gets in without it, and only named pages may read', async () => {
  const guarded = await runServer('--token', 'secret', '--allow-origin', 'https://class.test');
  const path = `${guarded.url}/version`;
  const status = async (headers: Record<string, string>): Promise<number> => (await fetch(path, { headers })).status;
  expect([
    await status({}),
    await status({ authorization: 'Bearer wrong1' }),
    await status({ authorization: 'Bearer secret' }),
    await status({ authorization: 'Bearer secret', origin: 'https://other.test' }),
  ]).toEqual([401, 401, 200, 403]);
  const inPath = await fetch(`${guarded.url}/token/secret/api/v1/namespaces/default`);
  expect([inPath.status, ((await inPath.json()) as { kind: string }).kind]).toEqual([200, 'Namespace']);
  expect((await fetch(`${guarded.url}/token/wrong1/version`)).status).toBe(401);
  const origin = 'https://class.test';
  const preflight = await fetch(path, { method: 'OPTIONS', headers: { origin } });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, origin]);
  const read = await fetch(path, { headers: { origin, authorization: 'Bearer secret' } });
  expect(read.headers.get('access-control-allow-origin')).toBe(origin);
  await guarded.close();
});

test('the page is served beside the API, also behind a token', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kubarium-test-'));
  writeFileSync(path.join(folder, 'index.html'), '<title>page</title>');
  const open = await runServerWithPage(folder);
  const guarded = await runServerWithPage(folder, '--token', 'secret');
  const headers = { accept: 'text/html' };
  const text = async (url: string): Promise<string> => (await fetch(url, { headers })).text();
  expect([await text(`${open.url}/`), await text(`${guarded.url}/token/secret/`)]).toEqual([
    '<title>page</title>',
    '<title>page</title>',
  ]);
  expect((await fetch(`${open.url}/..%2f..%2fetc/passwd`)).status).toBe(404);
  expect((await fetch(`${guarded.url}/`, { headers })).status).toBe(401);
  await Promise.all([open.close(), guarded.close()]);
  rmSync(folder, { recursive: true });
});
