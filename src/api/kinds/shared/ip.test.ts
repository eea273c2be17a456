import { describe, expect, test } from 'vitest';
import { renderFieldError } from '../../machinery/field-error.ts';
import { checkCidr, checkIp, checkNonSpecialIp, isIpv4, isIpv6, parseIp } from './ip.ts';

const WRONG = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

describe('addresses', () => {
  test.each(['10.0.0.1', '0.0.0.0', '255.255.255.255'])('%s is IPv4', (text) => {
    expect([isIpv4(text), isIpv6(text), checkIp(text, 'f')]).toEqual([true, false, []]);
  });

  test.each(['::', '::1', 'fd00::', '2001:db8::ffff', '1:2:3:4:5:6:7:8', '64:ff9b::10.1.2.3'])('%s is IPv6', (text) => {
    expect([isIpv4(text), isIpv6(text), checkIp(text, 'f')]).toEqual([false, true, []]);
  });

  test.each([
    '',
    'banana',
    '10.0.0',
    '10.0.0.0.1',
    '10.0.0.256',
    '10.0.0.x',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '12345::',
    'g::',
    '1:2:3:4:5:6:7:8:9',
    '::10.1.2',
  ])('"%s" is none', (text) => {
    expect(checkIp(text, 'f').map(renderFieldError)).toEqual([`f: Invalid value: ${JSON.stringify(text)}: ${WRONG}`]);
  });

  test('are refused when they can be read in two ways', () => {
    expect(checkIp('010.0.0.1', 'f').map(renderFieldError)).toEqual([
      'f: Invalid value: "010.0.0.1": must not have leading 0s',
    ]);
    expect(checkIp('::ffff:1.2.3.4', 'f').map(renderFieldError)).toEqual([
      'f: Invalid value: "::ffff:1.2.3.4": must not be an IPv4-mapped IPv6 address',
    ]);
    expect(isIpv4('010.0.0.1')).toBe(false);
  });

  test('become bytes', () => {
    expect(parseIp('1:0:0::8', false)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8]);
  });

  test.each([
    ['0.0.0.0', 'may not be unspecified (0.0.0.0)'],
    ['::1', 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
    ['169.254.1.1', 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
    ['fe80::1', 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
    ['224.0.0.5', 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
  ])('%s is special', (text, message) => {
    expect(checkNonSpecialIp(text, 'f').map(renderFieldError)).toEqual([`f: Invalid value: "${text}": ${message}`]);
  });
});

describe('CIDRs', () => {
  test.each(['10.244.0.0/16', '0.0.0.0/0', '10.0.0.1/32', 'fd00::/8', '2001:db8:1::/48'])('%s is one', (text) => {
    expect(checkCidr(text, 'f')).toEqual([]);
  });

  test.each([
    ['10.0.0.0', 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
    ['10.0.0.0/33', 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
    ['10.0.0.1/24', 'must not have bits set beyond the prefix length'],
  ])('%s is none', (text, message) => {
    expect(checkCidr(text, 'f').map(renderFieldError)).toEqual([`f: Invalid value: "${text}": ${message}`]);
  });
});
