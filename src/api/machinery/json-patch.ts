import { deepEqual } from '../../lib/equal.ts';
import { setKey } from '../../lib/merge.ts';
import type { Failure } from './failure.ts';
import { fail, isFailure } from './failure.ts';
import type { Json, JsonObject } from './json.ts';
import { isJsonArray, isJsonObject } from './json.ts';
import { parsePointer } from './json-pointer.ts';

/** kube-apiserver takes no longer patches: it answers 413 `The allowed maximum operations in a JSON patch is 10000, got <n>`. */
export const MAX_JSON_PATCH_OPERATIONS = 10_000;

/**
 * Applies a JSON patch (RFC 6902), or gives the reason why not in the words of evanphx/json-patch. The API shows that reason to no one:
 * it answers `unprocessable()`. Shares what does not change; the document itself comes back when nothing does.
 */
export function applyJsonPatch(document: Json, operations: readonly Json[]): Json | Failure {
  if (operations.length > MAX_JSON_PATCH_OPERATIONS) {
    return fail(
      `The allowed maximum operations in a JSON patch is ${MAX_JSON_PATCH_OPERATIONS}, got ${operations.length}`,
    );
  }
  let current = document;
  for (const operation of operations) {
    if (!isJsonObject(operation)) return fail('json: cannot unmarshal into Go value of type jsonpatch.Operation');
    const next = applyOperation(current, operation);
    if (isFailure(next)) return next;
    current = next;
  }
  return deepEqual(current, document) ? document : current;
}

function applyOperation(document: Json, operation: JsonObject): Json | Failure {
  const op = textOf(operation['op']);
  const pointer = textOf(operation['path']);
  const { value } = operation;
  const path = parsePointer(pointer);
  if (path === undefined) return fail(`Unable to decode path: ${op} operation does not apply`);
  switch (op) {
    case 'add':
      return change(document, path, (parent, step) => put(parent, step, value ?? null, 'add'), 'add', pointer);
    case 'replace':
      if (path.length === 0) return value ?? null;
      return change(document, path, (parent, step) => put(parent, step, value ?? null, 'replace'), 'replace', pointer);
    case 'remove':
      return change(document, path, remove, 'remove', pointer);
    case 'test':
      return deepEqual(read(document, path) ?? null, value ?? null)
        ? document
        : fail(`testing value ${pointer} failed: test failed`);
    case 'move':
    case 'copy':
      return transfer(document, operation, path, op);
    default:
      return fail(`Unexpected kind: ${op}`);
  }
}

function transfer(document: Json, operation: JsonObject, path: readonly string[], op: 'move' | 'copy'): Json | Failure {
  const pointer = textOf(operation['from']);
  const from = parsePointer(pointer);
  const value = from === undefined ? undefined : read(document, from);
  if (from === undefined || value === undefined)
    return fail(`${op} operation does not apply: doc is missing from path: ${pointer}`);
  const without = op === 'move' ? change(document, from, remove, 'remove', pointer) : document;
  if (isFailure(without)) return without;
  return change(without, path, (parent, step) => put(parent, step, value, 'add'), 'add', textOf(operation['path']));
}

/** The value at a path; undefined when there is none. */
function read(document: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = document;
  for (const step of path) {
    if (isJsonArray(value)) value = value[indexOf(step, value.length - 1) ?? value.length];
    else value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}

type Edit = (parent: Json, step: string) => Json | Failure;

/** Copies the way to the parent of a path, and lets `edit` make the new parent. */
function change(document: Json, path: readonly string[], edit: Edit, op: string, pointer: string): Json | Failure {
  const [step, ...rest] = path;
  if (step === undefined)
    return op === 'add' ? edit({}, '') : fail(`${op} operation does not apply: doc is missing path: "": missing value`);
  if (rest.length === 0) {
    const edited = edit(document, step);
    return isFailure(edited) && edited.error === MISSING
      ? fail(`${op} operation does not apply: doc is missing path: ${JSON.stringify(pointer)}: missing value`)
      : edited;
  }
  const child = read(document, [step]);
  if (child === undefined)
    return fail(`${op} operation does not apply: doc is missing path: ${JSON.stringify(pointer)}: missing value`);
  const changed = change(child, rest, edit, op, pointer);
  return isFailure(changed) ? changed : replaceChild(document, step, changed);
}

const MISSING = 'missing value';

function put(parent: Json, step: string, value: Json, op: 'add' | 'replace'): Json | Failure {
  if (isJsonArray(parent)) {
    const index =
      step === '-' && op === 'add' ? parent.length : indexOf(step, op === 'add' ? parent.length : parent.length - 1);
    if (index === undefined)
      return fail(`error in ${op} for path: Unable to access invalid index: ${step}: invalid index referenced`);
    return parent.toSpliced(index, op === 'add' ? 0 : 1, value);
  }
  if (!isJsonObject(parent)) return fail(MISSING);
  if (op === 'replace' && !Object.hasOwn(parent, step))
    return fail(`replace operation does not apply: doc is missing key: ${step}: missing value`);
  return replaceChild(parent, step, value);
}

function remove(parent: Json, step: string): Json | Failure {
  if (isJsonArray(parent)) {
    const index = indexOf(step, parent.length - 1);
    return index === undefined
      ? fail(`Unable to access invalid index: ${step}: invalid index referenced`)
      : parent.toSpliced(index, 1);
  }
  if (!isJsonObject(parent)) return fail(MISSING);
  if (!Object.hasOwn(parent, step)) return fail(`Unable to remove nonexistent key: ${step}: missing value`);
  const { [step]: _, ...rest } = parent;
  return rest;
}

function replaceChild(parent: Json, step: string, child: Json): Json {
  if (isJsonArray(parent)) return parent.with(indexOf(step, parent.length - 1) ?? 0, child);
  const copy: Record<string, Json> = { ...(parent as JsonObject) };
  setKey(copy, step, child);
  return copy;
}

/** A list index up to `last`; negative ones count from the end, as the library allows. */
function indexOf(step: string, last: number): number | undefined {
  if (!/^(?:-?[1-9]\d*|0)$/.test(step)) return undefined;
  const index = Number(step) < 0 ? Number(step) + last + 1 : Number(step);
  return index >= 0 && index <= last ? index : undefined;
}

/** A member that must be a text; another value is not a pointer, so it fails as one. */
function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : 'null';
}
