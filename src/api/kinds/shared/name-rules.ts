import type { Messages } from '../../machinery/names.ts';
import { checkDns1123Label, checkDns1123Subdomain, maskTrailingHyphen } from '../../machinery/names.ts';

/** Problems of a name, or of a generateName prefix; see `KindDef.nameErrors`. */
export type NameRule = (name: string, prefix: boolean) => Messages;

/** The rule of most kinds. Source: apimachinery pkg/api/validation/generic.go. */
export const nameIsDnsSubdomain: NameRule = (name, prefix) =>
  checkDns1123Subdomain(prefix ? maskTrailingHyphen(name) : name);

/** The rule of Namespaces and, since 1.36, of Services. */
export const nameIsDnsLabel: NameRule = (name, prefix) => checkDns1123Label(prefix ? maskTrailingHyphen(name) : name);
