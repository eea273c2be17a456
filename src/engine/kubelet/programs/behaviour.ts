/**
 * Programs of containers as data: what they do by image and command (catalogue.ts, compile.ts, shell/), and what the
 * annotation `sim.kubarium.dev/behaviour` of a pod makes of it (this file reads it).
 * Promises: the same container and annotation give the same program; reading is bounded, and what cannot be read is
 * told as a sentence, never thrown. Programs know nothing of pods, time of day or the API.
 */
import { isFailure } from '../../../api/machinery/failure.ts';
import { parseQuantity, unitsOf } from '../../../api/machinery/quantity.ts';
import { readPlain, type Plain } from './plain-yaml.ts';

export const BEHAVIOUR = 'sim.kubarium.dev/behaviour';

export type ProbeKind = 'startup' | 'readiness' | 'liveness';

/** From `fromMs` after the start on the probe ends so. */
export interface Scripted {
  readonly fromMs: number;
  readonly result: 'ok' | 'fail' | 'timeout' | number;
}

/** What an annotation says of one container; times are milliseconds. */
export interface Behaviour {
  readonly exitAfterMs?: number;
  readonly exitCode?: number;
  /** Only the first runs end or fail so; later ones run well. */
  readonly times?: number;
  readonly runsForEver?: boolean;
  readonly oomAfterMs?: number;
  readonly memoryBytes?: number;
  readonly memoryPerSecondBytes?: number;
  readonly startAfterMs?: number;
  readonly startError?: string;
  readonly ignoresTerm?: boolean;
  readonly stopAfterMs?: number;
  readonly stopCode?: number;
  readonly pullFailures?: number;
  readonly postStartFails?: boolean;
  readonly preStopFails?: boolean;
  readonly probes?: Partial<Readonly<Record<ProbeKind, readonly Scripted[]>>>;
}

/** By container name; `*` is for those that have none of their own. */
export type Behaviours = Readonly<Record<string, Behaviour>>;

export type ReadBehaviours = { readonly behaviours: Behaviours } | { readonly problem: string };

const SECONDS_MAX = 31_536_000;
const CONTAINERS_MAX = 100;
const CHANGES_MAX = 100;
const CACHE_MAX = 256;
const cache = new Map<string, ReadBehaviours>();

type Draft = { -readonly [K in keyof Behaviour]: Behaviour[K] };
/** Reads a value into the draft; returns what is wrong with it. */
type Field = (draft: Draft, value: Plain) => string | undefined;

const FIELDS: Readonly<Record<string, Field>> = {
  exitAfterSeconds: (draft, value) => time(value, (ms) => (draft.exitAfterMs = ms)),
  exitCode: (draft, value) => count(value, 255, (n) => (draft.exitCode = n)),
  times: (draft, value) => count(value, 1_000_000, (n) => (draft.times = n)),
  runForever: (draft, value) => flag(value, (is) => (draft.runsForEver = is)),
  oomAfterSeconds: (draft, value) => time(value, (ms) => (draft.oomAfterMs = ms)),
  memory: (draft, value) => bytes(value, (n) => (draft.memoryBytes = n)),
  memoryPerSecond: (draft, value) => bytes(value, (n) => (draft.memoryPerSecondBytes = n)),
  startAfterSeconds: (draft, value) => time(value, (ms) => (draft.startAfterMs = ms)),
  startError: (draft, value) => {
    if (typeof value !== 'string') return 'must be a text';
    draft.startError = value;
    return undefined;
  },
  ignoreSigterm: (draft, value) => flag(value, (is) => (draft.ignoresTerm = is)),
  stopAfterSeconds: (draft, value) => time(value, (ms) => (draft.stopAfterMs = ms)),
  stopCode: (draft, value) => count(value, 255, (n) => (draft.stopCode = n)),
  pullFailures: (draft, value) =>
    value === 'always'
      ? count(1_000_000, 1_000_000, (n) => (draft.pullFailures = n))
      : count(value, 1_000_000, (n) => (draft.pullFailures = n)),
  postStart: (draft, value) => okOrFail(value, (fails) => (draft.postStartFails = fails)),
  preStop: (draft, value) => okOrFail(value, (fails) => (draft.preStopFails = fails)),
  startup: (draft, value) => script(draft, 'startup', value),
  readiness: (draft, value) => script(draft, 'readiness', value),
  liveness: (draft, value) => script(draft, 'liveness', value),
};

/**
 * Reads the annotation: fields for all containers at the top, fields of one container under `containers.<name>`.
 * `problem` names the place and what it must be.
 */
