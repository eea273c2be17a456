import { rangeMessage } from './names.ts';
import type { Messages } from './names.ts';

const PORT_MESSAGE = rangeMessage(1, 65535);
const MAX_PORT_NAME_LENGTH = 15;

/** A port number, 1 to 65535. */
export function checkPortNumber(port: number): Messages {
  return port >= 1 && port <= 65535 ? [] : [PORT_MESSAGE];
}

/** An IANA service name: names of container ports and string target ports. Source: apimachinery pkg/util/validation IsValidPortName. */
export function checkPortName(name: string): Messages {
  const messages: string[] = [];
  if (name.length > MAX_PORT_NAME_LENGTH) messages.push(`must be no more than ${MAX_PORT_NAME_LENGTH} characters`);
  if (!/^[-a-z0-9]+$/.test(name))
    messages.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(name)) messages.push('must contain at least one letter (a-z)');
  if (name.includes('--')) messages.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) messages.push('must not begin or end with a hyphen');
  return messages;
}
