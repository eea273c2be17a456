/**
 * The resource quota controller: writes into each ResourceQuota what its namespace uses.
 *
 * Promises: status.hard is what the spec asks for, status.used is counted from the stored objects, and both follow every
 * change that a quota counts. It refuses nothing: admission does, by the same count.
 * Source: pkg/controller/resourcequota/resource_quota_controller.go.
 */
import { events } from '../../../api/kinds/event/event.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import { resourceQuotas, type ResourceQuota } from '../../../api/kinds/resource-quota/resource-quota.ts';
import { amountText, evaluatorOf } from '../../../api/kinds/resource-quota/usage.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import { deepEqual } from '../../../lib/equal.ts';
import { PodCharges } from '../../quota/pod-charges.ts';
import { usedOf, type Stock } from '../../quota/used.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { ALL_RESOURCES } from '../shared/all-resources.ts';

const RESOURCE_QUOTA_CONTROLLER = 'resourcequota-controller';
/** What quotas can count. Events are left out, as upstream does. */
const COUNTED = ALL_RESOURCES.filter(({ namespaced, resource }) => namespaced && resource !== events.resource);
const byResource = new Map(COUNTED.map((ref) => [ref.resource, ref]));

export const resourceQuotaController: Reconciler = {
  name: RESOURCE_QUOTA_CONTROLLER,
  paced: true,
  watches: COUNTED.map(({ resource }) => ({
    resource,
    keys: resource === resourceQuotas.resource ? keysOfQuota : keysOfCounted,
  })),
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const quota = world.byKey(resourceQuotas, key);
  if (quota === undefined) return undefined;
  const { hard = {} } = quota.spec;
  const names = Object.keys(hard);
  const { usage, untilMs } = usedOf(quota, names, stockOf(world, quota.metadata.namespace ?? ''), world.nowMs);
  const used = Object.fromEntries(names.map((name) => [name, amountText(name, usage[name] ?? 0, hard[name] ?? '0')]));
  const status = names.length === 0 ? {} : { hard, used };
  if (!deepEqual(quota.status ?? {}, status) && !world.updateStatus(resourceQuotas, { ...quota, status }).ok)
    return { retry: true };
  return untilMs === Infinity ? undefined : { requeueAfterMs: untilMs - world.nowMs + 1 };
}

function stockOf(world: World, namespace: string): Stock {
  return {
    resources: [...byResource.keys()],
    count: (resource) => {
      const ref = byResource.get(resource);
      return ref === undefined ? 0 : world.count(ref, 'namespace', namespace);
    },
    list: (resource) => {
      const ref = byResource.get(resource);
      return ref === undefined ? [] : world.list(ref, namespace);
    },
    charges: () => world.derived('pod-charges', () => new PodCharges()),
  };
}

/** Its own writes tell it nothing; one more or one less may be counted by others. */
function keysOfQuota(change: Change, world: World): readonly string[] {
  const { actor, prev, next, key } = change;
  if (prev === undefined || next === undefined) return quotasIn(world, (next ?? prev)?.metadata.namespace ?? '');
  return actor === RESOURCE_QUOTA_CONTROLLER ? [] : [key];
}

function keysOfCounted({ resource, prev, next }: Change, world: World): readonly string[] {
  if (prev !== undefined && next !== undefined) {
    if (resource === pods.resource ? chargesAlike(prev as Pod, next as Pod) : prev.spec === next.spec) return [];
    if (resource !== pods.resource && !evaluatorOf(resource).onUpdate) return [];
  }
  return quotasIn(world, (next ?? prev)?.metadata.namespace ?? '');
}

function chargesAlike(before: Pod, after: Pod): boolean {
  return (
    before.spec === after.spec &&
    before.metadata.deletionTimestamp === after.metadata.deletionTimestamp &&
    isPodTerminal(before) === isPodTerminal(after)
  );
}

function quotasIn(world: World, namespace: string): readonly string[] {
  if (world.count(resourceQuotas, 'namespace', namespace) === 0) return [];
  return world
    .indexed<ResourceQuota>(resourceQuotas, 'namespace', namespace)
    .map(({ metadata }) => keyIn(resourceQuotas, namespace, metadata.name ?? ''));
}
