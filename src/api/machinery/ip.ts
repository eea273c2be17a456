/** An IPv4 address as an unsigned 32-bit number. */
export type Ipv4 = number;

/** An IPv4 range: its first address and the length of its prefix. */
export interface Ipv4Cidr {
  readonly base: Ipv4;
  readonly prefixLength: number;
  /** Number of addresses, network and broadcast included. */
  readonly size: number;
}

/** What upstream says of a text that is no address or no range. Source: apimachinery pkg/util/validation/ip.go. */
export const BAD_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
export const BAD_CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

const DOT = 46;
const ZERO = 48;
const NINE = 57;

/** "10.244.0.7" as a number, undefined for any other text. Leading zeros are refused, as Go refuses them. */
export function parseIpv4(text: string): Ipv4 | undefined {
  let address = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      if (digits === 0 || ++dots > 3) return undefined;
      address = address * 256 + octet;
      octet = 0;
      digits = 0;
    } else if (code >= ZERO && code <= NINE) {
      if (digits > 0 && octet === 0) return undefined;
      octet = octet * 10 + (code - ZERO);
      digits++;
      if (octet > 255) return undefined;
    } else {
      return undefined;
    }
  }
  return dots === 3 && digits > 0 ? address * 256 + octet : undefined;
}

/** The number as dotted text. */
export function formatIpv4(address: Ipv4): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** "10.244.0.0/16", undefined for any other text. The base is the network address, also for "10.244.0.7/16". */
export function parseIpv4Cidr(text: string): Ipv4Cidr | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parseIpv4(text.slice(0, slash));
  const prefixLength = parsePrefixLength(text.slice(slash + 1), 32);
  if (address === undefined || prefixLength === undefined) return undefined;
  const size = 2 ** (32 - prefixLength);
  return { base: Math.floor(address / size) * size, prefixLength, size };
}

/** "10.244.0.0/16". */
export function formatIpv4Cidr(cidr: Ipv4Cidr): string {
  return `${formatIpv4(cidr.base)}/${cidr.prefixLength}`;
}

/** Is the address in the range? */
export function cidrContains(cidr: Ipv4Cidr, address: Ipv4): boolean {
  return address >= cidr.base && address < cidr.base + cidr.size;
}

/** The address at an offset from the network address; undefined beyond the range. */
export function nthAddress(cidr: Ipv4Cidr, offset: number): Ipv4 | undefined {
  return offset >= 0 && offset < cidr.size ? cidr.base + offset : undefined;
}

/** The last address of the range. */
export function broadcastAddress(cidr: Ipv4Cidr): Ipv4 {
  return cidr.base + cidr.size - 1;
}

/** The part of the range at an index, when it is cut into parts of a longer prefix; undefined beyond the range. */
export function subCidr(cidr: Ipv4Cidr, prefixLength: number, index: number): Ipv4Cidr | undefined {
  const size = 2 ** (32 - prefixLength);
  if (prefixLength < cidr.prefixLength || index < 0 || (index + 1) * size > cidr.size) return undefined;
  return { base: cidr.base + index * size, prefixLength, size };
}

/** A prefix length without leading zeros, up to `max`. */
export function parsePrefixLength(text: string, max: number): number | undefined {
  if (!/^(?:0|[1-9]\d{0,2})$/.test(text)) return undefined;
  const length = Number(text);
  return length <= max ? length : undefined;
}
