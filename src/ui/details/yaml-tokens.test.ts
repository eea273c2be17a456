import { expect, test } from 'vitest';
import { yamlTokens } from './yaml-tokens.ts';

test('a line is cut into its parts, and nothing of it is lost', () => {
  const lines = [
    '- - name: "a: b"',
    '  replicas: 3',
    '"on": true',
    'key: |-',
    '',
    '    any text: here',
    'f:x/y: {}',
    "- 'x",
    '  url: http://a:80',
  ];
  expect(
    lines.map((line) =>
      yamlTokens(line)
        .map((token) => token.text)
        .join(''),
    ),
  ).toEqual(lines);
  expect(yamlTokens('- name: nginx')).toEqual([
    { type: 'sign', text: '- ' },
    { type: 'key', text: 'name' },
    { type: 'sign', text: ':' },
    { type: 'string', text: ' nginx' },
  ]);
  expect(yamlTokens('  replicas: 3').map((token) => token.type)).toEqual(['sign', 'key', 'sign', 'number']);
});
