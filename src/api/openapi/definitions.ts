import type { Json, JsonObject } from '../machinery/json.ts';
import type { Field, ListType, Struct, StructType, Type } from '../schema/types.ts';

type Schema = Record<string, Json>;

/** Types that are no structs but have a definition of their own. */
const SHARED: Readonly<Record<string, readonly [id: string, schema: Schema]>> = {
  quantity: ['io.k8s.apimachinery.pkg.api.resource.Quantity', { oneOf: [{ type: 'string' }, { type: 'number' }] }],
  intOrString: [
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  ],
  time: ['io.k8s.apimachinery.pkg.apis.meta.v1.Time', { type: 'string', format: 'date-time' }],
  microTime: ['io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime', { type: 'string', format: 'date-time' }],
};

/** Collects the definitions that a document needs: each struct once, with everything that it refers to. */
export class Definitions {
  readonly #schemas = new Map<string, Schema>();

  /** A struct and all below it; `marks` are added to its own definition. Returns its name. */
  add(struct: Struct, marks: Schema = {}): string {
    const name = definitionName(struct.id);
    if (!this.#schemas.has(name)) {
      this.#schemas.set(name, {});
      this.#schemas.set(name, this.#struct(struct));
    }
    if (Object.keys(marks).length > 0) this.#schemas.set(name, { ...this.#schemas.get(name), ...marks });
    return name;
  }

  /** All of them, by name in alphabetical order. */
  toJson(): JsonObject {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #struct(struct: Struct): Schema {
    const fields = [...struct.fields.values()];
    const required = fields.filter(({ isRequired }) => isRequired).map(({ name }) => name);
    return {
      type: 'object',
      ...(required.length === 0 ? {} : { required }),
      ...(fields.length === 0
        ? {}
        : { properties: Object.fromEntries(fields.map((field) => [field.name, this.#field(field)])) }),
      ...(struct.isAtomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    };
  }

  #field({ type, isAlwaysWritten, defaultText }: Field): Schema {
    const schema = this.#type(type);
    const filled = isAlwaysWritten ? {} : defaultOf(type, defaultText);
    const marks: Schema = {
      ...(filled === undefined ? {} : { default: filled }),
      ...(type.is === 'struct' && type.patch !== 'merge' ? { 'x-kubernetes-patch-strategy': type.patch } : {}),
      ...(type.is === 'struct' && type.isGranular ? { 'x-kubernetes-map-type': 'granular' } : {}),
    };
    // Nothing may stand beside a $ref.
    return '$ref' in schema ? { allOf: [schema], ...marks } : { ...schema, ...marks };
  }

  #type(type: Type): Schema {
    switch (type.is) {
      case 'string':
        return { type: 'string', ...(type.values.length === 0 ? {} : { enum: type.values }) };
      case 'bool':
        return { type: 'boolean' };
      case 'int':
        return { type: 'integer', ...(type.go === 'int' ? {} : { format: type.go }) };
      case 'float':
        return { type: 'number', format: 'double' };
      case 'bytes':
        return { type: 'string', format: 'byte' };
      case 'any':
        return { type: 'object' };
      case 'list':
        return { type: 'array', items: this.#type(type.items), ...listMarks(type) };
      case 'map':
        return {
          type: 'object',
          additionalProperties: this.#type(type.values),
          ...(type.isAtomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
        };
      case 'struct':
        return refTo(this.add((type satisfies StructType).struct));
      default:
        return this.#shared(type.is);
    }
  }

  #shared(is: string): Schema {
    const [name, schema] = SHARED[is] ?? ['', {}];
    this.#schemas.set(name, schema);
    return refTo(name);
  }
}

/** "apps/v1.Deployment" -> "io.k8s.api.apps.v1.Deployment". */
export function definitionName(id: string): string {
  const [pack = '', rest = ''] = id.split('/');
  const home =
    pack === 'meta'
      ? 'io.k8s.apimachinery.pkg.apis'
      : pack === 'apiextensions'
        ? 'io.k8s.apiextensions-apiserver.pkg.apis'
        : 'io.k8s.api';
  return `${home}.${pack}.${rest}`;
}

/** A reference to a definition. */
export function refTo(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

function listMarks({ listType, keys, patch }: ListType): Schema {
  const strategies = [...(patch.strategy === 'merge' ? ['merge'] : []), ...(patch.retainKeys ? ['retainKeys'] : [])];
  return {
    ...(listType === 'map' ? { 'x-kubernetes-list-map-keys': keys } : {}),
    'x-kubernetes-list-type': listType,
    ...(patch.mergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': patch.mergeKey }),
    ...(strategies.length === 0 ? {} : { 'x-kubernetes-patch-strategy': strategies.join(',') }),
  };
}

function defaultOf(type: Type, text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  return type.is === 'int' || type.is === 'float' ? Number(text) : type.is === 'bool' ? text === 'true' : text;
}
