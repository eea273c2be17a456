import { FIELD_NUMBERS } from './generated/field-numbers.ts';

/** What the fields of a message are called in JSON. */
export interface MessageField {
  readonly name: string;
  /** The field is a message whose fields JSON has in the parent: its `package.Message`. */
  readonly part: string | undefined;
}

const messages = new Map<string, ReadonlyMap<number, MessageField>>();

/**
 * The fields of a message such as `core/v1.PodSpec` by number; empty for one that is not known.
 * A line has their names in order of their numbers: `7=name` where the numbers jump, `name~package.Message` for a part.
 */
export function messageFields(id: string): ReadonlyMap<number, MessageField> {
  let fields = messages.get(id);
  if (fields === undefined) {
    fields = parseLine(lineOf(id));
    messages.set(id, fields);
  }
  return fields;
}

function lineOf(id: string): string {
  const dot = id.lastIndexOf('.');
  return FIELD_NUMBERS[id.slice(0, dot)]?.[id.slice(dot + 1)] ?? '';
}

function parseLine(line: string): ReadonlyMap<number, MessageField> {
  const fields = new Map<number, MessageField>();
  let number = 0;
  for (const word of line.split(' ').filter((text) => text !== '')) {
    const equals = word.indexOf('=');
    number = equals < 0 ? number + 1 : Number(word.slice(0, equals));
    const [name = '', part] = word.slice(equals + 1).split('~');
    fields.set(number, { name, part });
  }
  return fields;
}
