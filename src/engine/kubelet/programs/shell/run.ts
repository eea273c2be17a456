import { NO_FILES, NOTHING_SAID, TERMINATED, type FileChange, type Said, type TermAnswer } from '../program.ts';
import { COMMANDS } from './commands.ts';
import { parseScript, type Script, type Word } from './parse.ts';

/** What a script finds. */
export interface Setting {
  /** Does the path exist, as far as the script itself did not touch it? */
  readonly exists: (path: string) => boolean;
  readonly env: Readonly<Record<string, string>>;
  /** Commands that nobody knows: do they serve for ever when they come last, or do their work and end? */
  readonly serves: boolean;
}

/** What happens, told beforehand. */
export interface Ran {
  /** Undefined: it runs for ever. */
  readonly endMs: number | undefined;
  readonly code: number;
  readonly files: readonly FileChange[];
  readonly said: readonly Said[];
  readonly onTerm: TermAnswer;
}

const STEPS_MAX = 4_000;
const FILES_MAX = 400;
const SAID_MAX = 60;
const SAID_CHARS_MAX = 500;
/** A command that nobody knows, in the middle of a script. */
const UNKNOWN_MS = 1_000;
const IGNORES: TermAnswer = { kind: 'ignores' };
const NOT_FOUND = 127;

/** Names that stand for a program that is not there. */
export function isMissingCommand(name: string): boolean {
  return /(?:^|\/|-|_)(?:no-?such|does-?not-?exist|not-?found|missing|nonexistent)/.test(name);
}

export function isKnownCommand(path: string): boolean {
  return COMMANDS.has(path.slice(path.lastIndexOf('/') + 1));
}

/** Runs a command line as process 1 of a container would be, or as a probe would run it. */
export function runCommand(argv: readonly string[], setting: Setting): Ran {
  const shell = new Shell(setting);
  shell.words(argv, true, true);
  return shell.ran();
}

export class Shell {
  nowMs = 0;
  code = 0;
  /** `exit`: it has ended; `ever`: it goes on for ever; `wait`: that, but signals are heard. */
  halt: 'exit' | 'ever' | 'wait' | undefined;
  flow: 'break' | 'continue' | undefined;
  /** Until when something runs in the background. */
  backMs = 0;
  onTerm: TermAnswer | undefined;
  trap: { readonly fromMs: number; readonly script: string } | undefined;
  readonly setting: Setting;
  readonly #files: FileChange[] = [];
  readonly #said: Said[] = [];
  readonly #vars = new Map<string, string>();
  readonly #busy: (readonly [number, number])[] = [];
  #loop: { readonly fromMs: number; readonly periodMs: number } | undefined;
  #steps = 0;
  #changes = 0;

  constructor(setting: Setting) {
    this.setting = setting;
  }

  ran(): Ran {
    return {
      endMs: this.halt === 'ever' || this.halt === 'wait' ? undefined : this.nowMs,
      code: this.code,
      files: this.#files.length === 0 ? NO_FILES : this.#files,
      said: this.#said.length === 0 ? NOTHING_SAID : this.#said,
      onTerm: this.onTerm ?? this.#trapped() ?? IGNORES,
    };
  }

  /** Runs a script in this shell; one that cannot be read is a command that nobody knows. */
  script(text: string, isTail: boolean): void {
    const script = parseScript(text);
    if (script === undefined) this.#unknown(isTail, false);
    else this.#run(script, isTail, isTail && script.do === 'call' && script.back !== true);
  }

  /** Runs one command. `isAlone`: it is process 1 itself, not the child of a shell. */
  words(words: readonly string[], isTail: boolean, isAlone: boolean): void {
    const [path = '', ...args] = words;
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (isMissingCommand(path)) {
      this.say(`sh: ${name}: not found`);
      this.code = NOT_FOUND;
      return;
    }
    const command = COMMANDS.get(name);
    if (command === undefined) this.#unknown(isTail, isAlone);
    else this.code = command(this, args, { isTail, isAlone }) ?? this.code;
  }

  /** Lets time pass in a command that the shell waits for. */
  pass(ms: number): void {
    this.#busy.push([this.nowMs, this.nowMs + ms]);
    if (ms === Number.POSITIVE_INFINITY) this.halt = 'ever';
    else this.nowMs += ms;
  }

  serve(isAlone: boolean, code = 0): void {
    this.halt = 'ever';
    if (isAlone) this.onTerm = { kind: 'exits', code };
  }

