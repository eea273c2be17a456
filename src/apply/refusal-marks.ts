import { isMap, isScalar, isSeq } from 'yaml';
import type { Refusal } from './answer.ts';
import { locateField, locateObject } from './locate-field.ts';
import type { Manifest, ManifestText } from './read-text.ts';
import type { Mark } from './result.ts';

/** What is wrong with an object, each mistake at its place in the text. At least one mark. */
export function refusalMarks(source: ManifestText, manifest: Manifest, refusal: Refusal): readonly Mark[] {
  const mark = (message: string, field: string, accept?: (node: unknown) => boolean): Mark => ({
    message,
    field,
    span:
      field === '' ? locateObject(source.text, source.lines, manifest) : locateField(source, manifest, field, accept),
  });
  const causes = refusal.causes.filter((cause) => cause.field !== '' && cause.field !== '<nil>');
  if (refusal.code === 0 && causes[0] !== undefined) return [mark(refusal.message, causes[0].field)];
  if (causes.length > 0) return causes.map((cause) => mark(`${cause.field}: ${cause.message}`, cause.field));

  const strict = Array.from(refusal.message.matchAll(/(unknown|duplicate) field "([^"]+)"/g), ([text, , field]) =>
    mark(text, field ?? ''),
  );
  if (strict.length > 0) return strict;

  const decoding = /json: cannot unmarshal (\w+) into Go (?:struct field \w+\.(\S+)|value) of type \S+/.exec(
    refusal.message,
  );
  if (decoding?.[2] !== undefined) return [mark(decoding[0], decoding[2], hasJsonType(decoding[1] ?? ''))];

  if (refusal.reason === 'NotFound' && refusal.kind === 'namespaces')
    return [mark(refusal.message, 'metadata.namespace')];
  return [mark(refusal.message, '')];
}

/** True for nodes of the type that Go's decoder complains about, so that the mark is at the item that is wrong. */
function hasJsonType(type: string): (node: unknown) => boolean {
  return (node) => {
    if (isMap(node)) return type === 'object';
    if (isSeq(node)) return type === 'array';
    return isScalar(node) && (typeof node.value === type || (type === 'bool' && typeof node.value === 'boolean'));
  };
}
