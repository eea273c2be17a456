import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { prefixOf } from './gate.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { HELP, parseOptions } from './options.ts';
import { startServer } from './server.ts';

/** `npm run serve`: reads the command line, starts, says where, and stops on Ctrl+C. Resolves with the exit code to fail with. */
export async function main(args: readonly string[], pageDir: string | undefined): Promise<number> {
  const options = parseOptions(args, () => randomBytes(24).toString('base64url'));
  if (options === 'help') return say(HELP, 0);
  if (options instanceof Error) return say(`${options.message}\n\n${HELP}`, 2);
  try {
    const server = await startServer(options, { pageDir, report: (text) => say(text, 0) });
    const kubeconfig = await writeKubeconfig(server.url, options.token, options.kubeconfig);
    say(greeting(server.url, kubeconfig, options.token, pageDir !== undefined), 0);
    await stopSignal();
    await server.close();
    return 0;
  } catch (error) {
    return say(error instanceof Error ? error.message : String(error), 1);
  }
}

function greeting(url: string, kubeconfig: string, token: string | undefined, hasPage: boolean): string {
  return [
    '',
    `  Kubarium's API is at ${url}`,
    ...(hasPage ? [`  The page is at       ${url}${token === undefined ? '/' : prefixOf(token)}`] : []),
    ...(token === undefined ? [] : [`  The token is         ${token}`]),
    '',
    `  export KUBECONFIG=${kubeconfig}`,
    '  kubectl get nodes',
    '',
    '  Stop it with Ctrl+C.',
    '',
  ].join('\n');
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

function say(text: string, code: number): number {
  (code === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  return code;
}
