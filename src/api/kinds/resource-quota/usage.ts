import { parseTime } from '../../../lib/time.ts';
import type { Resource } from '../../kind-def.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { fromMilli, fromUnits, quantityOf, toBytes } from '../../machinery/quantity.ts';
import { formatQuantity } from '../../machinery/quantity-format.ts';
import type { Container } from '../pod/container.ts';
import type { PodSpec } from '../pod/pod-spec.ts';
import { pods, type Pod } from '../pod/pod.ts';
import { amountsOf, isSidecar, podRequests, type Amounts } from '../pod/requests.ts';
import { services, type Service } from '../service/service.ts';
import type { ResourceList } from '../shared/meta-types.ts';

/** Amounts by the names that quotas use: CPU in millis, everything else in whole units. */
export type Usage = Readonly<Record<string, number>>;

/** How one resource is charged. Source: pkg/quota/v1/evaluator/core. */
export interface Evaluator {
  /** Is a quota's name about this resource? */
  readonly covers: (name: string) => boolean;
  /** Without what `count/<resource>` says, which is the same for all. */
  readonly usage: (object: KubeObject) => Usage;
  /** Updates are charged, too. */
  readonly onUpdate: boolean;
}

const NOTHING: Usage = {};
const POD_AMOUNTS = /^(?:(?:requests\.|limits\.)?(?:cpu|memory|ephemeral-storage)|pods|(?:requests\.)?hugepages-.+)$/;
const CLAIMS = 'core/persistentvolumeclaims';
const OF_CLASS = '.storageclass.storage.k8s.io/';
/** Counted under their bare names as well. Source: pkg/quota/v1/evaluator/core/registry.go legacyObjectCountAliases. */
const ALIASES: ReadonlySet<Resource> = new Set(
  ['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets'].map((plural) => `core/${plural}`),
);

const EVALUATORS: ReadonlyMap<Resource, Evaluator> = new Map<Resource, Evaluator>([
  [
    pods.resource,
    {
      covers: (name) => POD_AMOUNTS.test(name) || (name.startsWith('requests.') && name.includes('/')),
      usage: (object) => podUsage((object as Pod).spec),
      onUpdate: false,
    },
  ],
  [
    services.resource,
    { covers: (name) => /^services(?:\.nodeports|\.loadbalancers)?$/.test(name), usage: serviceUsage, onUpdate: true },
  ],
  [
    CLAIMS,
    {
      covers: (name) => name === 'persistentvolumeclaims' || name === 'requests.storage' || name.includes(OF_CLASS),
      usage: claimUsage,
      onUpdate: true,
    },
  ],
]);

/** The evaluator of a resource; most are only counted. */
export function evaluatorOf(resource: Resource): Evaluator {
  const plural = resource.slice(resource.indexOf('/') + 1);
  return (
    EVALUATORS.get(resource) ?? {
      covers: (name) => name === plural && ALIASES.has(resource),
      usage: () => (ALIASES.has(resource) ? { [plural]: 1 } : NOTHING),
      onUpdate: false,
    }
  );
}

/** `count/deployments.apps`. */
export function countName(resource: Resource): string {
  const [group = '', plural = ''] = resource.split('/');
  return group === 'core' ? `count/${plural}` : `count/${plural}.${group}`;
}

/** The text of an amount, written as the quota's own number is. */
export function amountText(name: string, amount: number, hard: string): string {
  const isCpu = isCpuName(name);
  return formatQuantity(isCpu ? fromMilli(amount) : fromUnits(amount, quantityOf(hard).format));
}

/** A hard limit in the units of `Usage`. */
export function hardAmounts(list: ResourceList): Usage {
  return Object.fromEntries(
    Object.entries(list).map(([name, text]) => [
      name,
      isCpuName(name) ? (amountsOf({ cpu: text })['cpu'] ?? 0) : toBytes(text),
    ]),
  );
}

/** When a Pod under deletion stops to count, ms. */
export function chargedUntilMs({ metadata }: Pod): number {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata;
  const deletionMs = parseTime(deletionTimestamp);
  return deletionMs === undefined ? Infinity : deletionMs + deletionGracePeriodSeconds * 1000;
}

/**
 * What a quota on CPU or memory wants to know of every container and this Pod does not say, "" when it says all.
 * Source: pods.go Constraints.
 */
