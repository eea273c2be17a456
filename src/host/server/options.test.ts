import { describe, expect, test } from 'vitest';
import { parseOptions } from './options.ts';

const parse = (...args: readonly string[]): unknown => {
  const result = parseOptions(args, () => 'made-up');
  return result instanceof Error ? result.message : result;
};

describe('the command line of serve', () => {
  test('has defaults that are safe: this machine only, no token, no pages from elsewhere', () => {
    expect(parse()).toEqual({
      host: '127.0.0.1',
      port: undefined,
      nodes: undefined,
      timing: 'classroom',
      seed: 1,
      speed: 1,
      scene: undefined,
      token: undefined,
      allowOrigins: [],
      kubeconfig: undefined,
    });
    expect(parse('--help')).toBe('help');
  });

  test('makes up a token as soon as other machines can reach it', () => {
    expect(parse('--host', '0.0.0.0')).toMatchObject({ token: 'made-up' });
    expect(parse('--host', '0.0.0.0', '--token', 'mine')).toMatchObject({ token: 'mine' });
    expect(parse('--host', '127.0.0.2')).toMatchObject({ token: undefined });
  });

  test('says what is wrong with a flag', () => {
    expect([
      parse('--port', '70000'),
      parse('--nodes', '1.5'),
      parse('--speed', ''),
      parse('--timing', 'slow'),
      parse('--scene', 'nope'),
      parse('--allow-origin', 'somewhere'),
    ]).toEqual([
      '--port must be a whole number from 0 to 65535, not "70000"',
      '--nodes must be a whole number from 0 to 5000, not "1.5"',
      '--speed must be a number from 0.05 to 1000, not ""',
      '--timing must be real, classroom, instant, not "slow"',
      expect.stringContaining('--scene must be one of '),
      '--allow-origin must be a URL such as https://example.com, not "somewhere"',
    ]);
    expect(parse('--nonsense')).toContain('nonsense');
    expect(parse('--allow-origin', 'https://a.test/page')).toMatchObject({ allowOrigins: ['https://a.test'] });
  });
});
