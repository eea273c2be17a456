import type { Messages } from './names.ts';
import { checkDotPrefix, regexMessage } from './names.ts';

const STRICT = '[-._a-zA-Z][-._a-zA-Z0-9]*';
const STRICT_MESSAGE = regexMessage(
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
  STRICT,
  ['my.env-name', 'MY_ENV.NAME', 'MyEnvName1'],
);
const RELAXED_MESSAGE =
  "a valid environment variable name must consist only of printable ASCII characters other than '='";

/** The old rule for environment variable names, used where a name is offered, not stored. */
export function checkEnvName(name: string): Messages {
  const dots = checkDotPrefix(name);
  return new RegExp(`^${STRICT}$`).test(name) ? dots : [STRICT_MESSAGE, ...dots];
}

/** The rule of 1.34 and later for container env names: any printable ASCII but "=". Source: IsRelaxedEnvVarName. */
export function checkRelaxedEnvName(name: string): Messages {
  if (name === '') return ['environment variable name must be non-empty'];
  return /^[ -<>-~]+$/.test(name) ? [] : [RELAXED_MESSAGE];
}
