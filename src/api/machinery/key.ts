/** The identity of a stored object in the simulator: "<group or core>/<plural>/<namespace or empty>/<name>". */
export type ObjectKey = string & { readonly __key: unique symbol };

/** The parts of a key; `group` is "" for the core group, `namespace` is "" for cluster-scoped objects. */
export interface KeyParts {
  readonly group: string;
  readonly plural: string;
  readonly namespace: string;
  readonly name: string;
}

const CORE = 'core';

/** Makes a key. No part may contain "/" (Kubernetes forbids it in all of them). */
export function makeKey(group: string, plural: string, namespace: string, name: string): ObjectKey {
  return `${group === '' ? CORE : group}/${plural}/${namespace}/${name}` as ObjectKey;
}

/** Takes a key apart. */
export function parseKey(key: ObjectKey): KeyParts {
  const a = key.indexOf('/');
  const b = key.indexOf('/', a + 1);
  const c = key.indexOf('/', b + 1);
  const group = key.slice(0, a);
  return {
    group: group === CORE ? '' : group,
    plural: key.slice(a + 1, b),
    namespace: key.slice(b + 1, c),
    name: key.slice(c + 1),
  };
}

/** The object's name. */
export function keyName(key: ObjectKey): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** The object's namespace, "" for cluster-scoped objects. */
export function keyNamespace(key: ObjectKey): string {
  const end = key.lastIndexOf('/');
  return key.slice(key.lastIndexOf('/', end - 1) + 1, end);
}

/** The resource part, "<group or core>/<plural>": equal for all objects of one resource. */
export function keyResource(key: ObjectKey): string {
  return key.slice(0, key.indexOf('/', key.indexOf('/') + 1));
}

/** The plural, such as "deployments". */
export function keyPlural(key: ObjectKey): string {
  const start = key.indexOf('/') + 1;
  return key.slice(start, key.indexOf('/', start));
}

/** True when a string from outside has the form of a key. */
export function isObjectKey(text: string): text is ObjectKey {
  const parts = text.split('/');
  return parts.length === 4 && parts[0] !== '' && parts[1] !== '' && parts[3] !== '';
}
