import { toBytes, toMilli } from '../../machinery/quantity.ts';
import type { NodeRow } from '../../row.ts';
import { rowBase } from '../shared/row-base.ts';
import { nodeAddress } from './columns.ts';
import type { Node, Taint } from './node.ts';
import { nodes } from './node.ts';

export const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** The Node as the stage sees it; its sizes are what it offers to Pods. */
export function projectNode(node: Node): NodeRow {
  const { metadata, spec, status } = node;
  const offered = status?.allocatable ?? status?.capacity;
  return {
    type: 'node',
    ...rowBase(nodes, node),
    ip: nodeAddress(node, 'InternalIP') ?? '',
    podCidr: spec?.podCIDR ?? '',
    ready: status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'Unknown',
    unschedulable: spec?.unschedulable ?? false,
    taints: (spec?.taints ?? []).map(taintText),
    zone: metadata.labels?.[ZONE_LABEL] ?? '',
    cpuMillis: toMilli(offered?.['cpu'] ?? '0'),
    memoryBytes: toBytes(offered?.['memory'] ?? '0'),
    maxPods: toBytes(offered?.['pods'] ?? '0'),
  };
}

/** `key=value:effect`, or `key:effect`. */
export function taintText({ key, value = '', effect }: Taint): string {
  return value === '' ? `${key}:${effect}` : `${key}=${value}:${effect}`;
}
