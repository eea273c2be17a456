import { describe, expect, test } from 'vitest';
import { checkFullyQualifiedDomainName } from './domain-names.ts';
import { checkEnvName, checkRelaxedEnvName } from './env-names.ts';
import { generatedName, safeEncode, suffixFrom } from './name-suffix.ts';
import {
  checkConfigMapKey,
  checkDns1035Label,
  checkDns1123Label,
  checkDns1123Subdomain,
  checkLabelValue,
  checkPathSegmentName,
  checkQualifiedName,
  checkWildcardDns1123Subdomain,
  maskTrailingHyphen,
} from './names.ts';
import type { Messages } from './names.ts';
import { checkPortName, checkPortNumber } from './port-names.ts';
import table from './testing/name-rules.json' with { type: 'json' };

const RULES: readonly (readonly [keyof typeof table, (value: string) => Messages])[] = [
  ['dns1123Label', checkDns1123Label],
  ['dns1123Subdomain', checkDns1123Subdomain],
  ['dns1035Label', checkDns1035Label],
  ['qualifiedName', checkQualifiedName],
  ['labelValue', checkLabelValue],
  ['portName', checkPortName],
  ['wildcardDns1123Subdomain', checkWildcardDns1123Subdomain],
  ['configMapKey', checkConfigMapKey],
];

describe('name rules, against upstream tables', () => {
  test.each(RULES)('%s accepts and refuses what upstream does', (name, check) => {
    const { valid, invalid } = table[name] as { valid: string[]; invalid: string[] };
    expect(valid.filter((value) => check(value).length > 0)).toEqual([]);
    expect(invalid.filter((value) => check(value).length === 0)).toEqual([]);
  });

  test('fully qualified domain names', () => {
    expect(table.fqdn.valid.flatMap((name) => checkFullyQualifiedDomainName('f', name))).toEqual([]);
    expect(table.fqdn.invalid.filter((name) => checkFullyQualifiedDomainName('f', name).length === 0)).toEqual([]);
  });

  test('port numbers', () => {
    expect(table.portNumber.valid.flatMap(checkPortNumber)).toEqual([]);
    expect(table.portNumber.invalid.map(checkPortNumber)).toEqual(
      table.portNumber.invalid.map(() => ['must be between 1 and 65535, inclusive']),
    );
  });
});

describe('name rules', () => {
  test('messages have the texts of upstream', () => {
    expect(checkDns1123Subdomain('Web_1')).toEqual([
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ]);
    expect(checkDns1035Label('1web')).toEqual([
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
    ]);
    expect(checkDns1123Label('a.b')).toEqual(['must not contain dots']);
    expect(checkDns1123Label('UPPER')).toEqual([
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ]);
    expect(checkDns1123Label('a'.repeat(64))).toEqual(['must be no more than 63 characters']);
    expect(checkQualifiedName('bad key')).toEqual([
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ]);
    expect(checkLabelValue('UPPER/bad')).toEqual([
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ]);
    expect(checkPortName('UPPER_x')).toEqual([
      'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    ]);
    expect(checkPathSegmentName('a/b%')).toEqual(["may not contain '/'", "may not contain '%'"]);
  });

  test('environment variable names are strict where offered and relaxed where stored', () => {
    expect([
      checkEnvName('MY_ENV'),
      checkEnvName('..x').length,
      checkRelaxedEnvName('a b'),
      checkRelaxedEnvName('a=b').length,
    ]).toEqual([[], 1, [], 1]);
  });

  test('generated names use the safe alphabet and cut a long base', () => {
    expect(suffixFrom(0)).toBe('bbbbb');
    expect(suffixFrom(123456789)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(suffixFrom(2n ** 63n, 12)).toHaveLength(12);
    expect(generatedName('a'.repeat(70), 'xxxxx')).toHaveLength(63);
    expect(maskTrailingHyphen('web-')).toBe('wea');
  });

  test('template hashes are decimal digits in the safe alphabet', () => {
    expect(safeEncode(1234567890)).toBe('56789bcdf4');
    expect(safeEncode(-1)).toBe(safeEncode(4294967295));
    expect(Array.from({ length: 10 }, (_, digit) => safeEncode(digit)).join('')).toBe('456789bcdf');
  });
});
