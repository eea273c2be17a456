import { parseDuration } from '../../../../lib/duration.ts';
import { TERMINATED } from '../program.ts';
import type { Shell } from './run.ts';

interface Place {
  readonly isTail: boolean;
  readonly isAlone: boolean;
}

/** Does what the command does; returns its exit code, or nothing when it did not end. */
type Command = (shell: Shell, args: readonly string[], place: Place) => number | void;

const NETWORK_MS = 100;
const NO_FILE = 'No such file or directory';

const good: Command = () => 0;
const bad: Command = () => 1;
const serve: Command = (shell, _args, { isAlone }) => shell.serve(isAlone);
const network: Command = (shell) => {
  shell.nowMs += NETWORK_MS;
  return 0;
};
/** Interpreters hear no SIGTERM when they are process 1. */
const interpreter: Command = (shell, args, { isTail }) => {
  if (args.length === 0 || args.some((arg) => /^(?:-c|-e|--version|-V|-v)$/.test(arg))) return 0;
  if (isTail && shell.setting.serves) shell.halt = 'ever';
  else shell.nowMs += 1000;
  return 0;
};

const sh: Command = (shell, args, { isTail }) => {
  const at = args.findIndex((arg) => /^-[a-z]*c$/.test(arg));
  if (at >= 0) shell.script(args[at + 1] ?? '', isTail);
  // A script file: whatever it does. Without any the shell reads nothing and ends.
  else if (args.some((arg) => !arg.startsWith('-'))) shell.words(['a-script'], isTail, false);
  else return 0;
  return undefined;
};

const sleep: Command = (shell, args) => {
  let ms = 0;
  for (const arg of args) ms += /^inf(?:inity)?$/.test(arg) ? Number.POSITIVE_INFINITY : sleepMs(arg);
  if (args.length === 0 || Number.isNaN(ms)) {
    shell.say(`sleep: invalid number '${args[0] ?? ''}'`);
    return 1;
  }
  shell.pass(ms);
  return 0;
};

function sleepMs(text: string): number {
  if (/^\d*\.?\d+d$/.test(text)) return Number.parseFloat(text) * 86_400_000;
  return parseDuration(/^\d*\.?\d+$/.test(text) ? `${text}s` : text) ?? Number.NaN;
}

const cat: Command = (shell, args) => {
  const missing = paths(args).find((path) => !shell.exists(path));
  if (missing === undefined) return 0;
  shell.say(`cat: can't open '${missing}': ${NO_FILE}`);
  return 1;
};

const ls: Command = (shell, args) => {
  const missing = paths(args).find((path) => !shell.exists(path));
  if (missing === undefined) return 0;
  shell.say(`ls: ${missing}: ${NO_FILE}`);
  return 1;
};

const remove: Command = (shell, args) => {
  const missing = paths(args).find((path) => !shell.exists(path));
  for (const path of paths(args)) shell.put(path, false);
  if (missing === undefined || args.some((arg) => /^-[a-zA-Z]*f/.test(arg))) return 0;
  shell.say(`rm: can't remove '${missing}': ${NO_FILE}`);
  return 1;
};

const touch: Command = (shell, args) => {
  for (const path of paths(args)) shell.put(path, true);
  return 0;
};

const copy: Command = (shell, args) => {
  shell.put(paths(args).at(-1) ?? '', true);
  return 0;
};

const tail: Command = (shell, args) => {
  if (args.some((arg) => /^(?:-[a-z0-9]*[fF]|--follow.*)$/.test(arg))) shell.pass(Number.POSITIVE_INFINITY);
  return 0;
};

const test: Command = (shell, args) => (holds(shell, args.at(-1) === ']' ? args.slice(0, -1) : args) ? 0 : 1);

function holds(shell: Shell, args: readonly string[]): boolean {
  const [first = '', second = '', third = ''] = args;
  if (first === '!') return !holds(shell, args.slice(1));
  if (args.length === 1) return first !== '';
  if (args.length === 2) {
    if (first === '-z') return second === '';
    return first === '-n' ? second !== '' : shell.exists(second);
  }
  const [a, b] = [Number(first), Number(third)];
  const answers: Readonly<Record<string, boolean>> = {
    '=': first === third,
    '==': first === third,
    '!=': first !== third,
    '-eq': a === b,
    '-ne': a !== b,
    '-lt': a < b,
    '-le': a <= b,
    '-gt': a > b,
    '-ge': a >= b,
  };
  return answers[second] ?? true;
}

