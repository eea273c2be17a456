/** A node's box: its counts, its kube-proxy's marks, its open ports. */
import { makeKey } from '../api/machinery/key.ts';
import type { ObjectKey } from '../api/machinery/key.ts';
import type { NodeRow, ProxyRow, ServiceRow } from '../api/row.ts';
import type { GridSize } from './geometry.ts';
import { serviceIdOfSlice } from './model.ts';
import type { Model } from './model.ts';
import { hasVirtualIp } from './project-service.ts';
import type { NodeBox, PodItem, ProxySquare, ProxyStrip, Rect, ServiceItem, Socket } from './scene.ts';

export interface NodeParts {
  readonly name: string;
  readonly row: NodeRow | undefined;
  readonly rect: Rect;
  readonly grid: GridSize;
  readonly pods: Iterable<PodItem>;
  /** In the order of their slots. */
  readonly services: readonly ServiceItem[];
}

export function projectNode(model: Model, parts: NodeParts): NodeBox {
  let pods = 0;
  let readyPods = 0;
  for (const pod of parts.pods) {
    pods++;
    if (pod.row.state === 'ready') readyPods++;
  }
  const proxy = model.proxyOf(parts.name);
  return {
    name: parts.name,
    key: parts.row?.key ?? nodeKey(parts.name),
    row: parts.row,
    rect: parts.rect,
    columns: parts.grid.columns,
    rows: parts.grid.rows,
    pods,
    readyPods,
    proxy: proxy && projectProxy(model, proxy, parts.services),
    sockets: parts.services.flatMap((service) => socketsOf(service.row)),
  };
}

export function nodeKey(name: string): ObjectKey {
  return makeKey('', 'nodes', '', name);
}

function projectProxy(model: Model, proxy: ProxyRow, services: readonly ServiceItem[]): ProxyStrip {
  const behind = new Set<ObjectKey>();
  for (const key of proxy.stale) {
    behind.add(key);
    const slice = model.slice(key);
    const service = slice && model.serviceById.get(serviceIdOfSlice(slice));
    if (service !== undefined) behind.add(service);
  }
  const squares: ProxySquare[] = [];
  for (const { row } of services) {
    if (!hasVirtualIp(row)) continue;
    squares.push({ service: row.key, name: row.name, mark: behind.has(row.key) ? 'stale' : 'programmed' });
  }
  return { working: proxy.working, learnedRv: proxy.learnedRv, squares };
}

function socketsOf(row: ServiceRow): Socket[] {
  return row.ports.filter((port) => port.nodePort > 0).map((port) => ({ service: row.key, port: port.nodePort }));
}
