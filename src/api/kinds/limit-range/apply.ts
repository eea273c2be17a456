import type { Resource } from '../../kind-def.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { addQuantity, compareQuantity, quantityOf, type Quantity } from '../../machinery/quantity.ts';
import { formatQuantity } from '../../machinery/quantity-format.ts';
import type { Container, ResourceRequirements } from '../pod/container.ts';
import type { PodSpec } from '../pod/pod-spec.ts';
import { pods, type Pod } from '../pod/pod.ts';
import { isSidecar } from '../pod/requests.ts';
import type { ResourceList } from '../shared/meta-types.ts';
import type { LimitRange, LimitRangeItem } from './limit-range.ts';

/** What containers get that name nothing themselves. */
export interface ContainerDefaults {
  readonly limits: ResourceList;
  readonly requests: ResourceList;
}

interface Filled {
  readonly spec: PodSpec;
  /** `cpu, memory request for container web; ...` */
  readonly told: string;
}

const NO_RESOURCES: ResourceRequirements = {};
const known = new WeakMap<LimitRange, ContainerDefaults>();
const filled = new WeakMap<ContainerDefaults, WeakMap<PodSpec, Filled>>();

/** Source: plugin/pkg/admission/limitranger/admission.go defaultContainerResourceRequirements. */
export function containerDefaults(range: LimitRange): ContainerDefaults {
  let defaults = known.get(range);
  if (defaults === undefined) {
    const items = (range.spec.limits ?? []).filter(({ type }) => type === 'Container');
    const merged = (list: 'default' | 'defaultRequest'): ResourceList =>
      Object.fromEntries(items.flatMap((item) => Object.entries(item[list] ?? {})));
    defaults = { limits: merged('default'), requests: merged('defaultRequest') };
    known.set(range, defaults);
  }
  return defaults;
}

/** Fills every container; the same reference when none lacks anything. Pods of one template get one and the same spec. */
export function fillContainers(spec: PodSpec, defaults: ContainerDefaults): Filled {
  const ofDefaults = filled.get(defaults) ?? new WeakMap<PodSpec, Filled>();
  filled.set(defaults, ofDefaults);
  let result = ofDefaults.get(spec);
  if (result === undefined) {
    result = fillAll(spec, defaults);
    ofDefaults.set(spec, result);
  }
  return result;
}

function fillAll(spec: PodSpec, defaults: ContainerDefaults): Filled {
  const told: string[] = [];
  const fill = (what: string) => (container: Container) => {
    const { resources = NO_RESOURCES } = container;
    const limits = { ...defaults.limits, ...resources.limits };
    const requests = { ...defaults.requests, ...resources.requests };
    const added = (from: ResourceList, own: ResourceList | undefined): string =>
      Object.keys(from)
        .filter((name) => own?.[name] === undefined)
        .sort()
        .join(', ');
    const [newRequests, newLimits] = [added(requests, resources.requests), added(limits, resources.limits)];
    if (newRequests !== '') told.push(`${newRequests} request for ${what} ${container.name}`);
    if (newLimits !== '') told.push(`${newLimits} limit for ${what} ${container.name}`);
    return newRequests + newLimits === '' ? container : { ...container, resources: { ...resources, limits, requests } };
  };
  const containers = spec.containers.map(fill('container'));
  const init = spec.initContainers?.map(fill('init container'));
  if (told.length === 0) return { spec, told: '' };
  return {
    spec: { ...spec, containers, ...(init === undefined ? {} : { initContainers: init }) },
    told: told.join('; '),
  };
}

/** What lies outside a range's bounds, in upstream's words. Source: PodValidateLimitFunc, PersistentVolumeClaimValidateLimitFunc. */
export function limitViolations({ spec }: LimitRange, resource: Resource, object: KubeObject): readonly string[] {
  const items = spec.limits ?? [];
  if (resource !== pods.resource) {
    const claim = object.spec as { readonly resources?: ResourceRequirements } | undefined;
    return items
      .filter(({ type }) => type === 'PersistentVolumeClaim')
      .flatMap((item) => claimProblems(item, claim?.resources));
  }
  const pod = (object as Pod).spec;
  return items.flatMap((item) => {
    if (item.type === 'Pod')
      return problemsOf(item, { requests: sumOf(pod, 'requests'), limits: sumOf(pod, 'limits') });
    if (item.type !== 'Container') return [];
    return [...pod.containers, ...(pod.initContainers ?? [])].flatMap(({ resources }) =>
      problemsOf(item, resources ?? NO_RESOURCES),
    );
  });
}

