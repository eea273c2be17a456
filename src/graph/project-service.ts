/** A Service with the list of its endpoints, and what the world outside sees of it. */
import type { PodRow, ServiceRow } from '../api/row.ts';
import { LIST_ROWS } from './geometry.ts';
import { byText, serviceId } from './model.ts';
import type { Model } from './model.ts';
import type { EndpointItem, OutsideItem, Rect, ServiceItem } from './scene.ts';

export function projectService(model: Model, row: ServiceRow, slot: number, rect: Rect): ServiceItem {
  const endpoints = endpointsOf(model, row);
  return {
    key: row.key,
    row,
    slot,
    rect,
    endpoints,
    ready: endpoints.reduce((n, e) => n + (e.ready ? 1 : 0), 0),
    shown: endpoints.length <= 2 * LIST_ROWS ? endpoints.length : 2 * LIST_ROWS - 1,
    columns: endpoints.length <= LIST_ROWS ? 1 : 2,
  };
}

export function projectOutside(row: ServiceRow): Pick<OutsideItem, 'kind' | 'text'> | undefined {
  const port = row.ports[0]?.port;
  const first = row.ingress[0];
  if (first !== undefined) {
    const address = port === undefined ? first : `${first}:${port}`;
    return { kind: 'address', text: row.ingress.length > 1 ? `${address} +${row.ingress.length - 1}` : address };
  }
  if (row.serviceType === 'LoadBalancer') return { kind: 'pending', text: 'address pending' };
  if (row.externalName !== '') return { kind: 'name', text: row.externalName };
  return undefined;
}

/** True when kube-proxies program a virtual address for this Service. */
export function hasVirtualIp(row: ServiceRow): boolean {
  return row.clusterIp !== '' && row.clusterIp !== 'None';
}

/** Oldest Pod first, so that a new endpoint joins at the end and the others keep their rows. */
function endpointsOf(model: Model, row: ServiceRow): EndpointItem[] {
  const found: { readonly item: EndpointItem; readonly pod: PodRow | undefined }[] = [];
  for (const slice of model.slicesOf(serviceId(row))) {
    for (const e of slice.endpoints) {
      const pod = e.podUid === '' ? undefined : model.podOfUid(e.podUid);
      found.push({
        pod,
        item: {
          slice: slice.key,
          address: e.address,
          podUid: e.podUid,
          pod: pod?.key,
          podName: e.podName,
          node: e.node,
          ready: e.ready,
          serving: e.serving,
          terminating: e.terminating,
        },
      });
    }
  }
  found.sort(
    (a, b) =>
      (a.pod?.createdMs ?? Infinity) - (b.pod?.createdMs ?? Infinity) ||
      byText(a.pod?.key ?? '', b.pod?.key ?? '') ||
      byText(a.item.address, b.item.address) ||
      byText(a.item.slice, b.item.slice),
  );
  return found.map((f) => f.item);
}
