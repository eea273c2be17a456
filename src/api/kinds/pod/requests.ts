import { toBytes, toMilli } from '../../machinery/quantity.ts';
import type { ResourceList } from '../shared/meta-types.ts';
import { byContainers } from './by-containers.ts';
import type { Container } from './container.ts';
import type { PodSpec } from './pod-spec.ts';

/** Amounts by resource name: CPU in millis, everything else in whole units (memory in bytes). */
export type Amounts = Readonly<Record<string, number>>;

const NOTHING: Amounts = Object.freeze({});

/** True for an init container that keeps running beside the others (restartPolicy Always). */
export function isSidecar(container: Pick<Container, 'restartPolicy'>): boolean {
  return container.restartPolicy === 'Always';
}

/**
 * What a Pod asks of its node: the sum of its containers and sidecars, or the largest moment of its init containers
 * when that is more, plus overhead; a request at pod level wins. Computed once for each list of containers.
 * Source: component-helpers/resource PodRequests.
 */
export const podRequests: (spec: PodSpec) => Amounts = byContainers(compute);

function compute(spec: PodSpec): Amounts {
  const total: Record<string, number> = {};
  for (const container of spec.containers) add(total, amountsOf(container.resources?.requests));
  const sidecars: Record<string, number> = {};
  const initPeak: Record<string, number> = {};
  for (const container of spec.initContainers ?? []) {
    const own = amountsOf(container.resources?.requests);
    if (isSidecar(container)) {
      add(total, own);
      add(sidecars, own);
      raise(initPeak, sidecars);
    } else {
      const moment = { ...sidecars };
      add(moment, own);
      raise(initPeak, moment);
    }
  }
  raise(total, initPeak);
  Object.assign(total, amountsOf(spec.resources?.requests));
  add(total, amountsOf(spec.overhead));
  return total;
}

/** A resource list as numbers. */
export function amountsOf(list: ResourceList | undefined): Amounts {
  if (list === undefined) return NOTHING;
  const amounts: Record<string, number> = {};
  for (const name in list)
    amounts[name] = name === 'cpu' ? toMilli(list[name] as string) : toBytes(list[name] as string);
  return amounts;
}

function add(total: Record<string, number>, more: Amounts): void {
  for (const name in more) total[name] = (total[name] ?? 0) + (more[name] ?? 0);
}

function raise(peak: Record<string, number>, to: Amounts): void {
  for (const name in to) peak[name] = Math.max(peak[name] ?? 0, to[name] ?? 0);
}
