import type { Json, JsonObject } from '../api/machinery/json.ts';
import { isJsonArray, isJsonObject } from '../api/machinery/json.ts';

/**
 * An object as `kubectl get -o yaml` prints it: keys sorted, list items not indented under their key, texts with
 * line ends as literal blocks. Reading it back gives the same object.
 */
export function printYaml(object: JsonObject): string {
  const lines: string[] = [];
  printMap(object, '', lines);
  return `${lines.join('\n')}\n`;
}

function printMap(map: JsonObject, indent: string, lines: string[]): void {
  for (const key of Object.keys(map).sort()) {
    const value = map[key];
    if (value !== undefined) printField(`${indent}${printText(key, indent)}:`, value, indent, lines);
  }
}

/** `head` is everything of the line before the value: the key, or the dash. */
function printField(head: string, value: Json, indent: string, lines: string[]): void {
  if (isJsonArray(value) && value.length > 0) {
    lines.push(head);
    printList(value, indent, lines);
  } else if (isJsonObject(value) && Object.keys(value).length > 0) {
    lines.push(head);
    printMap(value, `${indent}  `, lines);
  } else {
    lines.push(`${head} ${printScalar(value, `${indent}  `)}`);
  }
}

function printList(list: readonly Json[], indent: string, lines: string[]): void {
  for (const item of list) {
    if ((isJsonObject(item) && Object.keys(item).length > 0) || (isJsonArray(item) && item.length > 0)) {
      const inner: string[] = [];
      if (isJsonArray(item)) printList(item, `${indent}  `, inner);
      else printMap(item, `${indent}  `, inner);
      // The first line of the item stands right after the dash.
      lines.push(`${indent}- ${inner[0]?.slice(indent.length + 2) ?? ''}`, ...inner.slice(1));
    } else {
      lines.push(`${indent}- ${printScalar(item, `${indent}  `)}`);
    }
  }
}

function printScalar(value: Json, indent: string): string {
  if (isJsonArray(value)) return '[]';
  if (isJsonObject(value)) return '{}';
  return typeof value === 'string' ? printText(value, indent, true) : JSON.stringify(value);
}

/** Words that YAML would read as something else than text. */
const SPECIAL_WORD = /^(?:~|null|true|false|yes|no|on|off|y|n|<<|=)$/i;
const LOOKS_LIKE_NUMBER =
  /^[-+]?(?:\.\d|\d[\d_]*\.?)[\d_]*(?:e[-+]?\d+)?$|^[-+]?0[xob][\da-f_]+$|^[-+]?\.(?:inf|nan)$/i;
/** Dates and base-60 numbers, which some readers know. */
const LOOKS_LIKE_TIME = /^\d{4}-\d|^\d+(?::\d+)+$/;
const PLAIN = /^[A-Za-z0-9_./(][^\p{Cc}\p{Cs}\ufeff\u2028\u2029]*$/u;

function printText(text: string, indent: string, blockAllowed = false): string {
  if (blockAllowed && isBlock(text)) return printBlock(text, indent);
  if (
    PLAIN.test(text) &&
    !SPECIAL_WORD.test(text) &&
    !LOOKS_LIKE_NUMBER.test(text) &&
    !LOOKS_LIKE_TIME.test(text) &&
    !/: |:$| #|\s$/.test(text)
  )
    return text;
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\ufeff\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Texts of several lines that a literal block gives back exactly. */
function isBlock(text: string): boolean {
  return (
    text.includes('\n') &&
    /^[^\s]/.test(text) &&
    /^[\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/.test(text) &&
    !/[\u2028\u2029]/.test(text)
  );
}

function printBlock(text: string, indent: string): string {
  const trailing = /\n*$/.exec(text)?.[0].length ?? 0;
  const chomp = trailing === 0 ? '-' : trailing === 1 ? '' : '+';
  const body = text.slice(0, text.length - Math.min(trailing, 1)).split('\n');
  return [`|${chomp}`, ...body.map((line) => (line === '' ? '' : `${indent}${line}`))].join('\n');
}