const exit: Command = (shell, args) => {
  shell.halt = 'exit';
  const code = Number(args[0] ?? shell.code);
  return Number.isInteger(code) ? code & 255 : 2;
};

const exec: Command = (shell, args, { isTail }) => {
  if (args.length === 0) return 0;
  shell.words(args, isTail, true);
  shell.halt ??= 'exit';
  return undefined;
};

const trap: Command = (shell, [script = '', ...signals]) => {
  if (!signals.some((signal) => /^(?:SIG)?(?:TERM|15)$/.test(signal))) return 0;
  shell.trap = script === '-' ? undefined : { fromMs: shell.nowMs, script };
  return 0;
};

const wait: Command = (shell) => {
  if (shell.backMs === Number.POSITIVE_INFINITY) shell.halt = 'wait';
  else shell.nowMs = Math.max(shell.nowMs, shell.backMs);
  return 0;
};

const timeout: Command = (shell, args) => {
  const [limit = '', ...rest] = args.filter((arg) => !arg.startsWith('-'));
  const fromMs = shell.nowMs;
  shell.words(rest, false, false);
  const limitMs = sleepMs(limit);
  if (shell.halt !== 'ever' && shell.nowMs - fromMs <= limitMs) return shell.code;
  shell.halt = undefined;
  shell.nowMs = fromMs + limitMs;
  return TERMINATED;
};

const leaves =
  (flow: 'break' | 'continue'): Command =>
  (shell) => {
    shell.flow = flow;
    return 0;
  };

const say: Command = (shell, args) => {
  shell.say(args.filter((arg, i) => i > 0 || !/^-[neE]+$/.test(arg)).join(' '));
  return 0;
};

/** What every shell image knows, and what simulated programs are asked for most. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ...each(
    'true : set export cd pwd date env printenv whoami id hostname uname mkdir chmod chown umask sync ps df du',
    good,
  ),
  ...each(
    'head wc grep sed awk sort uniq cut tr seq kill which nohup read source pg_isready redis-cli mongosh mysqladmin',
    good,
  ),
  ...each(
    'mysql psql redis-benchmark rabbitmq-diagnostics rabbitmqctl nginx-debug base64 jq tar unzip find xargs ln',
    good,
  ),
  ...each('false pgrep pidof killall', bad),
  ...each('curl wget nc ping nslookup dig host getent telnet', network),
  ...each(
    'httpd apache2 httpd-foreground apache2-foreground redis-server postgres mysqld mongod memcached envoy traefik',
    serve,
  ),
  ...each(
    'haproxy rabbitmq-server etcd kube-proxy caddy php-fpm docker-entrypoint.sh consul vault pause stress',
    serve,
  ),
  ...each('python python3 node ruby deno bun', interpreter),
  ...each('sh bash ash dash busybox', sh),
  ...each('echo printf', say),
  ...each('break', leaves('break')),
  ...each('continue', leaves('continue')),
  ...each('touch tee', touch),
  ...each('cp mv', copy),
  ...each('rm unlink rmdir', remove),
  ...each('test [ [[', test),
  ...each('exit return', exit),
  ['nginx', (shell, args, place) => (args.some((arg) => /^-[stvV]/.test(arg)) ? 0 : serve(shell, args, place))],
  ['java', (shell, _args, { isAlone }) => shell.serve(isAlone, TERMINATED)],
  ['yes', (shell) => shell.pass(Number.POSITIVE_INFINITY)],
  ['sleep', sleep],
  ['cat', cat],
  ['ls', ls],
  ['tail', tail],
  ['exec', exec],
  ['trap', trap],
  ['wait', wait],
  ['timeout', timeout],
]);

function each(names: string, command: Command): (readonly [string, Command])[] {
  return names.split(' ').map((name) => [name, command] as const);
}

function paths(args: readonly string[]): readonly string[] {
  return args.filter((arg) => !arg.startsWith('-') && arg !== ']');
}
