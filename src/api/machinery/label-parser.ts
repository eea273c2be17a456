import type { Failure } from './failure.ts';
import { fail, isFailure } from './failure.ts';
import { invalid, renderFieldError } from './field-error.ts';
import { compareBytes } from './go-format.ts';
import { newRequirement } from './label-requirement.ts';
import type { Token } from './label-tokens.ts';
import { scanSelector } from './label-tokens.ts';
import type { Requirement, Selector } from './labels.ts';
import { EVERYTHING, sortRequirements } from './labels.ts';
import { checkLabelKey } from './names.ts';

const BINARY_OPERATORS: ReadonlyMap<string, Requirement['op']> = new Map([
  ['in', 'in'],
  ['notin', 'notin'],
  ['=', '='],
  ['==', '=='],
  ['!=', '!='],
  ['>', 'gt'],
  ['<', 'lt'],
]);
const MAX_LENGTH = 65_536;
const CACHE_LIMIT = 512;
const cache = new Map<string, Selector>();

/**
 * Parses a label selector such as `app=web,tier in (a,b),!old`, or gives upstream's error text.
 * Grammar and texts: apimachinery pkg/labels/selector.go. The result is shared: equal texts give the same object.
 */
export function parseSelector(text: string): Selector | Failure {
  if (text === '') return EVERYTHING;
  const hit = cache.get(text);
  if (hit !== undefined) return hit;
  if (text.length > MAX_LENGTH) return fail(`label selector is too long: may not be more than ${MAX_LENGTH} bytes`);
  const requirements = parseRequirements(new Cursor(scanSelector(text)));
  if (isFailure(requirements)) return requirements;
  const selector = Object.freeze({ requirements: sortRequirements(requirements), never: false });
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(text, selector);
  return selector;
}

/** Walks over the tokens; after the last one it stays on the end token. */
class Cursor {
  private position = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  peek(): Token {
    return this.tokens[this.position] ?? { kind: 'end', text: '' };
  }

  next(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }
}

function parseRequirements(cursor: Cursor): readonly Requirement[] | Failure {
  const requirements: Requirement[] = [];
  for (;;) {
    const first = cursor.peek();
    if (first.kind === 'end') return requirements;
    if (!startsRequirement(first)) return fail(`found '${first.text}', expected: !, identifier, or 'end of string'`);
    const requirement = parseRequirement(cursor);
    if (isFailure(requirement)) return fail(`unable to parse requirement: ${requirement.error}`);
    requirements.push(requirement);
    const separator = cursor.next();
    if (separator.kind === 'end') return requirements;
    if (separator.text !== ',' || separator.kind !== 'symbol')
      return fail(`found '${separator.text}', expected: ',' or 'end of string'`);
    const following = cursor.peek();
    if (!startsRequirement(following)) return fail(`found '${following.text}', expected: identifier after ','`);
  }
}

function startsRequirement(token: Token): boolean {
  return token.kind === 'word' || isSymbol(token, '!');
}

function isSymbol(token: Token, text: string): boolean {
  return token.kind === 'symbol' && token.text === text;
}

function parseRequirement(cursor: Cursor): Requirement | Failure {
  let token = cursor.next();
  const isNegated = isSymbol(token, '!');
  if (isNegated) token = cursor.next();
  if (token.kind !== 'word') return fail(`found '${token.text}', expected: identifier`);
  const key = token.text;
  const messages = checkLabelKey(key);
  // A selector from a query stands in no field, which upstream prints as a nil path.
  if (messages.length > 0) return fail(renderFieldError(invalid('<nil>', key, messages.join('; '))));

  const following = cursor.peek();
  const isAlone = following.kind === 'end' || isSymbol(following, ',');
  if (isNegated || isAlone) return newRequirement(key, isNegated ? '!' : 'exists', []);
  const operator = cursor.next();
  const op = BINARY_OPERATORS.get(operator.text);
  if (op === undefined) return fail(`found '${operator.text}', expected: in, notin, =, ==, !=, gt, lt`);
  const values = op === 'in' || op === 'notin' ? parseValues(cursor) : parseExactValue(cursor);
  return isFailure(values) ? values : newRequirement(key, op, values);
}

function parseExactValue(cursor: Cursor): readonly string[] | Failure {
  const token = cursor.peek();
  if (token.kind === 'end' || isSymbol(token, ',')) return [''];
  cursor.next();
  return token.kind === 'word' ? [token.text] : fail(`found '${token.text}', expected: identifier`);
}

/** The values of `(a,b)`: a set, so sorted and each once; `()`, `(,` and `,)` hold the empty string. */
function parseValues(cursor: Cursor): readonly string[] | Failure {
  const open = cursor.next();
  if (!isSymbol(open, '(')) return fail(`found '${open.text}' expected: '('`);
  const first = cursor.peek();
  if (isSymbol(first, ')')) {
    cursor.next();
    return [''];
  }
  if (first.kind !== 'word' && !isSymbol(first, ','))
    return fail(`found '${first.text}', expected: ',', ')' or identifier`);
  const values = new Set<string>();
  for (;;) {
    const token = cursor.next();
    const following = cursor.peek();
    if (token.kind === 'word') {
      values.add(token.text);
      if (!isSymbol(following, ',') && !isSymbol(following, ')'))
        return fail(`found '${following.text}', expected: ',' or ')'`);
    } else if (isSymbol(token, ',')) {
      if (values.size === 0 || isSymbol(following, ',') || isSymbol(following, ')')) values.add('');
    } else {
      return fail(`found '${token.text}', expected: ',', or identifier`);
    }
    if (isSymbol(following, ')')) {
      cursor.next();
      return [...values].sort(compareBytes);
    }
  }
}
