import type { Failure } from './failure.ts';
import { fail } from './failure.ts';
import type { Json } from './json.ts';
import { jsonSyntaxError } from './json-syntax-error.ts';

/** Go takes 10,000 levels; no kind needs a hundred, and functions here call themselves once or more for each. */
export const MAX_JSON_DEPTH = 1000;

const QUOTE = 34;
const BACKSLASH = 92;

/** Reads JSON from outside. Errors are the texts of Go's encoding/json, which the API shows as they are. */
export function parseJsonText(text: string): Json | Failure {
  if (depthOf(text) > MAX_JSON_DEPTH) return fail('exceeded max depth');
  try {
    return JSON.parse(text) as Json;
  } catch {
    return fail(jsonSyntaxError(text));
  }
}

/** The deepest nesting of brackets outside strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === BACKSLASH) i++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) {
      inString = true;
    } else if (code === 91 || code === 123) {
      depth++;
      if (depth > deepest) deepest = depth;
    } else if (code === 93 || code === 125) {
      depth--;
    }
  }
  return deepest;
}
