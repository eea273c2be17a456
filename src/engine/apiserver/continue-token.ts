import { encodeBase64 } from '../../api/kinds/shared/base64.ts';
import { badRequest, type Status } from '../../api/machinery/status.ts';

/** Where a page ended, and which version of the collection it showed. */
export interface ContinueToken {
  /** -1: go on with the newest version, since the old one is gone. */
  readonly rv: number;
  /** `<namespace>/<name>` of the last object, or its name in a list of one namespace. */
  readonly start: string;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const INVALID = 'invalid continue token: continue key is not valid';
const VERSION = 'meta.k8s.io/v1';

/** The token as clients get it: opaque for them, upstream's form for whoever looks. Source: AS/storage/continue.go. */
export function encodeContinue({ rv, start }: ContinueToken): string {
  const text = encodeBase64(JSON.stringify({ v: VERSION, rv, start: `${start}\u0000` }));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function decodeContinue(token: string): ContinueToken | Status {
  const text = decodeBase64Url(token);
  if (text === undefined) return badRequest(INVALID);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return badRequest(INVALID);
  }
  const { v = '', rv = 0, start = '' } = (value ?? {}) as { readonly v?: unknown; rv?: unknown; start?: unknown };
  if (v !== VERSION) return badRequest(`${INVALID}: server does not recognize this encoded version ${String(v)}`);
  if (typeof rv !== 'number' || !Number.isSafeInteger(rv) || rv === 0)
    return badRequest(`${INVALID}: incorrect encoded start resourceVersion (version ${VERSION})`);
  if (typeof start !== 'string' || start === '')
    return badRequest(`${INVALID}: encoded start key empty (version ${VERSION})`);
  return { rv, start: start.endsWith('\u0000') ? start.slice(0, -1) : start };
}

/** Our tokens hold ASCII only: names and numbers. */
function decodeBase64Url(text: string): string | undefined {
  let decoded = '';
  let bits = 0;
  let held = 0;
  for (const char of text) {
    const digit = ALPHABET.indexOf(char);
    if (digit < 0) return undefined;
    held = ((held << 6) | digit) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      decoded += String.fromCharCode((held >> bits) & 0xff);
    }
  }
  return decoded;
}
