/**
 * What a strategic merge patch must know of a type. The structs of the schema folder are of this form; tests make their own.
 * Source: the patchStrategy and patchMergeKey tags of the API types, which OpenAPI tells as x-kubernetes-patch-*.
 */
export interface MergeSchema {
  /** The Go struct's name, for errors. */
  readonly name: string;
  readonly fields: { get(name: string): MergeField | undefined };
}

export interface MergeField {
  readonly type: MergeType;
}

export type MergeType = MergeStructType | MergeListType | MergeMapType | MergeLeafType;

export interface MergeStructType {
  readonly is: 'struct';
  readonly struct: MergeSchema;
  readonly patch: 'merge' | 'retainKeys' | 'replace';
}

export interface MergeListType {
  readonly is: 'list';
  readonly items: MergeType;
  readonly patch: {
    readonly strategy: 'merge' | 'replace';
    readonly mergeKey: string | undefined;
    readonly retainKeys: boolean;
  };
}

export interface MergeMapType {
  readonly is: 'map';
  readonly values: MergeType;
}

export interface MergeLeafType {
  readonly is:
    | 'string'
    | 'bool'
    | 'int'
    | 'float'
    | 'quantity'
    | 'intOrString'
    | 'time'
    | 'microTime'
    | 'bytes'
    | 'any';
}

/** What lies at one step of a merge: a struct's fields, or values of one type whatever their key. */
export type MergeContainer = MergeSchema | MergeMapType | MergeLeafType;

/** The type of a key inside a container; undefined when a struct has no such field. */
export function typeOfKey(container: MergeContainer, key: string): MergeType | undefined {
  if ('fields' in container) return container.fields.get(key)?.type;
  return container.is === 'map' ? container.values : container;
}

/** The container that a value of this type is, when it is an object. Lists and leaves hold anything. */
export function containerOf(type: MergeType): MergeContainer {
  if (type.is === 'struct') return type.struct;
  return type.is === 'list' ? { is: 'any' } : type;
}

/** The text for a key that a struct does not have. */
export function noSuchField(container: MergeContainer, key: string): string {
  const name = 'name' in container ? container.name : '';
  return `unable to find api field in struct ${name} for the json field "${key}"`;
}