  say(text: string): void {
    if (this.#said.length < SAID_MAX) this.#said.push({ atMs: this.nowMs, text: text.slice(0, SAID_CHARS_MAX) });
  }

  put(path: string, exists: boolean): void {
    if (path === '' || path.startsWith('/dev/') || this.exists(path) === exists) return;
    this.#changes++;
    if (this.#files.length < FILES_MAX) this.#files.push({ atMs: this.nowMs, path, exists });
    else this.halt = 'ever';
  }

  exists(path: string): boolean {
    return this.#files.findLast((change) => change.path === path)?.exists ?? this.setting.exists(path);
  }

  set(name: string, value: string): void {
    if (this.#vars.get(name) === value) return;
    this.#vars.set(name, value);
    this.#changes++;
  }

  #unknown(isTail: boolean, isAlone: boolean): void {
    this.code = 0;
    if (isTail && this.setting.serves) this.serve(isAlone);
    else this.nowMs += UNKNOWN_MS;
  }

  #run(script: Script, isTail: boolean, isAlone = false): void {
    if (this.halt !== undefined || this.flow !== undefined) return;
    if (++this.#steps > STEPS_MAX) {
      this.halt = 'ever';
      return;
    }
    switch (script.do) {
      case 'call':
        return this.#call(script, isTail, isAlone);
      case 'all':
        return script.parts.forEach((part, i) => this.#run(part, isTail && i === script.parts.length - 1));
      case 'and':
      case 'or':
        this.#run(script.first, false);
        if ((this.code === 0) === (script.do === 'and')) this.#run(script.second, isTail);
        return undefined;
      case 'not':
        this.#run(script.of, false);
        this.code = this.code === 0 ? 1 : 0;
        return undefined;
      case 'if':
        this.#run(script.test, false);
        if (this.code === 0) this.#run(script.yes, isTail);
        else if (script.no !== undefined) this.#run(script.no, isTail);
        else this.code = 0;
        return undefined;
      case 'each':
        for (const word of script.words.flatMap((each) => this.#expand(each).split(/\s+/))) {
          this.set(script.name, word);
          this.#run(script.body, false);
          if (this.#leaves()) break;
        }
        return undefined;
      case 'loop':
        return this.#repeat(script);
    }
  }

  #repeat({ until, test, body }: Script & { readonly do: 'loop' }): void {
    while (this.halt === undefined) {
      const [fromMs, changes] = [this.nowMs, this.#changes];
      this.#run(test, false);
      if (this.halt !== undefined) return;
      if ((this.code === 0) === until) {
        this.code = 0;
        return;
      }
      this.#run(body, false);
      if (this.#leaves() || this.halt !== undefined) return;
      if (changes !== this.#changes) continue;
      // Nothing that the next round could see has changed: it will be the same for ever.
      this.#loop = { fromMs, periodMs: this.nowMs - fromMs };
      this.halt = 'ever';
    }
  }

  #leaves(): boolean {
    const isBreak = this.flow === 'break';
    this.flow = undefined;
    return isBreak || this.halt !== undefined;
  }

  #call({ words, into, back }: Script & { readonly do: 'call' }, isTail: boolean, isAlone: boolean): void {
    const expanded = words.map((word) => this.#expand(word));
    if (into !== undefined) this.put(this.#expand(into), true);
    const spoken = this.#said.length;
    while (/^[A-Za-z_]\w*=/.test(expanded[0] ?? '')) {
      const [assignment = ''] = expanded.splice(0, 1);
      const is = assignment.indexOf('=');
      this.set(assignment.slice(0, is), assignment.slice(is + 1));
    }
    if (expanded.length === 0) this.code = 0;
    else if (back === true) this.#inBackground(expanded);
    else this.words(expanded, isTail, isAlone);
    if (into !== undefined) this.#said.length = Math.min(this.#said.length, spoken);
  }

  #inBackground(words: readonly string[]): void {
    const other = new Shell({ ...this.setting, serves: true });
    other.words(words, true, false);
    this.backMs = Math.max(this.backMs, this.nowMs + (other.ran().endMs ?? Number.POSITIVE_INFINITY));
    this.code = 0;
  }

  #expand({ text, literal }: Word): string {
    if (literal || !text.includes('$')) return text;
    return text.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (_all, braced?: string, plain?: string) => {
      const name = braced ?? plain ?? '';
      return this.#vars.get(name) ?? this.setting.env[name] ?? '';
    });
  }

  #trapped(): TermAnswer | undefined {
    if (this.trap === undefined || this.trap.script === '') return undefined;
    const handler = new Shell({ ...this.setting, serves: false });
    handler.script(this.trap.script, false);
    // A handler that does not exit lets the script go on: only one that waits is through then.
    if (handler.halt !== 'exit' && this.halt !== 'wait') return undefined;
    return {
      kind: 'trap',
      fromMs: this.trap.fromMs,
      code: handler.halt === 'exit' ? handler.code : TERMINATED,
      takesMs: handler.nowMs,
      busy: this.#busy,
      ...(this.#loop === undefined ? {} : { loop: this.#loop }),
    };
  }
}
