import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import {
  broadcastAddress,
  cidrContains,
  formatIpv4,
  formatIpv4Cidr,
  nthAddress,
  parseIpv4,
  parseIpv4Cidr,
  subCidr,
} from './ip.ts';
import { canonicalIp, checkCidrSyntax, checkIpSyntax, formatIpv6, isIpv4Mapped, parseIpv6 } from './ipv6.ts';

describe('IPv4', () => {
  test('addresses are numbers', () => {
    expect(['0.0.0.0', '10.244.0.7', '255.255.255.255'].map(parseIpv4)).toEqual([0, 183762951, 4294967295]);
    expect(
      ['', '1', '1.2.3', '1.2.3.4.5', '1.2.3.256', '01.2.3.4', '1..2.3', '1.2.3.', 'a.b.c.d', ' 1.2.3.4'].map(
        parseIpv4,
      ),
    ).toEqual(Array.from({ length: 10 }, () => undefined));
  });

  test('writing and reading gives the same address (seed 20260704)', () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), (address) => {
        expect(parseIpv4(formatIpv4(address))).toBe(address);
      }),
      { seed: 20260704 },
    );
  });

  test('ranges know their addresses', () => {
    const range = parseIpv4Cidr('10.244.1.7/24');
    expect(range).toEqual({ base: parseIpv4('10.244.1.0'), prefixLength: 24, size: 256 });
    if (range === undefined) return;
    expect([formatIpv4Cidr(range), formatIpv4(broadcastAddress(range)), formatIpv4(nthAddress(range, 2) ?? 0)]).toEqual(
      ['10.244.1.0/24', '10.244.1.255', '10.244.1.2'],
    );
    expect([nthAddress(range, 256), nthAddress(range, -1)]).toEqual([undefined, undefined]);
    expect(
      ['10.244.1.0', '10.244.1.255', '10.244.2.0', '10.244.0.255'].map((ip) => cidrContains(range, parseIpv4(ip) ?? 0)),
    ).toEqual([true, true, false, false]);
  });

  test('ranges are cut into parts', () => {
    const range = parseIpv4Cidr('10.244.0.0/16');
    if (range === undefined) throw new Error('no range');
    const parts = [0, 1, 255, 256].map((index) => subCidr(range, 24, index));
    expect(parts.map((part) => part && formatIpv4Cidr(part))).toEqual([
      '10.244.0.0/24',
      '10.244.1.0/24',
      '10.244.255.0/24',
      undefined,
    ]);
    expect(subCidr(range, 8, 0)).toBeUndefined();
    expect(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/08', '10.0.0/8', '/8'].map(parseIpv4Cidr)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
    expect(parseIpv4Cidr('0.0.0.0/0')?.size).toBe(2 ** 32);
  });
});

describe('IPv6', () => {
  test.each([
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['64:ff9b::10.0.0.1', '64:ff9b::a00:1'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
    ['10.0.0.1', '10.0.0.1'],
  ])('%s is written %s', (text, want) => {
    expect(canonicalIp(text)).toBe(want);
  });

  test.each([
    '',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    'g::',
    '::1.2.3',
    '1.2.3.4::',
    '::%eth0',
    '1:2:3:4:5:6:7::8',
    'banana',
  ])('"%s" is no address', (text) => {
    expect(canonicalIp(text)).toBeUndefined();
    expect(checkIpSyntax(text)).toEqual(['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']);
  });

  test('ranges of both families are checked', () => {
    expect(['10.0.0.0/8', '2001:db8::/64', '::/0'].flatMap(checkCidrSyntax)).toEqual([]);
    expect(['10.0.0.0', '10.0.0.0/33', '::/129', 'x/8', '/8'].map((text) => checkCidrSyntax(text).length)).toEqual([
      1, 1, 1, 1, 1,
    ]);
  });

  test('mapped addresses are told', () => {
    expect(
      [parseIpv6('::ffff:1.2.3.4'), parseIpv6('::1')].map((address) => address !== undefined && isIpv4Mapped(address)),
    ).toEqual([true, false]);
  });

  test('writing and reading gives the same address (seed 20260705)', () => {
    const group = fc.oneof(fc.constant(0), fc.nat({ max: 0xffff }));
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (address) => {
        expect(parseIpv6(formatIpv6(address))).toEqual(address);
      }),
      { seed: 20260705 },
    );
  });
});
