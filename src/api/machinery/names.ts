import { byteLength } from './go-format.ts';

/**
 * The rules for names. Each function gives the messages of what is wrong, none when the value is good; the texts are upstream's.
 * Source: apimachinery pkg/util/validation/validation.go and pkg/api/validate/content.
 */
export type Messages = readonly string[];

export const MAX_LABEL_LENGTH = 63;
export const MAX_SUBDOMAIN_LENGTH = 253;
const NONE: Messages = [];

const ALNUM_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${ALNUM_LABEL}(\\.${ALNUM_LABEL})*`;
const DNS_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

const LABEL_RULE = rule(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  ALNUM_LABEL,
  ['my-name', '123-abc'],
);
const SUBDOMAIN_RULE = rule(
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  SUBDOMAIN,
  ['example.com'],
);
const WILDCARD_RULE = rule(
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  `\\*\\.${SUBDOMAIN}`,
  ['*.example.com'],
);
const DNS_1035_RULE = rule(
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  DNS_1035,
  ['my-name', 'abc-123'],
);
const QUALIFIED_RULE = rule(
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  QUALIFIED,
  ['MyName', 'my.name', '123-abc'],
);
const LABEL_VALUE_RULE = rule(
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  `(${QUALIFIED})?`,
  ['MyValue', 'my_value', '12345'],
);
const CONFIG_KEY_RULE = rule(
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  '[-._a-zA-Z0-9]+',
  ['key.name', 'KEY_NAME', 'key-name'],
);
const PERCENT_RULE = rule("a valid percent string must be a numeric string followed by an ending '%'", '[0-9]+%', [
  '1%',
  '93%',
]);
const HTTP_HEADER_RULE = rule("a valid HTTP header must consist of alphanumeric characters or '-'", '[-A-Za-z0-9]+', [
  'X-Header-Name',
]);

interface Rule {
  readonly pattern: RegExp;
  readonly message: string;
}

function rule(text: string, pattern: string, examples: readonly string[]): Rule {
  return { pattern: new RegExp(`^${pattern}$`), message: regexMessage(text, pattern, examples) };
}

/** The form in which upstream tells a pattern: the rule, examples, the regular expression (two blanks after each comma are upstream's). */
export function regexMessage(text: string, pattern: string, examples: readonly string[]): string {
  if (examples.length === 0) return `${text} (regex used for validation is '${pattern}')`;
  return `${text} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${pattern}')`;
}

/** `must be no more than 63 characters`. */
export function maxLengthMessage(length: number): string {
  return `must be no more than ${length} characters`;
}

/** `must be between 1 and 65535, inclusive`. */
export function rangeMessage(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

/** DNS-1123 subdomain: the default rule for object names. */
export function checkDns1123Subdomain(value: string): Messages {
  return checkRule(value, SUBDOMAIN_RULE, MAX_SUBDOMAIN_LENGTH);
}

/** DNS-1123 label: namespaces, container and port names, since 1.36 Services. */
export function checkDns1123Label(value: string): Messages {
  const isTooLong = byteLength(value) > MAX_LABEL_LENGTH;
  const isGood = LABEL_RULE.pattern.test(value);
  if (isGood && !isTooLong) return NONE;
  const messages = isTooLong ? [maxLengthMessage(MAX_LABEL_LENGTH)] : [];
  if (!isGood) messages.push(SUBDOMAIN_RULE.pattern.test(value) ? 'must not contain dots' : LABEL_RULE.message);
  return messages;
}

/** DNS-1035 label: starts with a letter. */
export function checkDns1035Label(value: string): Messages {
  return checkRule(value, DNS_1035_RULE, MAX_LABEL_LENGTH);
}

/** `*.example.com`. */
export function checkWildcardDns1123Subdomain(value: string): Messages {
  return checkRule(value, WILDCARD_RULE, MAX_SUBDOMAIN_LENGTH);
}

/** `[prefix/]name`: keys of labels, annotations, resources, conditions. */
export function checkQualifiedName(value: string): Messages {
  const parts = value.split('/');
  if (parts.length > 2) {
    return [
      `a qualified name ${QUALIFIED_RULE.message} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const messages: string[] = [];
  const name = parts[parts.length - 1] ?? '';
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    if (prefix === '') messages.push('prefix part must be non-empty');
    else for (const message of checkDns1123Subdomain(prefix)) messages.push(`prefix part ${message}`);
  }
  if (name === '') messages.push('name part must be non-empty');
  else if (byteLength(name) > MAX_LABEL_LENGTH) messages.push(`name part ${maxLengthMessage(MAX_LABEL_LENGTH)}`);
  if (!QUALIFIED_RULE.pattern.test(name)) messages.push(`name part ${QUALIFIED_RULE.message}`);
  return messages.length === 0 ? NONE : messages;
}

/** Keys of labels, annotations, node selectors and taints. */
export function checkLabelKey(value: string): Messages {
  return checkQualifiedName(value);
}

/** Label values: may be empty. */
export function checkLabelValue(value: string): Messages {
  return checkRule(value, LABEL_VALUE_RULE, MAX_LABEL_LENGTH);
}

/** Keys of ConfigMap and Secret data. */
export function checkConfigMapKey(value: string): Messages {
  const messages = checkRule(value, CONFIG_KEY_RULE, MAX_SUBDOMAIN_LENGTH);
  const dots = checkDotPrefix(value);
  return dots === NONE ? messages : [...messages, ...dots];
}

/** `must not be '.'` and its like: names that would be special in a directory. */
export function checkDotPrefix(value: string): Messages {
  if (value === '.') return ["must not be '.'"];
  if (value === '..') return ["must not be '..'"];
  return value.startsWith('..') ? ["must not start with '..'"] : NONE;
}

/** The name of an HTTP header, as probes set them. */
export function checkHttpHeaderName(value: string): Messages {
  return HTTP_HEADER_RULE.pattern.test(value) ? NONE : [HTTP_HEADER_RULE.message];
}

/** A percentage such as 25%. */
export function checkPercent(value: string): Messages {
  return PERCENT_RULE.pattern.test(value) ? NONE : [PERCENT_RULE.message];
}

/** Names that stand in a URL path; the rule of kinds without a stricter one (RBAC). */
export function checkPathSegmentName(value: string): Messages {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  const messages = ['/', '%'].filter((part) => value.includes(part)).map((part) => `may not contain '${part}'`);
  return messages.length === 0 ? NONE : messages;
}

/** For metadata.generateName: a trailing hyphen is fine because a suffix follows. */
export function maskTrailingHyphen(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix;
}

function checkRule(value: string, { pattern, message }: Rule, maxLength: number): Messages {
  const isTooLong = value.length * 3 > maxLength && byteLength(value) > maxLength;
  const isGood = pattern.test(value);
  if (isGood && !isTooLong) return NONE;
  const messages = isTooLong ? [maxLengthMessage(maxLength)] : [];
  if (!isGood) messages.push(message);
  return messages;
}
