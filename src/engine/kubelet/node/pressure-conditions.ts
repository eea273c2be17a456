import { nodes, type Node, type NodeCondition } from '../../../api/kinds/node/node.ts';
import { formatTime } from '../../../lib/time.ts';
import type { World } from '../../world.ts';
import { PRESSURES, type Pressure } from '../pressure/node-pressure.ts';

type Words = readonly [reason: string, message: string, event: string];

/** What a condition says when it is False, and when it is True. Source: pkg/kubelet/nodestatus/setters.go. */
const WORDS: Readonly<Record<Pressure, { readonly off: Words; readonly on: Words }>> = {
  MemoryPressure: {
    off: ['KubeletHasSufficientMemory', 'kubelet has sufficient memory available', 'NodeHasSufficientMemory'],
    on: ['KubeletHasInsufficientMemory', 'kubelet has insufficient memory available', 'NodeHasInsufficientMemory'],
  },
  DiskPressure: {
    off: ['KubeletHasNoDiskPressure', 'kubelet has no disk pressure', 'NodeHasNoDiskPressure'],
    on: ['KubeletHasDiskPressure', 'kubelet has disk pressure', 'NodeHasDiskPressure'],
  },
  PIDPressure: {
    off: ['KubeletHasSufficientPID', 'kubelet has sufficient PID available', 'NodeHasSufficientPID'],
    on: ['KubeletHasInsufficientPID', 'kubelet has insufficient PID available', 'NodeHasInsufficientPID'],
  },
};

/** Posts what the machine is short of, with an event for each change; a node that has not reported yet is left alone. */
export function postPressures(world: World, node: Node, pressures: readonly Pressure[]): void {
  const known = node.status?.conditions;
  if (known === undefined) return;
  const changed = PRESSURES.filter((type) => {
    const old = known.find((condition) => condition.type === type);
    return old !== undefined && old.status !== 'Unknown' && (old.status === 'True') !== pressures.includes(type);
  });
  if (changed.length === 0) return;
  const now = formatTime(world.nowMs);
  const conditions = known.map((old): NodeCondition => {
    const type = changed.find((each) => each === old.type);
    if (type === undefined) return old;
    const isOn = pressures.includes(type);
    const [reason, message] = isOn ? WORDS[type].on : WORDS[type].off;
    return { type, status: isOn ? 'True' : 'False', reason, message, lastHeartbeatTime: now, lastTransitionTime: now };
  });
  if (!world.updateStatus(nodes, { ...node, status: { ...node.status, conditions } }).ok) return;
  const name = node.metadata.name ?? '';
  for (const type of changed) {
    const reason = (pressures.includes(type) ? WORDS[type].on : WORDS[type].off)[2];
    const message = `Node ${name} status is now: ${reason}`;
    world.note({ about: node, type: 'Normal', reason, message, component: 'kubelet', host: name });
  }
}
