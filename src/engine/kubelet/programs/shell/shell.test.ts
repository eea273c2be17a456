import { describe, expect, test } from 'vitest';
import { answerToTerm } from '../program.ts';
import { parseScript } from './parse.ts';
import { runCommand } from './run.ts';

const run = (script: string, serves = true) =>
  runCommand(['sh', '-c', script], { exists: (path) => path === '/etc/hosts', env: { NAME: 'web' }, serves });

/** `<end in ms> <code>`, or `for ever`. */
function end(script: string, serves = true): string {
  const { endMs, code } = run(script, serves);
  return endMs === undefined ? 'for ever' : `${endMs} ${code}`;
}

describe('when a script ends, and with which code', () => {
  test.each([
    ['true', '0 0'],
    ['false', '0 1'],
    ['exit 7', '0 7'],
    ['sleep 3', '3000 0'],
    ['sleep 0.5 && exit 2', '500 2'],
    ['sleep infinity', 'for ever'],
    ['false && sleep 5; exit 3', '0 3'],
    ['false || exit 4', '0 4'],
    ['echo a; sleep 2; false; echo b', '2000 0'],
    ['while true; do echo hi; sleep 1; done', 'for ever'],
    ['for i in 1 2 3; do sleep $i; done; exit 9', '6000 9'],
    ['if [ -f /etc/hosts ]; then exit 5; else exit 6; fi', '0 5'],
    ['until [ -f /data/x ]; do sleep 2; touch /data/x; done', '2000 0'],
    ['cat /nope || exit 8', '0 8'],
    ['tail -f /dev/null', 'for ever'],
    ['(sleep 1; exit 3)', '1000 3'],
    ['exec sleep 4', '4000 0'],
    ['timeout 3 sleep 60', '3000 143'],
    ['[ "$NAME" = web ] && exit 11', '0 11'],
    ['./server --port 80', 'for ever'],
    ['no-such-command', '0 127'],
    ['while :; do :; done', 'for ever'],
    ['sleep oops', '0 1'],
    ['sleep 2 &\nwait\nexit 1', '2000 1'],
    ['i=0; while true; do touch /data/$i; rm /data/$i; sleep 1; done', 'for ever'],
  ])('%s: %s', (script, expected) => {
    expect(end(script)).toBe(expected);
  });

  test('a command that nobody knows does its work where nothing is to be served', () => {
    expect(end('./migrate --all', false)).toBe('1000 0');
  });

  test('what cannot be read, or never comes to an end, does no harm', () => {
    expect(parseScript('if true; then')).toBeUndefined();
    expect(parseScript('x'.repeat(9_000))).toBeUndefined();
    expect(end('('.repeat(500))).toBe('for ever');
    expect(end('while true; do touch /a; rm /a; done')).toBe('for ever');
  });
});

test('files come and go at their time, and words are kept', () => {
  const { files, said } = run('touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; echo "bye $NAME"; sleep 600');
  expect(files).toEqual([
    { atMs: 0, path: '/tmp/healthy', exists: true },
    { atMs: 30_000, path: '/tmp/healthy', exists: false },
  ]);
  expect(said).toEqual([{ atMs: 30_000, text: 'bye web' }]);
  expect(run('echo x > /tmp/ready; echo done').said.map(({ text }) => text)).toEqual(['done']);
});

describe('SIGTERM', () => {
  const answer = (script: string, atMs: number) => {
    const found = answerToTerm(run(script).onTerm, atMs, 100);
    return found === undefined ? 'ignored' : `${found.afterMs} ${found.code}`;
  };

  test.each([
    ['sleep 3600', 500, 'ignored'],
    ['while true; do sleep 5; done', 500, 'ignored'],
    ["trap 'exit 0' TERM; while true; do sleep 5; done", 12_000, '3000 0'],
    ["trap 'sleep 2; exit 3' TERM; sleep infinity & wait", 500, '2000 3'],
    ['trap : TERM INT; sleep infinity & wait', 500, '0 143'],
    ["trap 'exit 0' TERM; sleep 3600", 500, '3599500 0'],
    ["trap '' TERM; sleep 3600", 500, 'ignored'],
    ["nginx -g 'daemon off;'", 500, '100 0'],
    ["echo hi && nginx -g 'daemon off;'", 500, 'ignored'],
    ['echo hi && exec java -jar app.jar', 500, '100 143'],
  ])('%s after %i ms: %s', (script, atMs, expected) => {
    expect(answer(script, atMs)).toBe(expected);
  });
});
