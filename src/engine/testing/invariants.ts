/**
 * What must be true of a simulation, whatever was asked of it. Checked by the fuzz tests after every event (`always`)
 * and when the cluster has come to rest (`atRest`). Each finding is a sentence; none is a healthy cluster.
 */
import { endpointSlices, type EndpointSlice } from '../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { nodes } from '../../api/kinds/node/node.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import { services, type Service } from '../../api/kinds/service/service.ts';
import { hasAllLabels } from '../../api/machinery/labels.ts';
import { KINDS, kindByResource } from '../../api/registry.ts';
import { resourceOf } from '../../api/kind-def.ts';
import { deepEqual } from '../../lib/equal.ts';
import { Collection } from '../store/collection.ts';
import { Sim, RECONCILERS } from '../sim.ts';

const objectsOf = <T>(sim: Sim, resource: string): T[] => [...sim.store.collection(resource).objects.values()] as T[];

/** Holds after every single event. */
export function always(sim: Sim): string[] {
  return [...uniqueAddresses(sim), ...logGrows(sim)];
}

/** Holds when nothing but heartbeats is pending. Costs more: not for every event. */
export function atRest(sim: Sim): string[] {
  return [
    ...always(sim),
    ...podsHaveNodes(sim),
    ...indexesEqualRebuild(sim),
    ...noOrphans(sim),
    ...endpointsMatchPods(sim),
    ...secondLookWritesNothing(sim),
  ];
}

function uniqueAddresses(sim: Sim): string[] {
  const findings: string[] = [];
  const seen = new Map<string, string>();
  const claim = (what: string, address: string, who: string): void => {
    const other = seen.get(`${what} ${address}`);
    if (other !== undefined) findings.push(`${what} ${address} belongs to ${other} and to ${who}`);
    seen.set(`${what} ${address}`, who);
  };
  for (const pod of objectsOf<Pod>(sim, pods.resource)) {
    const ip = pod.status?.podIP ?? '';
    const ended = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    if (ip !== '' && pod.spec.hostNetwork !== true && !ended) claim('pod IP', ip, pod.metadata.name ?? '');
  }
  for (const service of objectsOf<Service>(sim, services.resource)) {
    const name = service.metadata.name ?? '';
    for (const ip of service.spec.clusterIPs ?? []) if (ip !== 'None') claim('cluster IP', ip, name);
    const ports = new Set((service.spec.ports ?? []).map((port) => port.nodePort ?? 0).filter((port) => port > 0));
    for (const port of ports) claim('node port', String(port), name);
  }
  return findings;
}

function logGrows(sim: Sim): string[] {
  const last = sim.store.log.entries().at(-1);
  if (last === undefined || last.rv === sim.store.rv)
    return last !== undefined && last.cause >= last.rv ? [`change ${last.rv} is caused by a later one`] : [];
  return [`the log ends at ${last.rv}, the store at ${sim.store.rv}`];
}

function podsHaveNodes(sim: Sim): string[] {
  const known = new Set(objectsOf<Pod>(sim, nodes.resource).map((node) => node.metadata.name ?? ''));
  return objectsOf<Pod>(sim, pods.resource)
    .filter((pod) => (pod.status?.podIP ?? '') !== '' && !known.has(pod.spec.nodeName ?? ''))
    .map((pod) => `pod ${pod.metadata.name ?? ''} has an address but no node`);
}

function indexesEqualRebuild(sim: Sim): string[] {
  return KINDS.filter((def) => {
    const live = sim.store.collection(resourceOf(def));
    const rebuilt = new Collection(def.indexes);
    for (const [key, object] of live.objects) rebuilt.set(key, object);
    return !deepEqual(live.dumpIndexes(), rebuilt.dumpIndexes());
  }).map((def) => `an index of ${def.plural} differs from its rebuild`);
}

function noOrphans(sim: Sim): string[] {
  const uids = new Set<string>();
  for (const resource of sim.store.resources())
    for (const object of sim.store.collection(resource).objects.values()) uids.add(object.metadata.uid ?? '');
  const findings: string[] = [];
  for (const resource of sim.store.resources()) {
    for (const [key, { metadata }] of sim.store.collection(resource).objects) {
      const owners = metadata.ownerReferences ?? [];
      if (owners.length > 0 && !owners.some((owner) => uids.has(owner.uid))) findings.push(`${key} has lost its owner`);
    }
  }
  return findings;
}

function endpointsMatchPods(sim: Sim): string[] {
  const all = objectsOf<Pod>(sim, pods.resource);
  const slices = objectsOf<EndpointSlice>(sim, endpointSlices.resource);
  return objectsOf<Service>(sim, services.resource).flatMap((service) => {
    const { selector } = service.spec;
    if (selector === undefined || service.spec.type === 'ExternalName') return [];
    const { name = '', namespace = '' } = service.metadata;
    const wanted = all
      .filter(
        (pod) =>
          pod.metadata.namespace === namespace &&
          hasAllLabels(selector, pod.metadata.labels) &&
          (pod.status?.podIP ?? '') !== '',
      )
      .filter((pod) => pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed')
      .map(
        (pod) =>
          `${pod.status?.podIP ?? ''} ${isReady(pod) && pod.metadata.deletionTimestamp === undefined ? 'ready' : 'not ready'}`,
      );
    const listed = slices
      .filter(
        (slice) =>
          slice.metadata.namespace === namespace && slice.metadata.labels?.['kubernetes.io/service-name'] === name,
      )
      .flatMap((slice) => slice.endpoints ?? [])
      .map(
        (endpoint) => `${endpoint.addresses?.[0] ?? ''} ${endpoint.conditions?.ready === true ? 'ready' : 'not ready'}`,
      );
    const [a, b] = [wanted.sort().join(', '), listed.sort().join(', ')];
    return a === b ? [] : [`service ${name}: pods say [${a}], slices say [${b}]`];
  });
}

function isReady(pod: Pod): boolean {
  return (
    pod.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true
  );
}

/** Lets every controller look at everything once more, on a copy: a cluster at rest gives nobody anything to do. */
function secondLookWritesNothing(sim: Sim): string[] {
  const copy = Sim.restore(sim.checkpoint());
  const findings = new Set<string>();
  for (const reconciler of RECONCILERS) {
    if (reconciler.housekeeping === true) continue;
    copy.world.actor = reconciler.name;
    for (const watch of reconciler.watches) {
      if (watch.keeps === true) continue;
      const { objects } = copy.store.collection(watch.resource);
      // A reconciler that does write would change what is walked.
      for (const [key, next] of Array.from(objects)) {
        const rv = Number(next.metadata.resourceVersion);
        const change = { rv, atMs: copy.nowMs, resource: watch.resource, key, next, actor: 'test', cause: 0 };
        for (const target of watch.keys(change, copy.world)) {
          const before = copy.store.rv;
          reconciler.reconcile(copy.world, target);
          if (copy.store.rv !== before)
            findings.add(
              `${reconciler.name} writes again for ${target} (${copy.store.log.entries().at(-1)?.key ?? ''})`,
            );
        }
      }
    }
  }
  return [...findings];
}

/** Every stored object passes its own kind's validation. */
export function allValid(sim: Sim): string[] {
  return [...sim.store.resources()].flatMap((resource) =>
    [...sim.store.collection(resource).objects].flatMap(([key, object]) =>
      (kindByResource(resource)?.validate?.(object) ?? []).map((error) => `${key}: ${error.field} ${error.body}`),
    ),
  );
}
