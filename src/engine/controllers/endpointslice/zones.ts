import { nodes } from '../../../api/kinds/node/node.ts';
import type { World } from '../../world.ts';

/** Source: core/v1 LabelTopologyZone. */
export const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** What endpoints ask about nodes. */
export interface Zones {
  readonly exists: (node: string) => boolean;
  readonly zoneOf: (node: string) => string | undefined;
}

/** Answers for one look: each node is asked once. */
export function zonesOf(world: World): Zones {
  const known = new Map<string, { readonly exists: boolean; readonly zone: string | undefined }>();
  const look = (name: string): { readonly exists: boolean; readonly zone: string | undefined } => {
    let answer = known.get(name);
    if (answer === undefined) {
      const node = world.get(nodes, '', name);
      answer = { exists: node !== undefined, zone: node?.metadata.labels?.[ZONE_LABEL] };
      known.set(name, answer);
    }
    return answer;
  };
  return { exists: (name) => look(name).exists, zoneOf: (name) => look(name).zone };
}