export function missingAmounts(spec: PodSpec, names: readonly string[]): string {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const required = names.filter((name) => /^(?:requests\.|limits\.)?(?:cpu|memory)$/.test(name)).sort();
  const told = required.flatMap((name) => {
    const silent = containers.filter((container) => containerUsage(container)[name] === undefined);
    const shown = [...new Set(silent.map((container) => container.name))].sort().join(',');
    return silent.length === 0 ? [] : [`${name} for: ${shown}`];
  });
  return told.length === 0 ? '' : `must specify ${told.join('; ')}`;
}

function isCpuName(name: string): boolean {
  return name === 'cpu' || name === 'requests.cpu' || name === 'limits.cpu';
}

const known = new WeakMap<PodSpec, Usage>();

function podUsage(spec: PodSpec): Usage {
  let usage = known.get(spec);
  if (usage === undefined) {
    usage = { pods: 1, ...named(podRequests(spec), podLimits(spec)) };
    known.set(spec, usage);
  }
  return usage;
}

function containerUsage({ resources }: Container): Usage {
  return named(amountsOf(resources?.requests), amountsOf(resources?.limits));
}

/** Source: pods.go podComputeUsageHelper. */
function named(requests: Amounts, limits: Amounts): Usage {
  const usage: Record<string, number> = {};
  for (const name in requests) {
    usage[`requests.${name}`] = requests[name] ?? 0;
    if (POD_AMOUNTS.test(name)) usage[name] = requests[name] ?? 0;
  }
  for (const name in limits) if (POD_AMOUNTS.test(`limits.${name}`)) usage[`limits.${name}`] = limits[name] ?? 0;
  return usage;
}

/** Source: component-helpers/resource PodLimits: as the requests, but overhead only counts where there is a limit. */
function podLimits(spec: PodSpec): Amounts {
  const total: Record<string, number> = {};
  const sidecars: Record<string, number> = {};
  const peak: Record<string, number> = {};
  for (const container of spec.containers) add(total, amountsOf(container.resources?.limits));
  for (const container of spec.initContainers ?? []) {
    const own = amountsOf(container.resources?.limits);
    if (isSidecar(container)) {
      add(total, own);
      add(sidecars, own);
    }
    const moment = isSidecar(container) ? sidecars : add({ ...sidecars }, own);
    for (const name in moment) peak[name] = Math.max(peak[name] ?? 0, moment[name] ?? 0);
  }
  for (const name in peak) total[name] = Math.max(total[name] ?? 0, peak[name] ?? 0);
  Object.assign(total, amountsOf(spec.resources?.limits));
  const overhead = amountsOf(spec.overhead);
  for (const name in overhead) if ((total[name] ?? 0) > 0) total[name] = (total[name] ?? 0) + (overhead[name] ?? 0);
  return total;
}

function add(total: Record<string, number>, more: Amounts): Record<string, number> {
  for (const name in more) total[name] = (total[name] ?? 0) + (more[name] ?? 0);
  return total;
}

/** Source: services.go. */
function serviceUsage(object: KubeObject): Usage {
  const { type, ports = [], allocateLoadBalancerNodePorts } = (object as Service).spec;
  const isBalanced = type === 'LoadBalancer';
  const chosen = ports.filter(({ nodePort = 0 }) => nodePort > 0).length;
  const nodePorts = isBalanced && allocateLoadBalancerNodePorts === false ? chosen : ports.length;
  return {
    services: 1,
    ...(isBalanced || type === 'NodePort' ? { 'services.nodeports': nodePorts } : {}),
    ...(isBalanced ? { 'services.loadbalancers': 1 } : {}),
  };
}

interface Claim {
  readonly storageClassName?: string;
  readonly resources?: { readonly requests?: ResourceList };
}

/** Source: persistent_volume_claims.go. */
function claimUsage(object: KubeObject): Usage {
  const { storageClassName = '', resources } = (object.spec ?? {}) as Claim;
  const storage = amountsOf(resources?.requests)['storage'] ?? 0;
  const own = { persistentvolumeclaims: 1, 'requests.storage': storage };
  if (storageClassName === '') return own;
  const head = storageClassName + OF_CLASS;
  return { ...own, [`${head}persistentvolumeclaims`]: 1, [`${head}requests.storage`]: storage };
}
