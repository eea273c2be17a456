import type { Column, TableRow } from '../../kind-def.ts';
import { ageSince } from '../shared/human-duration.ts';
import { AGE_COLUMN, column, NAME_COLUMN, NONE, UNKNOWN, wideColumn } from '../shared/table.ts';
import type { Node } from './node.ts';

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

export const nodeColumns: readonly Column[] = [
  NAME_COLUMN,
  column('Status'),
  column('Roles'),
  AGE_COLUMN,
  column('Version'),
  wideColumn('Internal-IP'),
  wideColumn('External-IP'),
  wideColumn('OS-Image'),
  wideColumn('Kernel-Version'),
  wideColumn('Container-Runtime'),
];

/** A row of `kubectl get nodes`. Source: pkg/printers/internalversion/printers.go printNode. */
export function nodeTableRow(node: Node, nowMs: number): TableRow {
  const info = node.status?.nodeInfo;
  return {
    cells: [
      node.metadata.name ?? '',
      nodeStatusText(node),
      nodeRoles(node).join(',') || NONE,
      ageSince(node.metadata.creationTimestamp, nowMs),
      info?.kubeletVersion ?? '',
      nodeAddress(node, 'InternalIP') ?? NONE,
      nodeAddress(node, 'ExternalIP') ?? NONE,
      info?.osImage || UNKNOWN,
      info?.kernelVersion || UNKNOWN,
      info?.containerRuntimeVersion || UNKNOWN,
    ],
  };
}

/** `Ready`, `NotReady` or `Unknown` (no condition Ready), with `,SchedulingDisabled` when cordoned. */
export function nodeStatusText(node: Node): string {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return node.spec?.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

/** The first address of a type. */
export function nodeAddress(node: Node, type: string): string | undefined {
  return node.status?.addresses?.find((address) => address.type === type)?.address;
}

function nodeRoles({ metadata }: Node): readonly string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length) roles.add(key.slice(ROLE_PREFIX.length));
    else if (key === ROLE_LABEL && value !== '') roles.add(value);
  }
  return [...roles].sort();
}
