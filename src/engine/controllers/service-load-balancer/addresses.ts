/** The stand-in cloud's addresses: 203.0.113.0/24, which is set apart for documentation (RFC 5737). */
const PREFIX = '203.0.113.';
const HOSTS = 254;

/** The next free address after the one given last, going round; a freed one comes again only then. Undefined: all are taken. */
export function nextAddress(
  last: number,
  used: ReadonlySet<string>,
): { readonly host: number; readonly ip: string } | undefined {
  for (let step = 1; step <= HOSTS; step++) {
    const host = ((last + step - 1) % HOSTS) + 1;
    const ip = `${PREFIX}${host}`;
    if (!used.has(ip)) return { host, ip };
  }
  return undefined;
}