export function readBehaviours(text: string): ReadBehaviours {
  let result = cache.get(text);
  if (result === undefined) {
    result = read(text);
    if (cache.size >= CACHE_MAX) cache.clear();
    cache.set(text, result);
  }
  return result;
}

/** What an annotation says of a container. */
export function behaviourOf(
  annotations: Readonly<Record<string, string>> | undefined,
  name: string,
): Behaviour | undefined {
  const text = annotations?.[BEHAVIOUR];
  if (text === undefined) return undefined;
  const result = readBehaviours(text);
  if ('problem' in result) return undefined;
  return Object.hasOwn(result.behaviours, name) ? result.behaviours[name] : result.behaviours['*'];
}

function read(text: string): ReadBehaviours {
  const plain = readPlain(text);
  if ('problem' in plain) return plain;
  if (!isMap(plain.value)) return { problem: 'must be a map' };
  const { containers = {}, ...common } = plain.value;
  if (!isMap(containers)) return { problem: 'containers: must be a map' };
  if (Object.keys(containers).length > CONTAINERS_MAX)
    return { problem: `containers: has more than ${CONTAINERS_MAX}` };
  const all: Draft = {};
  const wrong = fill(all, common, '');
  if (wrong !== undefined) return { problem: wrong };
  const found: [string, Behaviour][] = [['*', all]];
  for (const [name, fields] of Object.entries(containers)) {
    const own: Draft = { ...all };
    const problem = isMap(fields) ? fill(own, fields, `containers.${name}.`) : `containers.${name}: must be a map`;
    if (problem !== undefined) return { problem };
    found.push([name, own]);
  }
  return { behaviours: Object.fromEntries(found) };
}

function fill(draft: Draft, fields: Readonly<Record<string, Plain>>, path: string): string | undefined {
  for (const [name, value] of Object.entries(fields)) {
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (field === undefined) return `${path}${name}: is not known`;
    const problem = field(draft, value);
    if (problem !== undefined) return `${path}${name}: ${problem}`;
  }
  return undefined;
}

function isMap(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function time(value: Plain, put: (ms: number) => unknown): string | undefined {
  if (typeof value !== 'number' || value < 0 || value > SECONDS_MAX) return 'must be a number of seconds';
  put(Math.round(value * 1000));
  return undefined;
}

function count(value: Plain, max: number, put: (n: number) => unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > max) {
    return `must be a whole number from 0 to ${max}`;
  }
  put(value);
  return undefined;
}

function flag(value: Plain, put: (is: boolean) => unknown): string | undefined {
  if (typeof value !== 'boolean') return 'must be true or false';
  put(value);
  return undefined;
}

function okOrFail(value: Plain, put: (fails: boolean) => unknown): string | undefined {
  if (value !== 'ok' && value !== 'fail') return 'must be ok or fail';
  put(value === 'fail');
  return undefined;
}

function bytes(value: Plain, put: (n: number) => unknown): string | undefined {
  const quantity = typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : undefined;
  if (quantity === undefined || isFailure(quantity) || quantity.nanos < 0n) return 'must be a quantity such as 64Mi';
  put(unitsOf(quantity));
  return undefined;
}

/** `ok`, `fail`, `timeout`, an HTTP code, or a list of `{fromSeconds, result}` in order. */
function script(draft: Draft, kind: ProbeKind, value: Plain): string | undefined {
  const list = Array.isArray(value) ? (value as readonly Plain[]) : [{ fromSeconds: 0, result: value }];
  if (list.length > CHANGES_MAX) return `has more than ${CHANGES_MAX} entries`;
  const changes: Scripted[] = [];
  for (const entry of list) {
    if (!isMap(entry)) return 'must be a result or a list of {fromSeconds, result}';
    const { fromSeconds, result, ...others } = entry;
    if (result === undefined || !isResult(result) || Object.keys(others).length > 0)
      return 'must say ok, fail, timeout or an HTTP code';
    let fromMs = 0;
    const problem = time(fromSeconds ?? 0, (ms) => (fromMs = ms));
    if (problem !== undefined) return `fromSeconds: ${problem}`;
    if (fromMs < (changes.at(-1)?.fromMs ?? 0)) return 'must be in order of time';
    changes.push({ fromMs, result });
  }
  draft.probes = { ...draft.probes, [kind]: changes };
  return undefined;
}

function isResult(value: Plain): value is Scripted['result'] {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 100 && value <= 599;
  return value === 'ok' || value === 'fail' || value === 'timeout';
}
