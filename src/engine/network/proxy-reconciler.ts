import { endpointSlices } from '../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { kubeProxies, type KubeProxyStatus } from '../../api/kinds/kube-proxy/kube-proxy.ts';
import { nodes } from '../../api/kinds/node/node.ts';
import { services } from '../../api/kinds/service/service.ts';
import { joinApiVersion } from '../../api/machinery/object.ts';
import { keyName } from '../../api/machinery/key.ts';
import { formatMicroTime } from '../../lib/time.ts';
import { isMachineNews, runningNode } from '../node-side/node-power.ts';
import type { Change } from '../store/change-log.ts';
import type { Outcome, Reconciler, Watch, World } from '../world.ts';
import { PROXY_IDLE, PROXY_NODES, PROXY_OFF, type ProxyChange, type ProxyNode } from './proxy-tables.ts';
import { changesAfter, isRelevant, keysOf, remember, trim } from './versions.ts';

const NAME = 'kube-proxy';
const API_VERSION = joinApiVersion(kubeProxies.group, kubeProxies.version);
/** Key of the look that follows every relevant change; no node has this name. */
const NEWS = '*';
/** In larger clusters what a node has yet to learn is written only when it programs its tables. */
const EAGER_NODES_MAX = 200;

/** One kube-proxy a node. Keys are node names, or `*` when there is something to hear of. */
export const kubeProxy: Reconciler = {
  name: NAME,
  actor: (key) => (key === NEWS || key === '' ? NAME : `${NAME}/${key}`),
  watches: [newsOf(services.resource), newsOf(endpointSlices.resource), { resource: nodes.resource, keys: nodeKeys }],
  reconcile: (world, key) => (key === NEWS ? hear(world) : lookAtNode(world, key)),
};

function newsOf(resource: string): Watch {
  return {
    resource,
    keeps: true,
    // The change itself has to be kept: a node that hears of it later goes by the version before it until then.
    keys: (change, world) => {
      if (!isRelevant(change)) return [];
      remember(world, change);
      return [NEWS];
    },
    delayMs: () => 0,
  };
}

function nodeKeys(change: Change): readonly string[] {
  return isMachineNews(change) ? [keyName(change.key)] : [];
}

/** Something changed: each node that had learned everything will hear of it at its own moment. */
function hear(world: World): Outcome {
  const table = world.table(PROXY_NODES);
  const idle = world.table(PROXY_IDLE);
  for (const name of idle.keys()) {
    const node = table.get(name);
    const first = node && changesAfter(world, node.learnedRv)[0];
    if (first === undefined) continue;
    idle.delete(name);
    promise(world, name, node as ProxyNode, first);
  }
  if (table.size <= EAGER_NODES_MAX)
    for (const [name, node] of table) if (node.dueMs > world.nowMs) show(world, name, node);
  trim(world);
  return undefined;
}

function lookAtNode(world: World, name: string): Outcome {
  const table = world.table(PROXY_NODES);
  const known = table.get(name);
  if (runningNode(world, name) === undefined) {
    world.table(PROXY_IDLE).delete(name);
    if (world.get(nodes, '', name) === undefined) forget(world, name);
    else if (known !== undefined) switchOff(world, name, known);
    trim(world);
    return undefined;
  }
  if (known === undefined || world.table(PROXY_OFF).has(name)) {
    start(world, name);
    return undefined;
  }
  if (known.dueMs > world.nowMs) {
    if (known.dueMs !== Number.POSITIVE_INFINITY) world.enqueue(NAME, name, known.dueMs - world.nowMs);
    return undefined;
  }
  sync(world, name, known);
  return undefined;
}

/** A kube-proxy that starts reads everything. Source: pkg/proxy/iptables/proxier.go (first full sync). */
function start(world: World, name: string): void {
  const node = world.get(nodes, '', name);
  world.table(PROXY_OFF).delete(name);
  const { rv: learnedRv, nowMs: syncedMs } = world;
  finish(world, name, { learnedRv, syncedMs, lagMs: 0, dueMs: Number.POSITIVE_INFINITY }, []);
  if (node !== undefined) {
    world.note({ about: node, type: 'Normal', reason: 'Starting', message: '', component: NAME, host: name });
  }
}

/** Programs the tables with all that the node has heard of by now. */
function sync(world: World, name: string, node: ProxyNode): void {
  const open = changesAfter(world, node.learnedRv);
  const heard = open.filter(({ atMs }) => atMs + node.lagMs <= world.nowMs);
  const learnedRv = heard.at(-1)?.rv ?? node.learnedRv;
  finish(world, name, { ...node, learnedRv, syncedMs: world.nowMs }, open.slice(heard.length));
}

function finish(world: World, name: string, node: ProxyNode, open: readonly ProxyChange[]): void {
  const next = open[0];
  if (next === undefined) {
    const idle = { ...node, dueMs: Number.POSITIVE_INFINITY };
    world.table(PROXY_NODES).set(name, idle);
    world.table(PROXY_IDLE).set(name, true);
    show(world, name, idle);
    trim(world);
  } else {
    promise(world, name, node, next);
    show(world, name, node);
  }
}

/** Plans the node's next sync: when it has heard of `change`, and not sooner after its last one than it may. */
function promise(world: World, name: string, node: ProxyNode, change: ProxyChange): void {
  const { timing, nowMs } = world;
  const lagMs = world.draw(timing.proxyWatchMs, 'proxy/lag', name, change.rv);
  const dueMs = Math.max(nowMs, change.atMs + lagMs, node.syncedMs + timing.proxyMinSyncMs);
  world.table(PROXY_NODES).set(name, { ...node, lagMs, dueMs });
  world.enqueue(NAME, name, dueMs - nowMs);
}

/** Writes the node's KubeProxy object: what it has learned, and which objects it does not know the newest version of. */
function show(world: World, name: string, { learnedRv, syncedMs }: ProxyNode): void {
  const stale = keysOf(changesAfter(world, learnedRv));
  const status: KubeProxyStatus = { learnedRv, syncedAt: formatMicroTime(syncedMs), working: true, stale };
  const proxy = world.get(kubeProxies, '', name);
  if (proxy === undefined) {
    world.create(kubeProxies, { apiVersion: API_VERSION, kind: kubeProxies.kind, metadata: { name }, status });
  } else if (!isSame(proxy.status, status)) world.updateStatus(kubeProxies, { ...proxy, status });
}

function isSame(old: KubeProxyStatus | undefined, { learnedRv, syncedAt, stale }: KubeProxyStatus): boolean {
  if (old?.learnedRv !== learnedRv || old.syncedAt !== syncedAt) return false;
  return old.stale.length === stale.length && stale.every((key, i) => key === old.stale[i]);
}

/** What it had programmed stays as it was; what it was about to hear is lost. */
function switchOff(world: World, name: string, node: ProxyNode): void {
  world.table(PROXY_OFF).set(name, true);
  world.table(PROXY_NODES).set(name, { ...node, dueMs: Number.POSITIVE_INFINITY });
}

function forget(world: World, name: string): void {
  world.table(PROXY_NODES).delete(name);
  world.table(PROXY_OFF).delete(name);
  const proxy = world.get(kubeProxies, '', name);
  if (proxy !== undefined) world.delete(kubeProxies, proxy);
}
