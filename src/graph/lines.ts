/** Endpoint lines: one for each endpoint with a Pod in the picture, its style by the endpoint's conditions. */
import type { ObjectKey } from '../api/machinery/key.ts';
import {
  BOX_HEADER,
  BOX_STRIP,
  HEAD_FOOT,
  LIST_HEAD,
  LIST_ROW,
  LIST_ROWS,
  LIST_TOP,
  NODE_LADDER,
  PLATE_HEIGHT,
  riserTo,
  slotCell,
} from './geometry.ts';
import type { EndpointItem, EndpointLine, LinePath, LineStyle, NodeBox, PodItem, Rect, ServiceItem } from './scene.ts';

/** Where the lines of the n-th Service meet a plate, so that two Services on one Pod stay apart. */
const PORT_OFFSETS = [0, -10, 10, -20, 20];
/** The same for lines that come from the side. */
const SIDE_OFFSETS = [0, 4, -4, 4, -4];
const BUS_FIRST = 5;
const BUS_STEP = 3;

export function linesOf(
  service: ServiceItem,
  pods: ReadonlyMap<ObjectKey, PodItem>,
  boxes: ReadonlyMap<string, NodeBox>,
): EndpointLine[] {
  const lines: EndpointLine[] = [];
  service.endpoints.forEach((endpoint, index) => {
    const pod = endpoint.pod === undefined ? undefined : pods.get(endpoint.pod);
    if (!pod) return;
    const style = lineStyle(endpoint);
    const box = pod.node === '' ? undefined : boxes.get(pod.node)?.rect;
    lines.push({
      id: `${endpoint.slice}|${endpoint.podUid}|${endpoint.address}`,
      service: service.key,
      slice: endpoint.slice,
      pod: pod.key,
      node: pod.node,
      style,
      path: pathTo(service, index, pod, box, style),
    });
  });
  return lines;
}

/** `ready` already says that a terminating endpoint is not ready (unless its Service publishes such addresses). */
export function lineStyle(endpoint: Pick<EndpointItem, 'ready' | 'serving' | 'terminating'>): LineStyle {
  if (endpoint.terminating && endpoint.serving) return 'terminating';
  return endpoint.ready ? 'ready' : 'not-ready';
}

/** Which list cell an endpoint has: a row of its own, or the last cell that the overflow shares. */
export function listCell(
  service: Pick<ServiceItem, 'columns' | 'shown'>,
  index: number,
): { readonly column: number; readonly row: number } {
  const cell = Math.min(index, service.shown);
  return service.columns === 1
    ? { column: 0, row: cell }
    : { column: Math.floor(cell / LIST_ROWS), row: cell % LIST_ROWS };
}

/** Written out flat, because a Service of thousands of endpoints makes thousands of these at once. */
function pathTo(service: ServiceItem, index: number, pod: PodItem, box: Rect | undefined, style: LineStyle): LinePath {
  const list = service.rect;
  const cell = listCell(service, index);
  const left = service.columns === 2 && cell.column === 0;
  // Rows below leave closer to the list than rows above, so that lines of one list never cross on their way down.
  const away = BUS_FIRST + (LIST_ROWS - 1 - cell.row) * BUS_STEP;
  const x0 = left ? list.x : list.x + list.w;
  const order = service.slot % PORT_OFFSETS.length;
  const { rect } = pod;
  const side = box !== undefined && slotCell(NODE_LADDER, pod.slot).row > 0;
  // In the gutter, one trunk a Service, with a tap for each pod; what is not plainly ready runs beside it, to be seen.
  const x = side
    ? rect.x - 10 + (order % 3) * 3 + (style === 'ready' ? 0 : 1.5)
    : rect.x + rect.w / 2 + (PORT_OFFSETS[order] as number);
  return {
    x0,
    y0: list.y + LIST_TOP + LIST_HEAD + cell.row * LIST_ROW + LIST_ROW / 2,
    busX: left ? x0 - away : x0 + away,
    busY: list.y + list.h,
    headX: list.x + list.w / 2,
    headY: list.y + HEAD_FOOT,
    riser: box && riserTo(box),
    gateX: x,
    gateY: box ? box.y : rect.y - 8,
    innerY: box ? box.y + BOX_HEADER + BOX_STRIP : rect.y,
    endX: side ? rect.x : x,
    endY: side ? rect.y + PLATE_HEIGHT / 2 + (SIDE_OFFSETS[order] as number) : rect.y,
    side,
  };
}
