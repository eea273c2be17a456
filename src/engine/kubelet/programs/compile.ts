import type { Container } from '../../../api/kinds/pod/container.ts';
import { isFailure } from '../../../api/machinery/failure.ts';
import { parseQuantity, unitsOf } from '../../../api/machinery/quantity.ts';
import type { Behaviour } from './behaviour.ts';
import { imageEntry, type ImageEntry } from './catalogue.ts';
import { fileAt, NO_FILES, NOTHING_SAID, SERVER, TERMINATED, type Program, type TermAnswer } from './program.ts';
import { isKnownCommand, isMissingCommand, runCommand, type Ran, type Setting } from './shell/run.ts';

/** What else decides about a program. */
export interface Role {
  /** A program that nobody knows serves for ever (true), or does its work and ends: init containers and jobs. */
  readonly serves: boolean;
  /** It is not process 1, so that signals have their usual effect. */
  readonly sharesProcesses: boolean;
}

const WORK: Program = { ...SERVER, end: { afterMs: 'work', code: 0 } };
const AT_ONCE: Program = { ...SERVER, end: { afterMs: 0, code: 0 } };
const IGNORES: TermAnswer = { kind: 'ignores' };

/** The container's program by image and command, and what the behaviour annotation makes of it. */
export function programOf(container: Container, role: Role, behaviour: Behaviour | undefined): Program {
  const plain = plainProgram(container, role);
  return behaviour === undefined ? plain : withBehaviour(plain, behaviour);
}

/** Runs a command in a container at a time of its program's life, as a probe or a hook does. */
export function execIn(program: Program, container: Container, command: readonly string[], atMs: number): Ran {
  const exists = (path: string): boolean => fileAt(program.files, path, atMs) ?? isGiven(container, path);
  return runCommand(command, { exists, env: envOf(container), serves: false });
}

const known = new WeakMap<Container, Map<number, Program>>();

/** Programs without annotation follow from the container alone: worked out once for each. */
function plainProgram(container: Container, role: Role): Program {
  const variant = (role.serves ? 1 : 0) + (role.sharesProcesses ? 2 : 0);
  let variants = known.get(container);
  if (variants === undefined) known.set(container, (variants = new Map<number, Program>()));
  let program = variants.get(variant);
  if (program === undefined) variants.set(variant, (program = compile(container, role)));
  return program;
}

function compile(container: Container, role: Role): Program {
  const entry = imageEntry(container.image);
  const { command = [], args = [] } = container;
  const argv = command.length > 0 ? [...command, ...args] : entry?.runs === 'shell' ? args : [];
  const own = argv.length > 0 ? commandProgram(container, argv, role, entry) : imageProgram(container, role, entry);
  return entry === undefined || entry.isNonRoot === true ? own : { ...own, asRoot: true };
}

function imageProgram({ image, args = [] }: Container, { serves }: Role, entry: ImageEntry | undefined): Program {
  // https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
  if (args[0] === 'liveness' && /\/(?:agnhost|liveness)(?::|$)/.test(image)) {
    return { ...SERVER, ports: [8080], failsAfterMs: 10_000 };
  }
  if (entry === undefined) return serves ? SERVER : WORK;
  if (entry.runs === 'shell') return AT_ONCE;
  if (entry.runs === 'work') return WORK;
  return {
    ...SERVER,
    onTerm: { kind: 'exits', code: entry.stopCode ?? 0 },
    ...(entry.ports === undefined || entry.ports.length === 0 ? {} : { ports: entry.ports }),
    ...(entry.strictPaths === true ? { strictPaths: true } : {}),
  };
}

function commandProgram(
  container: Container,
  argv: readonly string[],
  role: Role,
  entry: ImageEntry | undefined,
): Program {
  const [name = ''] = argv;
  if (isMissingCommand(name)) return { ...SERVER, startError: notInPath(name) };
  if (!role.serves && !isKnownCommand(name)) return WORK;
  const setting: Setting = { exists: (path) => isGiven(container, path), env: envOf(container), serves: role.serves };
  const { endMs, code, files, said, onTerm } = runCommand(argv, setting);
  const memoryBytes = stressBytes(argv);
  const signalled: TermAnswer =
    onTerm.kind === 'ignores' && role.sharesProcesses ? { kind: 'exits', code: TERMINATED } : onTerm;
  return {
    onTerm: signalled,
    files,
    said,
    ...(endMs === undefined ? {} : { end: { afterMs: endMs, code } }),
    ...(entry?.ports !== undefined && entry.ports.length > 0 ? { ports: entry.ports } : {}),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
  };
}

function withBehaviour(program: Program, behaviour: Behaviour): Program {
  const {
    exitAfterMs,
    exitCode = 0,
    oomAfterMs,
    runsForEver,
    startError,
    ignoresTerm,
    stopCode,
    memoryBytes,
  } = behaviour;
  const { end: _end, ...endless } = program;
  const base: Program = runsForEver === true || exitAfterMs !== undefined ? endless : program;
  const wanted = exitAfterMs === undefined ? undefined : { afterMs: exitAfterMs, code: exitCode };
  const killed = oomAfterMs === undefined ? undefined : { afterMs: oomAfterMs, code: 137, outOfMemory: true };
  const end = killed !== undefined && (wanted === undefined || killed.afterMs <= wanted.afterMs) ? killed : wanted;
  const isOwn = end === undefined && exitCode !== 0 && base.end !== undefined;
  return {
    ...base,
    ...(end === undefined ? {} : { end }),
    ...(isOwn ? { end: { ...base.end, afterMs: base.end?.afterMs ?? 0, code: exitCode } } : {}),
    ...(startError === undefined ? {} : { startError }),
    ...(ignoresTerm === true ? { onTerm: IGNORES } : {}),
    ...(stopCode === undefined ? {} : { onTerm: { kind: 'exits', code: stopCode } as const }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    files: base.files ?? NO_FILES,
    said: base.said ?? NOTHING_SAID,
  };
}

/** Paths that are there before the program does anything: those of its image and its mounts. */
function isGiven({ volumeMounts = [] }: Container, path: string): boolean {
  if (/^\/?(?:(?:bin|dev|etc|home|lib|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)\/?)?$/.test(path)) return true;
  if (/^\/(?:bin|dev|etc|lib|proc|sbin|sys|usr)\//.test(path)) return true;
  return volumeMounts.some(({ mountPath }) => path === mountPath || path === `${mountPath}/`);
}

function envOf({ env = [] }: Container): Readonly<Record<string, string>> {
  return Object.fromEntries(env.map(({ name, value = '' }) => [name, value]));
}

/** Source: opencontainers/runc, as containerd hands it on. */
function notInPath(name: string): string {
  const why = name.includes('/') ? `stat ${name}: no such file or directory` : `executable file not found in $PATH`;
  return `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${name}": ${why}`;
}

/** `stress --vm-bytes 250M` takes what it says. */
function stressBytes(argv: readonly string[]): number | undefined {
  const text = argv[argv.indexOf('--vm-bytes') + 1];
  if (!argv.includes('--vm-bytes') || text === undefined) return undefined;
  const quantity = parseQuantity(text.replace(/B$/i, ''));
  return isFailure(quantity) ? undefined : unitsOf(quantity);
}
