import { badRequest, type Status } from '../../api/machinery/status.ts';

/** Longest URL answered; longer ones are refused as a real server's front end would. */
const URL_LENGTH_MAX = 8192;

export interface ParsedUrl {
  /** Decoded path segments, without empty ones. */
  readonly segments: readonly string[];
  /** Last value of each parameter; repeated parameters are kept in `all`. */
  readonly query: ReadonlyMap<string, string>;
  readonly all: readonly (readonly [string, string])[];
}

/** Splits a path with query. An undecodable one is a 400. */
export function parseUrl(url: string): ParsedUrl | { readonly refused: Status } {
  if (url.length > URL_LENGTH_MAX)
    return { refused: badRequest(`the request URL is longer than ${URL_LENGTH_MAX} characters`) };
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const text = mark < 0 ? '' : url.slice(mark + 1);
  try {
    const segments = path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
    const all = text
      .split('&')
      .filter((part) => part !== '')
      .map((part): readonly [string, string] => {
        const equals = part.indexOf('=');
        const name = equals < 0 ? part : part.slice(0, equals);
        const value = equals < 0 ? '' : part.slice(equals + 1);
        return [decode(name), decode(value)];
      });
    return { segments, query: new Map(all), all };
  } catch {
    return { refused: badRequest('the request URL is not properly percent-encoded') };
  }
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
