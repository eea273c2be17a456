import { BAD_CIDR, BAD_IP, formatIpv4, parseIpv4, parsePrefixLength } from './ip.ts';
import type { Messages } from './names.ts';

/** An IPv6 address as its eight groups of 16 bits. */
export type Ipv6 = readonly number[];

const GROUPS = 8;

/** "2001:db8::1" as groups, undefined for any other text. The last two groups may be written as an IPv4 address. */
export function parseIpv6(text: string): Ipv6 | undefined {
  const halves = text.split('::');
  if (halves.length > 2 || !text.includes(':')) return undefined;
  const head = parseGroups(halves[0] ?? '', halves.length === 1);
  const tail = parseGroups(halves[1] ?? '', true);
  if (head === undefined || tail === undefined) return undefined;
  if (halves.length === 1) return head.length === GROUPS ? head : undefined;
  const missing = GROUPS - head.length - tail.length;
  return missing >= 1 ? [...head, ...Array.from({ length: missing }, () => 0), ...tail] : undefined;
}

/** The canonical text (RFC 5952): lower case, the longest run of zero groups as "::"; IPv4-mapped ones as "::ffff:10.0.0.1". */
export function formatIpv6(address: Ipv6): string {
  if (isIpv4Mapped(address)) return `::ffff:${formatIpv4(lowerBits(address))}`;
  const [start, length] = longestZeros(address);
  const write = (groups: Ipv6): string => groups.map((group) => group.toString(16)).join(':');
  if (length < 2) return write(address);
  return `${write(address.slice(0, start))}::${write(address.slice(start + length))}`;
}

/** An address of either family in canonical text, undefined for any other text. */
export function canonicalIp(text: string): string | undefined {
  const v4 = parseIpv4(text);
  if (v4 !== undefined) return formatIpv4(v4);
  const v6 = parseIpv6(text);
  return v6 === undefined ? undefined : formatIpv6(v6);
}

/** Is the text an address of either family? */
export function checkIpSyntax(text: string): Messages {
  return canonicalIp(text) === undefined ? [BAD_IP] : [];
}

/** Is the text a range of either family? Bits beyond the prefix are fine here. */
export function checkCidrSyntax(text: string): Messages {
  const slash = text.indexOf('/');
  const address = text.slice(0, Math.max(slash, 0));
  const length = parsePrefixLength(text.slice(slash + 1), parseIpv4(address) === undefined ? 128 : 32);
  return slash < 0 || length === undefined || canonicalIp(address) === undefined ? [BAD_CIDR] : [];
}

/** True for ::ffff:0:0/96, which Kubernetes takes for IPv4. */
export function isIpv4Mapped(address: Ipv6): boolean {
  return address.every((group, i) => (i < 5 ? group === 0 : i > 5 || group === 0xffff));
}

function lowerBits(address: Ipv6): number {
  return (address[6] ?? 0) * 65_536 + (address[7] ?? 0);
}

function parseGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (part.includes('.')) {
      const v4 = mayEndInIpv4 && i === parts.length - 1 ? parseIpv4(part) : undefined;
      if (v4 === undefined) return undefined;
      groups.push(v4 >>> 16, v4 & 0xffff);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}

/** Start and length of the first longest run of zero groups. */
function longestZeros(address: Ipv6): readonly [number, number] {
  let best: readonly [number, number] = [0, 0];
  let length = 0;
  for (const [i, group] of address.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best[1]) best = [i - length + 1, length];
  }
  return best;
}
