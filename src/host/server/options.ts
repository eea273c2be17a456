import { parseArgs } from 'node:util';
import { SCENES } from '../../scenes/scenes.ts';
import type { TimingName } from '../../protocol/messages.ts';

/** What a server is asked to be. */
export interface ServeOptions {
  /** Address to listen at. */
  readonly host: string;
  /** The port asked for; undefined: 8080 or the next free one. */
  readonly port: number | undefined;
  readonly nodes: number | undefined;
  readonly timing: TimingName;
  readonly seed: number;
  /** Virtual seconds a wall second. */
  readonly speed: number;
  readonly scene: string | undefined;
  /** What a client must show; undefined: anybody who reaches a loopback address may do everything. */
  readonly token: string | undefined;
  /** Origins of pages that may read answers, beside the server's own. */
  readonly allowOrigins: readonly string[];
  /** Where to write the kubeconfig; undefined: a new temporary folder. */
  readonly kubeconfig: string | undefined;
}

export const HELP = `Usage: npm run serve -- [options]

  --port N                 port to listen at (default 8080, or the next free one)
  --nodes N                number of nodes (default 3, or what the scene has)
  --timing NAME            real, classroom or instant (default classroom)
  --seed N                 the same seed gives the same names, addresses and delays (default 1)
  --speed X                virtual seconds a second (default 1)
  --scene NAME             what to start with: ${SCENES.map(({ id }) => id).join(', ')}
  --host ADDRESS           address to listen at (default 127.0.0.1); any other needs a token
  --token TEXT             what clients must send as bearer token; made up when --host needs one
  --allow-origin URL       a page from there may connect (may be repeated)
  --kubeconfig PATH        where to write the kubeconfig (default: a temporary folder)
  --help                   this text`;

/** Hosts that only this machine reaches. */
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|\[::1\]|localhost)$/;
const TIMING_NAMES: readonly string[] = ['real', 'classroom', 'instant'];
const NODES_MAX = 5000;

/** True for an address that no other machine can reach. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** Reads the command line. A text is what is wrong with it; `help` asks for the usage. */
export function parseOptions(args: readonly string[], makeToken: () => string): ServeOptions | 'help' | Error {
  try {
    const { values } = parseArgs({ args: [...args], options: FLAGS, allowPositionals: false });
    if (values.help === true) return 'help';
    const host = values.host ?? '127.0.0.1';
    const scene = values.scene;
    if (scene !== undefined && !SCENES.some(({ id }) => id === scene)) {
      throw new Error(`--scene must be one of ${SCENES.map(({ id }) => id).join(', ')}, not "${scene}"`);
    }
    return {
      host,
      port: numberOf('port', values.port, 0, 65_535, true),
      nodes: numberOf('nodes', values.nodes, 0, NODES_MAX, true),
      timing: timingOf(values.timing ?? 'classroom'),
      seed: numberOf('seed', values.seed, 0, 0xffff_ffff, true) ?? 1,
      speed: numberOf('speed', values.speed, 0.05, 1000, false) ?? 1,
      scene,
      token: values.token ?? (isLoopback(host) ? undefined : makeToken()),
      allowOrigins: (values['allow-origin'] ?? []).map(originOf),
      kubeconfig: values.kubeconfig,
    };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const FLAGS = {
  port: { type: 'string' },
  nodes: { type: 'string' },
  timing: { type: 'string' },
  seed: { type: 'string' },
  speed: { type: 'string' },
  scene: { type: 'string' },
  host: { type: 'string' },
  token: { type: 'string' },
  'allow-origin': { type: 'string', multiple: true },
  kubeconfig: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

function numberOf(
  name: string,
  text: string | undefined,
  min: number,
  max: number,
  whole: boolean,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  const fits = text.trim() !== '' && value >= min && value <= max && (!whole || Number.isInteger(value));
  if (!fits) throw new Error(`--${name} must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}, not "${text}"`);
  return value;
}

function timingOf(name: string): TimingName {
  if (!TIMING_NAMES.includes(name)) throw new Error(`--timing must be ${TIMING_NAMES.join(', ')}, not "${name}"`);
  return name as TimingName;
}

/** `https://example.com/page` -> `https://example.com`; `null` is what sandboxed pages and files send. */
function originOf(text: string): string {
  if (text === 'null') return text;
  if (!URL.canParse(text)) throw new Error(`--allow-origin must be a URL such as https://example.com, not "${text}"`);
  return new URL(text).origin;
}
