/**
 * An object as it came from outside, before validation: a field that the type requires may still be missing, because
 * Kubernetes' decoder does not insist on it. For the parameters of validators.
 */
export type Unchecked<T> = T extends string | number | boolean | bigint | null | undefined
  ? T
  : T extends readonly (infer Element)[]
    ? readonly Unchecked<Element>[]
    : string extends keyof T
      ? T
      : { readonly [Field in keyof T]?: Unchecked<T[Field]> };
