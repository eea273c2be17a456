import type { FieldError } from '../../machinery/field-error.ts';
import { invalid } from '../../machinery/field-error.ts';

const IP_MESSAGE = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const CIDR_MESSAGE = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

/** A parsed address: 4 bytes or 16. */
type Bytes = readonly number[];

/** One `must be a valid IP address`, or nothing. Source: apimachinery pkg/util/validation/ip.go IsValidIP (strict since 1.36). */
export function checkIp(text: string, field: string): FieldError[] {
  const bytes = parseIp(text, true);
  if (bytes === undefined) return [invalid(field, text, IP_MESSAGE)];
  if (hasLeadingZeros(text)) return [invalid(field, text, 'must not have leading 0s')];
  return isMapped(bytes) ? [invalid(field, text, 'must not be an IPv4-mapped IPv6 address')] : [];
}

/** A CIDR such as 10.0.0.0/8 without bits beyond its prefix. */
export function checkCidr(text: string, field: string): FieldError[] {
  const slash = text.indexOf('/');
  const bytes = slash < 0 ? undefined : parseIp(text.slice(0, slash), true);
  const prefix = text.slice(slash + 1);
  if (bytes === undefined || !isDecimal(prefix, 3) || Number(prefix) > bytes.length * 8)
    return [invalid(field, text, CIDR_MESSAGE)];
  if (hasLeadingZeros(text.slice(0, slash))) return [invalid(field, text, 'must not have leading 0s in IP')];
  return hasBitsBeyond(bytes, Number(prefix))
    ? [invalid(field, text, 'must not have bits set beyond the prefix length')]
    : [];
}

/** Addresses that no endpoint and no external IP may have. Source: pkg/apis/core/validation ValidateNonSpecialIP. */
export function checkNonSpecialIp(text: string, field: string): FieldError[] {
  const bytes = parseIp(text, true);
  if (bytes === undefined) return [invalid(field, text, 'must be a valid IP address')];
  if (bytes.every((byte) => byte === 0)) return [invalid(field, text, `may not be unspecified (${text})`)];
  if (isLoopback(bytes)) return [invalid(field, text, 'may not be in the loopback range (127.0.0.0/8, ::1/128)')];
  const [a = 0, b = 0] = bytes;
  const isV4 = bytes.length === 4;
  if (isV4 ? a === 169 && b === 254 : a === 0xfe && (b & 0xc0) === 0x80) {
    return [invalid(field, text, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)')];
  }
  if (isV4 ? a === 224 && b === 0 && bytes[2] === 0 : a === 0xff && (b & 0x0f) === 2) {
    return [invalid(field, text, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)')];
  }
  return [];
}

export function isIpv4(text: string): boolean {
  return parseIp(text, false)?.length === 4;
}

export function isIpv6(text: string): boolean {
  return parseIp(text, false)?.length === 16;
}

/** Bytes of an address, undefined for any other text. `lenient` takes leading zeros in IPv4, as old objects may have them. */
export function parseIp(text: string, lenient: boolean): Bytes | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text, lenient);
}

function parseIpv4(text: string, lenient: boolean): Bytes | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes: number[] = [];
  for (const part of parts) {
    if (!isDecimal(part, 3) || (!lenient && part.length > 1 && part.startsWith('0'))) return undefined;
    bytes.push(Number(part));
  }
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

function parseIpv6(text: string): Bytes | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '', true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 1) return missing === 0 ? head : undefined;
  return missing >= 2 ? [...head, ...Array<number>(missing).fill(0), ...tail] : undefined;
}

function parseGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [i, group] of groups.entries()) {
    if (group.includes('.')) {
      const v4 = mayEndInIpv4 && i === groups.length - 1 ? parseIpv4(group, false) : undefined;
      if (v4 === undefined) return undefined;
      bytes.push(...v4);
      continue;
    }
    if (group === '' || group.length > 4) return undefined;
    const value = Number(`0x${group}`);
    if (!Number.isInteger(value)) return undefined;
    bytes.push(value >> 8, value & 0xff);
  }
  return bytes;
}

function isDecimal(text: string, maxLength: number): boolean {
  if (text.length === 0 || text.length > maxLength) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 48 || text.charCodeAt(i) > 57) return false;
  return true;
}

function hasLeadingZeros(text: string): boolean {
  return !text.includes(':') && text.split('.').some((part) => part.length > 1 && part.startsWith('0'));
}

function isMapped(bytes: Bytes): boolean {
  return (
    bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff
  );
}

function isLoopback(bytes: Bytes): boolean {
  return bytes.length === 4 ? bytes[0] === 127 : bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1;
}

function hasBitsBeyond(bytes: Bytes, prefix: number): boolean {
  return bytes.some((byte, i) => {
    const kept = Math.min(8, Math.max(0, prefix - i * 8));
    return (byte & (0xff >> kept)) !== 0;
  });
}
