import type { Container } from './container.ts';
import type { PodSpec } from './pod-spec.ts';

/**
 * Remembers what follows from the resources of a pod spec, for each list of containers: the Pods of one template share that
 * list, and it stays the same when a Pod is bound.
 */
export function byContainers<T>(compute: (spec: PodSpec) => T): (spec: PodSpec) => T {
  const known = new WeakMap<readonly Container[], { readonly spec: PodSpec; readonly result: T }>();
  return (spec) => {
    const hit = known.get(spec.containers);
    if (hit !== undefined && asksTheSame(hit.spec, spec)) return hit.result;
    const result = compute(spec);
    known.set(spec.containers, { spec, result });
    return result;
  };
}

function asksTheSame(a: PodSpec, b: PodSpec): boolean {
  return a.initContainers === b.initContainers && a.overhead === b.overhead && a.resources === b.resources;
}
