import { parseOptions, type ServeOptions } from '../options.ts';
import { startServer, type RunningServer } from '../server.ts';

/** A server on a free port with an instant cluster, for tests; close it when done. */
export async function runServer(
  ...flags: readonly string[]
): Promise<RunningServer & { readonly reports: readonly string[] }> {
  return runServerWithPage(undefined, ...flags);
}

/** As `runServer`, with the page that is in a folder. */
export async function runServerWithPage(
  pageDir: string | undefined,
  ...flags: readonly string[]
): Promise<RunningServer & { readonly reports: readonly string[] }> {
  const options = parseOptions(['--port', '0', '--timing', 'instant', ...flags], () => 'made-up') as ServeOptions;
  const reports: string[] = [];
  const server = await startServer(options, { pageDir, report: (text) => reports.push(text) });
  return { ...server, reports };
}
