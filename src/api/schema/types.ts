/**
 * The schema folder: the types of Kubernetes' own kinds, as data.
 *
 * It promises: what the API documents of v1.36 say about fields, types, lists and enums, decoding and strict field validation with the
 * texts of kube-apiserver, and the merge keys of patches. It does not: validate values (each kind does) nor hold defaults beyond `{}`.
 */

/** What a field may hold. `go` is the Go type's name, which error texts show. */
export type Type = StringType | NumberType | PlainType | ListType | MapType | StructType;

export interface StringType {
  readonly is: 'string';
  readonly go: string;
  /** The known values, when the API documents list them. Decoding does not check them; validation of the kind does. */
  readonly values: readonly string[];
}

export interface NumberType {
  readonly is: 'int' | 'float';
  readonly go: 'int' | 'int32' | 'int64' | 'float64';
}

/** `any` is kept as it is (raw extensions); `time` has seconds, `microTime` microseconds; `bytes` is base64 text. */
export interface PlainType {
  readonly is: 'bool' | 'quantity' | 'intOrString' | 'time' | 'microTime' | 'bytes' | 'any';
  readonly go: string;
}

export interface ListType {
  readonly is: 'list';
  readonly go: string;
  readonly items: Type;
  /** How server-side apply sees it: `map` lists are keyed by `keys`. */
  readonly listType: 'atomic' | 'set' | 'map';
  readonly keys: readonly string[];
  readonly patch: ListPatch;
}

/** How a strategic merge patch treats a list. */
export interface ListPatch {
  readonly strategy: 'merge' | 'replace';
  /** The key by which objects are matched; undefined for lists of scalars. */
  readonly mergeKey: string | undefined;
  readonly retainKeys: boolean;
}

export interface MapType {
  readonly is: 'map';
  readonly go: string;
  readonly values: Type;
  readonly isAtomic: boolean;
}

export interface StructType {
  readonly is: 'struct';
  readonly go: string;
  readonly struct: Struct;
  /** Strategic merge: `retainKeys` for unions, `replace` for fields that are exchanged whole. */
  readonly patch: 'merge' | 'retainKeys' | 'replace';
  /** This field is merged by server-side apply although its struct is atomic. */
  readonly isGranular: boolean;
}

/** A Go struct: a kind or a part of one. */
export interface Struct {
  /** Without the package: "DeploymentSpec". */
  readonly name: string;
  /** With it: "v1.DeploymentSpec". */
  readonly go: string;
  /** With its group: "apps/v1.DeploymentSpec". */
  readonly id: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** Server-side apply owns it as one value. */
  readonly isAtomic: boolean;
}

export interface Field {
  readonly name: string;
  readonly type: Type;
  readonly isRequired: boolean;
  /** The server always writes this field, `{}` if nothing is in it. */
  readonly isAlwaysWritten: boolean;
  /** The default that the API documents tell, if it is more than Go's zero value. */
  readonly defaultText: string | undefined;
}
