import { isAlias, isMap, isSeq } from 'yaml';
import type { YAMLMap } from 'yaml';
import { isJsonArray, isJsonObject } from '../api/machinery/json.ts';
import type { Manifest } from './read-text.ts';

/**
 * `kind: List` stands for its items; everything else stands for itself. An item that is no object stays as an empty
 * one, to be refused like it.
 */
export function unfoldList(manifest: Manifest): readonly Manifest[] {
  const { object, node, document } = manifest;
  const kind = object['kind'];
  const items = object['items'];
  const nodes = node.get('items', true);
  if (typeof kind !== 'string' || !kind.endsWith('List') || !isJsonArray(items) || !isSeq(nodes)) return [manifest];
  return items.flatMap((item, index) => {
    const written = nodes.items[index];
    const itemNode = isAlias(written) ? written.resolve(document) : written;
    if (!isJsonObject(item) || !isMap(itemNode)) return [{ object: {}, node, document }];
    return unfoldList({ object: item, node: itemNode as YAMLMap.Parsed, document });
  });
}