function problemsOf(item: LimitRangeItem, { requests, limits }: ResourceRequirements): readonly string[] {
  const problems: string[] = [];
  const each = (list: ResourceList | undefined, check: (name: string, bound: Quantity) => string | undefined): void => {
    for (const name of Object.keys(list ?? {}).sort()) {
      const problem = check(name, quantityOf(list?.[name] ?? '0'));
      if (problem !== undefined) problems.push(problem);
    }
  };
  const { type } = item;
  each(item.min, (name, bound) => {
    const [request, limit] = [amount(requests, name), amount(limits, name)];
    const head = `minimum ${name} usage per ${type} is ${formatQuantity(bound)}`;
    if (request === undefined) return `${head}.  No request is specified`;
    if (compareQuantity(request, bound) < 0) return `${head}, but request is ${formatQuantity(request)}`;
    return limit !== undefined && compareQuantity(limit, bound) < 0
      ? `${head}, but limit is ${formatQuantity(limit)}`
      : undefined;
  });
  each(item.max, (name, bound) => {
    const [request, limit] = [amount(requests, name), amount(limits, name)];
    const head = `maximum ${name} usage per ${type} is ${formatQuantity(bound)}`;
    if (limit === undefined) return `${head}.  No limit is specified`;
    if (compareQuantity(limit, bound) > 0) return `${head}, but limit is ${formatQuantity(limit)}`;
    return request !== undefined && compareQuantity(request, bound) > 0
      ? `${head}, but request is ${formatQuantity(request)}`
      : undefined;
  });
  each(item.maxLimitRequestRatio, (name, bound) => {
    const [request, limit] = [amount(requests, name), amount(limits, name)];
    const head = `${name} max limit to request ratio per ${type} is ${formatQuantity(bound)}`;
    if (request === undefined || request.nanos === 0n) return `${head}, but no request is specified or request is 0`;
    if (limit === undefined || limit.nanos === 0n) return `${head}, but no limit is specified or limit is 0`;
    const ratio = Number(limit.nanos) / Number(request.nanos);
    return ratio > Number(bound.nanos) / 1e9 ? `${head}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
  });
  return problems;
}

/** A claim has requests only. */
function claimProblems(item: LimitRangeItem, { requests }: ResourceRequirements = NO_RESOURCES): readonly string[] {
  const low = problemsOf(
    { type: item.type, ...(item.min === undefined ? {} : { min: item.min }) },
    { requests: requests ?? {} },
  );
  const high = Object.keys(item.max ?? {}).flatMap((name) => {
    const [request, bound] = [amount(requests, name), quantityOf(item.max?.[name] ?? '0')];
    const head = `maximum ${name} usage per ${item.type} is ${formatQuantity(bound)}`;
    if (request === undefined) return [`${head}.  No request is specified`];
    return compareQuantity(request, bound) > 0 ? [`${head}, but request is ${formatQuantity(request)}`] : [];
  });
  return [...low, ...high];
}

function amount(list: ResourceList | undefined, name: string): Quantity | undefined {
  const text = list?.[name];
  return text === undefined ? undefined : quantityOf(text);
}

/** The whole Pod's requests or limits, exactly. Source: limitranger podRequests, podLimits. */
function sumOf({ containers, initContainers = [] }: PodSpec, list: 'requests' | 'limits'): ResourceList {
  const total = new Map<string, Quantity>();
  for (const container of containers) addAll(total, container.resources?.[list]);
  const sidecars = new Map<string, Quantity>();
  for (const container of initContainers) {
    const moment = new Map(sidecars);
    addAll(moment, container.resources?.[list]);
    if (!isSidecar(container)) {
      for (const [name, most] of moment) {
        const known = total.get(name);
        if (known === undefined || compareQuantity(most, known) > 0) total.set(name, most);
      }
      continue;
    }
    addAll(sidecars, container.resources?.[list]);
    addAll(total, container.resources?.[list]);
  }
  return Object.fromEntries([...total].map(([name, quantity]) => [name, formatQuantity(quantity)]));
}

function addAll(total: Map<string, Quantity>, list: ResourceList | undefined): void {
  for (const name in list) {
    const more = quantityOf(list[name] ?? '0');
    const known = total.get(name);
    total.set(name, known === undefined ? more : addQuantity(known, more));
  }
}
