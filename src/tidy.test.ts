/**
 * The repository's own rules that no compiler knows: each test reads the files and lists what breaks a rule, as
 * `path:line: what to do instead`. What oxlint or TypeScript can say is said there (.oxlintrc.json).
 */
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeText } from './testing/code-text.ts';

const rootUrl = new URL('../', import.meta.url);
const skippedFolders = new Set(['node_modules', 'dist', '.git', 'test-results', 'playwright-report', 'generated']);
const textFile = /\.(?:tsx?|mjs|json|ya?ml|md|css|html|svg)$|(?:^|\/)(?:run|\.[a-z]+(?:rc|ignore|config))$/;

/** Folders that simulate: synchronous, and the same on every machine. */
const pureFolders = /^src\/(?:lib|api|protocol|engine|graph|kubectl|scenes)\//;

/** Places outside src/api/kinds that may ask for a kind by name, each with its reason. */
const kindBranches: ReadonlyMap<string, string> = new Map([]);

/** Paths inside simulated containers that look like a machine's. */
const containerPaths = /\/tmp\/(?:healthy|ready|x|hostpath_pv)\b/g;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const files = listFiles('').map(readSource);
const code = files.filter((file) => /\.(?:tsx?|mjs)$/.test(file.path));
const sources = code.filter((file) => file.path.startsWith('src/') && !isTest(file.path));
const pure = sources.filter((file) => pureFolders.test(file.path));

