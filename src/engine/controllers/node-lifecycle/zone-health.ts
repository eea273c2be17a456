import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import type { ObjectKey } from '../../../api/machinery/key.ts';
import type { Change } from '../../store/change-log.ts';
import type { Derived } from '../../store/store.ts';
import type { World } from '../../world.ts';
import { isNodeReady } from './readiness.ts';

export type ZoneState = 'Normal' | 'PartialDisruption' | 'FullDisruption';

/** Source: pkg/controller/nodelifecycle/config/v1alpha1/defaults.go (unhealthy-zone-threshold, large-cluster-size-threshold, rates). */
const UNHEALTHY_SHARE = 0.55;
const LARGE_ZONE = 50;
const EVICTIONS_PER_SECOND = 0.1;
const SECONDARY_EVICTIONS_PER_SECOND = 0.01;

interface Zone {
  ready: number;
  notReady: number;
}

/** How many nodes of each zone are ready, and which are not. */
export class ZoneHealth implements Derived {
  readonly resources = [nodes.resource];
  readonly #zones = new Map<string, Zone>();
  readonly #notReady = new Set<ObjectKey>();

  apply({ resource, key, prev, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (resource !== nodes.resource) return;
    if (prev !== undefined) this.#count(prev as Node, -1);
    if (next !== undefined) this.#count(next as Node, 1);
    if (next === undefined || isNodeReady(next as Node)) this.#notReady.delete(key);
    else this.#notReady.add(key);
  }

  /** Keys of the nodes that are not ready. */
  get notReady(): ReadonlySet<ObjectKey> {
    return this.#notReady;
  }

  stateOf(zone: string): ZoneState {
    const { ready, notReady } = this.#zones.get(zone) ?? { ready: 0, notReady: 0 };
    return zoneState(ready, notReady);
  }

  /** Every zone is lost: more likely that the controller itself is cut off, so nobody is evicted. */
  get isAllLost(): boolean {
    for (const { ready, notReady } of this.#zones.values())
      if (zoneState(ready, notReady) !== 'FullDisruption') return false;
    return true;
  }

  /** NoExecute taints a second that may be set in a zone; 0 stops them. Source: setLimiterInZone. */
  evictionsPerSecond(zone: string): number {
    if (this.isAllLost) return 0;
    if (this.stateOf(zone) !== 'PartialDisruption') return EVICTIONS_PER_SECOND;
    const { ready, notReady } = this.#zones.get(zone) ?? { ready: 0, notReady: 0 };
    return ready + notReady > LARGE_ZONE ? SECONDARY_EVICTIONS_PER_SECOND : 0;
  }

  #count(node: Node, by: 1 | -1): void {
    const name = zoneOf(node);
    const zone = this.#zones.get(name) ?? { ready: 0, notReady: 0 };
    if (isNodeReady(node)) zone.ready += by;
    else zone.notReady += by;
    if (zone.ready + zone.notReady === 0) this.#zones.delete(name);
    else this.#zones.set(name, zone);
  }
}

/** Source: node_lifecycle_controller.go ComputeZoneState. */
export function zoneState(ready: number, notReady: number): ZoneState {
  if (ready === 0 && notReady > 0) return 'FullDisruption';
  if (notReady > 2 && notReady / (notReady + ready) >= UNHEALTHY_SHARE) return 'PartialDisruption';
  return 'Normal';
}

/** Region and zone. Source: component-helpers/node/topology GetZoneKey. */
export function zoneOf({ metadata }: Node): string {
  const { labels } = metadata;
  return `${labels?.['topology.kubernetes.io/region'] ?? ''}/${labels?.['topology.kubernetes.io/zone'] ?? ''}`;
}

/** The table of a world, made at the first question. */
export function zoneHealth(world: World): ZoneHealth {
  return world.derived('zone-health', () => new ZoneHealth());
}
