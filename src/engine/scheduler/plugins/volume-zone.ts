import type { FilterPlugin, Refusal } from '../cycle.ts';
import { usedClaims } from './volume-claims.ts';

const ZONE_LABELS: readonly string[] = [
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
];
const SEPARATOR = '__';
const REFUSAL: Refusal = { reasons: ['node(s) had no available volume zone'], unresolvable: true };

/** Demands the zone and region that labels of the pod's volumes name. Source: pkg/scheduler/framework/plugins/volumezone. */
export const volumeZone: FilterPlugin = {
  name: 'VolumeZone',
  filter: ({ world, pod, table }) => {
    const wanted = usedClaims(world, pod).flatMap(({ volume }) =>
      ZONE_LABELS.flatMap((label) => {
        const value = volume?.metadata.labels?.[label];
        return value === undefined ? [] : [{ label, values: value.split(SEPARATOR) }];
      }),
    );
    if (wanted.length === 0) return undefined;
    return (slot) => {
      const { labels } = table.at(slot);
      // A node without any such label is in no zone: every volume can be reached from it.
      if (!ZONE_LABELS.some((label) => labels[label] !== undefined)) return undefined;
      return wanted.every(({ label, values }) => values.includes(labels[label] ?? '')) ? undefined : REFUSAL;
    };
  },
};