test('the simulation has no async, no promises and nothing that depends on the language of the machine', () => {
  expect([
    ...find(pure, /\b(?:async|await|Promise)\b/, 'the simulation is synchronous: return the value or put an event'),
    ...find(pure, /\.localeCompare\(|\.toLocale\w*\(|\bIntl\b/, "depends on the machine's language: compare with <"),
  ]).toEqual([]);
});

test('shared code never branches on a kind: the kind declares its answer in src/api/kinds', () => {
  const shared = sources.filter((file) => !file.path.startsWith('src/api/kinds/') && !kindBranches.has(file.path));
  // Envelopes of the wire are not kinds of the cluster; discriminants in lower case are our own.
  const branch = /\bkind\s*[!=]==?\s*['"`](?!Status['"`]|Table['"`]|List['"`])[A-Z]/;
  expect(find(shared, branch, 'let the kind declare it', { keepStrings: true })).toEqual([]);
  expect([...kindBranches.keys()].filter((path) => !files.some((file) => file.path === path))).toEqual([]);
});

test('there are no default exports, no enums, no namespaces, and no comments that silence a tool without a reason', () => {
  const modules = code.filter((file) => !file.path.endsWith('.config.ts'));
  expect([
    ...find(modules, /\bexport\s+default\b|\bas\s+default\b/, 'export it by name'),
    ...find(code, /^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?enum\s+\w/, 'use a union of strings'),
    ...find(code, /^\s*(?:export\s+)?(?:declare\s+)?namespace\s+\w/, 'use a module'),
    ...findInText(code, /@ts-(?:ignore|nocheck)/, 'fix the type'),
    ...findInText(code, /(?:ox|es)lint-disable(?!.*--\s*\S)/, 'say why, after --'),
  ]).toEqual([]);
});

test('files stay small: 500 lines at most, half of them under 100', () => {
  const long = [...code, ...files.filter((file) => file.path.endsWith('.css'))].filter(
    (file) => file.lines.length > 501,
  );
  expect(long.map((file) => `${file.path}: ${file.lines.length} lines, split it`)).toEqual([]);
  const sizes = sources.map((file) => file.lines.length).sort((a, b) => a - b);
  expect(sizes[sizes.length >> 1] ?? 0).toBeLessThanOrEqual(101);
});

test('lines are 120 wide, comments 140; only a string or a link that cannot break may be longer', () => {
  const tooLong = code.flatMap((file) =>
    file.lines.flatMap((line, i) => {
      if (line.length <= 120 || /https?:\/\/\S{60}/.test(line)) return [];
      const withoutStrings = line.replace(
        /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\/(?![/*]).+\/[a-z]*/g,
        '""',
      );
      const comment = /^\s*(?:\/\/|\*|\/\*)/.test(line) || /\s\/\/\s/.test(withoutStrings);
      const width = comment ? line.length - 20 : withoutStrings.length;
      return width > 120 ? [`${file.path}:${i + 1}: break it`] : [];
    }),
  );
  expect(tooLong).toEqual([]);
});

test('every folder says in a head comment what it is', () => {
  // A kind's folder is named after the kind, and its docstrings name the upstream type.
  const told = sources.filter((file) => !file.path.startsWith('src/api/kinds/'));
  const folders = [...new Set(told.map((file) => folderOf(file.path)))];
  const silent = folders.filter((folder) => {
    const inside = sources.filter((file) => folderOf(file.path) === folder);
    const first = inside.find((file) => /\/index\.tsx?$/.test(file.path));
    return !(first ? [first] : inside).some((file) => /^\s*\/[*/]/.test(file.text));
  });
  expect(silent.map((folder) => `${folder}: its index.ts, or its main file, opens with a comment`)).toEqual([]);
});

test('file names are kebab-case and declare nothing by the way', () => {
  const name = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.prop)?(?:\.(?:test|node))?\.(?:tsx?|css|json|ya?ml|d\.ts)$/;
  const named = files.filter((file) => file.path.startsWith('src/') && !/\/(?:testdata|fixtures)\//.test(file.path));
  const wrong = named.filter((file) => !/tsconfig[\w.]*\.json$/.test(file.path) && !name.test(nameOf(file.path)));
  expect(wrong.map((file) => file.path)).toEqual([]);
  // An import against the direction makes tsc write a declaration beside the source.
  const declarations = named.filter((file) => file.path.endsWith('.d.ts') && nameOf(file.path) !== 'env.d.ts');
  expect(declarations.map((file) => file.path)).toEqual([]);
});

test('helpers for tests are imported by tests only', () => {
  const outside = sources.filter((file) => !file.path.startsWith('src/testing/'));
  const message = 'move what is shared out of testing/';
  expect(find(outside, /\bfrom\s+'(?:vitest|fast-check|\S*\/testing\/\S*)'/, message, { keepStrings: true })).toEqual(
    [],
  );
});

test('nothing names the machine that it was written on, and nothing is left for later', () => {
  const readable = files.filter((file) => file.path !== 'package-lock.json' && file.path !== 'src/tidy.test.ts');
  const cleaned = readable.map((file) => ({
    ...file,
    lines: file.lines.map((line) => line.replace(containerPaths, '')),
  }));
  expect([
    ...findInText(cleaned, /(?<![\w.}])\/(?:work|tmp|root|home)\/\w/, 'no machine paths'),
    ...findInText(cleaned, /\b(?:TODO|FIXME|XXX)\b/, 'do it, or write an issue'),
    ...findInText(cleaned, /artifactory|verdaccio|npmjs\.org/, 'no registry hosts'),
  ]).toEqual([]);
});

test('dependencies are exact, and the lock file names no host to load from', () => {
  const manifest = JSON.parse(textOf('package.json')) as Record<string, Record<string, string>>;
  const versions = Object.entries({ ...manifest['dependencies'], ...manifest['devDependencies'] });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
  expect(findInText([readSource('package-lock.json')], /"resolved"/, 'npm reads .npmrc: install again')).toEqual([]);
});

test('the lock file holds the binaries of every platform, not only of the machine that wrote it', () => {
  const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, Locked> };
  const locked = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
  const wanted = Object.values(packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {}));
  expect(wanted.filter((name) => !locked.has(name))).toEqual([]);
});

test('every room of src is a TypeScript project that the root refers to', () => {
  const references = textOf('tsconfig.json');
  const rooms = new Set(sources.map((file) => file.path.split('/')[1] ?? ''));
  rooms.delete('testing');
  expect([...rooms].filter((room) => !references.includes(`"./src/${room}"`))).toEqual([]);
});

function listFiles(folder: string): string[] {
  return readdirSync(new URL(folder, rootUrl), { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : listFiles(`${folder}${entry.name}/`);
    return textFile.test(entry.name) ? [`${folder}${entry.name}`] : [];
  });
}

function readSource(path: string): SourceFile {
  const text = textOf(path);
  return { path, text, lines: text.split('\n') };
}

function textOf(path: string): string {
  return readFileSync(new URL(path, rootUrl), 'utf8');
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$|\/testing\//.test(path);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function find(where: readonly SourceFile[], what: RegExp, advice: string, options = {}): string[] {
  const asCode = where.map((file) => ({ ...file, lines: codeText(file.text, options).split('\n') }));
  return findInText(asCode, what, advice);
}

function findInText(where: readonly SourceFile[], what: RegExp, advice: string): string[] {
  return where.flatMap((file) =>
    file.lines.flatMap((line, i) => (what.test(line) ? [`${file.path}:${i + 1}: ${advice}`] : [])),
  );
}
