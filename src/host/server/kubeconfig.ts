import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { prefixOf } from './gate.ts';

const NAME = 'kubarium';

/** Writes what `kubectl --kubeconfig` needs, readable by its owner only; resolves with the path. */
export async function writeKubeconfig(
  server: string,
  token: string | undefined,
  file: string | undefined,
): Promise<string> {
  const target = file ?? path.join(await mkdtemp(path.join(os.tmpdir(), `${NAME}-`)), 'kubeconfig');
  await writeFile(target, kubeconfigText(server, token), { mode: 0o600 });
  return target;
}

/** JSON is YAML, and kubectl reads either. */
function kubeconfigText(address: string, token: string | undefined): string {
  // Without TLS kubectl sends no user's token, so it stands in the address.
  const server = token === undefined ? address : address + prefixOf(token).replace(/\/$/, '');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: NAME, cluster: { server } }],
    users: [{ name: NAME, user: {} }],
    contexts: [{ name: NAME, context: { cluster: NAME, user: NAME } }],
    'current-context': NAME,
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
