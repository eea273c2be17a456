import { assert } from '../../lib/assert.ts';
import type { SchemaPackage } from './notation.ts';
import { parseStruct } from './notation.ts';
import type { Field, Struct, Type } from './types.ts';

/** The schemas of some packages. Structs are read when first asked for, once. */
export interface Schemas {
  /** The struct of a served kind ("apps", "v1", "Deployment"), also of its list ("DeploymentList"); undefined if there is none. */
  schemaOf(group: string, version: string, kind: string): Struct | undefined;
  /** Any struct by package and name, such as "core/v1.PodSpec". A bug if there is none. */
  structOf(id: string): Struct;
}

/** Makes schemas of packages. A package's references must be among them: most need meta/v1, workloads need core/v1. */
export function makeSchemas(packages: readonly SchemaPackage[]): Schemas {
  const byName = new Map(packages.map((pack) => [pack.name, pack]));
  const structs = new Map<string, Struct>();
  const lists = new Map<string, Struct>();

  function structOf(id: string): Struct {
    const known = structs.get(id);
    if (known !== undefined) return known;
    const dot = id.lastIndexOf('.');
    const pack = byName.get(id.slice(0, dot));
    assert(pack !== undefined, `the package of ${id} is not among the schemas`);
    const struct = parseStruct(pack, id.slice(dot + 1), structOf);
    structs.set(id, struct);
    return struct;
  }

  function kindOf(packName: string, kind: string): Struct | undefined {
    const text = byName.get(packName)?.structs[kind];
    // A kind has its own type and metadata; parts such as PodSpec have not.
    if (text === undefined || !text.includes('apiVersion:s;') || !/(^|;)metadata[!~]*:/.test(text)) return undefined;
    return structOf(`${packName}.${kind}`);
  }

  function listOf(packName: string, kind: string): Struct | undefined {
    const id = `${packName}.${kind}`;
    const known = lists.get(id);
    if (known !== undefined) return known;
    const item = kind.endsWith('List') ? kindOf(packName, kind.slice(0, -'List'.length)) : undefined;
    if (item === undefined) return undefined;
    const list = makeListStruct(kind, item, structOf('meta/v1.ListMeta'));
    lists.set(id, list);
    return list;
  }

  return {
    structOf,
    schemaOf(group, version, kind) {
      const packName = packageName(group, version);
      return kindOf(packName, kind) ?? listOf(packName, kind);
    },
  };
}

/** The package of a group version: "" -> "core/v1", "rbac.authorization.k8s.io" -> "rbac/v1". */
export function packageName(group: string, version: string): string {
  const dot = group.indexOf('.');
  const short = dot < 0 ? group : group.slice(0, dot);
  return `${short === '' ? 'core' : short}/${version}`;
}

/** A step into a type: a field of a struct, a value of a map (any name), an item of a list (any index). */
export function childType(type: Type, step: string | number): Type | undefined {
  if (type.is === 'list') return typeof step === 'number' ? type.items : undefined;
  if (type.is === 'map') return type.values;
  return type.is === 'struct' ? type.struct.fields.get(String(step))?.type : undefined;
}

/** Walks from a struct along field names (and indexes into lists): ["spec", "containers", 0, "ports"]. Undefined if the way ends. */
export function walk(struct: Struct, path: readonly (string | number)[]): Type | undefined {
  let type: Type | undefined = asType(struct);
  for (const step of path) {
    type = childType(type, step);
    if (type === undefined) return undefined;
  }
  return type;
}

/** A struct as a type, for the root of a walk or a decode. */
export function asType(struct: Struct): Type {
  return { is: 'struct', go: struct.go, struct, patch: 'merge', isGranular: false };
}

function makeListStruct(kind: string, item: Struct, listMeta: Struct): Struct {
  const text: Type = { is: 'string', go: 'string', values: [] };
  const items: Type = {
    is: 'list',
    go: `[]${item.go}`,
    items: asType(item),
    listType: 'atomic',
    keys: [],
    patch: { strategy: 'replace', mergeKey: undefined, retainKeys: false },
  };
  const fields: readonly Field[] = [
    makeField('apiVersion', text, false),
    makeField('items', items, true),
    makeField('kind', text, false),
    makeField('metadata', asType(listMeta), false),
  ];
  return {
    name: kind,
    go: `${item.go}List`,
    id: `${item.id}List`,
    isAtomic: false,
    fields: new Map(fields.map((field) => [field.name, field])),
  };
}

function makeField(name: string, type: Type, isRequired: boolean): Field {
  return { name, type, isRequired, isAlwaysWritten: name === 'metadata', defaultText: undefined };
}
