import { isPodTerminal } from '../../api/kinds/pod/conditions.ts';
import { pods } from '../../api/kinds/pod/pod.ts';
import { parseIp } from '../../api/kinds/shared/ip.ts';
import type { TableRef, World } from '../world.ts';

/** Where the round through a node's range stands. */
interface Cursor {
  readonly cidr: string;
  /** The network's own address as a number, and how many addresses it has. */
  readonly base: number;
  readonly size: number;
  /** Offset of the address given last. */
  readonly last: number;
  /** The round has come to the end once: addresses ahead may be in use. */
  readonly wrapped: boolean;
}

const CURSORS: TableRef<Cursor> = { name: 'kubelet/addresses' };
/** .0 is the network, .1 the bridge on the node. */
const FIRST_OFFSET = 2;

/**
 * The next address of the node's range: round robin, so that an address is not given again at once; the first pod gets
 * .2; network, bridge and broadcast are left out. Undefined when the range is full or is none.
 * Source: CNI plugins host-local.
 */
export function nextPodIp(world: World, nodeName: string, cidr: string): string | undefined {
  const cursors = world.table(CURSORS);
  const known = cursors.get(nodeName);
  const cursor = known?.cidr === cidr ? known : newCursor(cidr);
  if (cursor === undefined) return undefined;
  const { base, size } = cursor;
  let { last, wrapped } = cursor;
  const used = wrapped ? usedIps(world, nodeName) : undefined;
  for (let tries = FIRST_OFFSET; tries < size - 1; tries++) {
    last++;
    if (last >= size - 1) {
      last = FIRST_OFFSET;
      wrapped = true;
    }
    const ip = textOf(base + last);
    if ((wrapped ? (used ?? usedIps(world, nodeName)) : used)?.has(ip) === true) continue;
    cursors.set(nodeName, { cidr, base, size, last, wrapped });
    return ip;
  }
  return undefined;
}

/** Forgets where the round stands, when the node is gone. */
export function forgetAddresses(world: World, nodeName: string): void {
  world.table(CURSORS).delete(nodeName);
}

function usedIps(world: World, nodeName: string): ReadonlySet<string> {
  const used = new Set<string>();
  for (const pod of world.indexed(pods, 'node', nodeName)) {
    if (pod.status?.podIP !== undefined && !isPodTerminal(pod)) used.add(pod.status.podIP);
  }
  return used;
}

function newCursor(cidr: string): Cursor | undefined {
  const slash = cidr.indexOf('/');
  const bytes = slash < 0 ? undefined : parseIp(cidr.slice(0, slash), false);
  const prefix = Number(cidr.slice(slash + 1));
  if (bytes?.length !== 4 || !Number.isInteger(prefix) || prefix < 1 || prefix > 30) return undefined;
  const base = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return { cidr, base, size: 2 ** (32 - prefix), last: FIRST_OFFSET - 1, wrapped: false };
}

function textOf(address: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(address / unit) % 256).join('.');
}
