import type { Node, NodeProps } from '@xyflow/react';
import { Globe } from 'lucide-react';
import { memo } from 'react';
import { SERVICE_HEADER, SERVICE_WIDTH } from '../../../graph/geometry.ts';
import { endpointName, outsideName, serviceName } from '../../../graph/names.ts';
import { Group } from './group.tsx';
import type { EndpointItem, OutsideItem, ServiceItem } from '../../../graph/scene.ts';

export type ServiceNode = Node<{ readonly item: ServiceItem }, 'service'>;
export type OutsideNode = Node<{ readonly item: OutsideItem }, 'outside'>;

const POINT = 14;
const LOZENGE = `M${POINT} 1H${SERVICE_WIDTH - POINT}L${SERVICE_WIDTH - 1} ${SERVICE_HEADER / 2}L${SERVICE_WIDTH - POINT} ${SERVICE_HEADER - 1}H${POINT}L1 ${SERVICE_HEADER / 2}Z`;

/** A Service: a dashed lozenge, because it lives on no machine, and the list of its endpoints under it. */
export const ServiceCard = memo(function ServiceCard({ data }: NodeProps<ServiceNode>) {
  const { item } = data;
  const { row } = item;
  return (
    <Group label={serviceName(item)} className="kb-service" tabIndex={-1} data-key={item.key}>
      <div className="kb-lozenge">
        <svg width={SERVICE_WIDTH} height={SERVICE_HEADER} aria-hidden="true">
          <path d={LOZENGE} />
        </svg>
        <div className="kb-lozenge-text">
          <p className="kb-lozenge-line">
            <span className="kb-service-name">{row.name}</span>
            <span className="kb-service-type kb-far-hidden">
              {row.clusterIp === 'None' ? 'Headless' : row.serviceType}
            </span>
          </p>
          <p className="kb-service-address kb-far-hidden">{addressText(item)}</p>
        </div>
      </div>
      {row.externalName === '' && <EndpointList item={item} />}
    </Group>
  );
});

function addressText({ row }: ServiceItem): string {
  if (row.externalName !== '') return `→ ${row.externalName}`;
  const port = row.ports[0];
  const more = row.ports.length > 1 ? ` +${row.ports.length - 1}` : '';
  const address = row.clusterIp === 'None' ? 'no virtual IP' : row.clusterIp || 'no address yet';
  if (!port) return address;
  return row.clusterIp === 'None'
    ? `${address}, port ${port.port}${more}`
    : `${address}:${port.port} → ${port.targetPort}${more}`;
}

function EndpointList({ item }: { item: ServiceItem }) {
  const total = item.endpoints.length;
  const shown = item.endpoints.slice(0, item.shown);
  return (
    <div className="kb-list" data-columns={item.columns}>
      <p className="kb-list-head">
        <span className="kb-list-ready">
          {item.ready}/{total}
          <span className="kb-far-hidden"> ready</span>
        </span>
        {item.columns === 1 && total > 0 && (
          <span
            className="kb-conditions kb-far-hidden"
            aria-hidden="true"
            title="conditions: ready, serving, terminating"
          >
            <i>r</i>
            <i>s</i>
            <i>t</i>
          </span>
        )}
      </p>
      {total === 0 ? (
        <p className="kb-list-empty kb-far-hidden">
          {item.row.selector ? 'no Pod matches the selector' : 'no selector, no endpoints'}
        </p>
      ) : (
        <ul className="kb-rows kb-far-hidden">
          {shown.map((endpoint) => (
            <EndpointRow
              key={`${endpoint.slice} ${endpoint.address}`}
              endpoint={endpoint}
              compact={item.columns === 2}
            />
          ))}
          {total > item.shown && <li className="kb-row kb-row-more">+ {total - item.shown} more</li>}
        </ul>
      )}
    </div>
  );
}

function EndpointRow({ endpoint, compact }: { endpoint: EndpointItem; compact: boolean }) {
  return (
    <li className="kb-row" aria-label={endpointName(endpoint)} data-pod={endpoint.pod}>
      <span className="kb-row-ip">{endpoint.address}</span>
      {!compact && <span className="kb-row-node">{endpoint.node}</span>}
      <Conditions endpoint={endpoint} compact={compact} />
    </li>
  );
}

/** The three API conditions, each in its own column: filled disc true, ring false. Compact shows the first that matters. */
function Conditions({ endpoint, compact }: { endpoint: EndpointItem; compact: boolean }) {
  if (compact)
    return <Mark kind={endpoint.terminating ? 'terminating' : 'ready'} on={endpoint.terminating || endpoint.ready} />;
  return (
    <span className="kb-conditions" aria-hidden="true">
      <Mark kind="ready" on={endpoint.ready} />
      <Mark kind="serving" on={endpoint.serving} />
      <Mark kind="terminating" on={endpoint.terminating} />
    </span>
  );
}

function Mark({ kind, on }: { kind: 'ready' | 'serving' | 'terminating'; on: boolean }) {
  return (
    <svg
      className="kb-mark"
      data-kind={kind}
      data-on={on}
      width={12}
      height={12}
      viewBox="0 0 12 12"
      aria-hidden="true"
    >
      {kind === 'terminating' ? (
        on ? (
          <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" />
        ) : (
          <path d="M4.5 6h3" />
        )
      ) : kind === 'ready' ? (
        on ? (
          <path d="M2 6.6l2.7 2.7L10.2 3" />
        ) : (
          <circle cx={6} cy={6} r={3.6} />
        )
      ) : (
        <circle cx={6} cy={6} r={3.6} className={on ? 'kb-mark-full' : undefined} />
      )}
    </svg>
  );
}

/** The address that the world outside knows. */
export const OutsideCard = memo(function OutsideCard({ data }: NodeProps<OutsideNode>) {
  const { item } = data;
  return (
    <p className="kb-outside" data-kind={item.kind} title={outsideName(item)}>
      <Globe size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className="kb-unseen">{outsideName(item)}</span>
      <span aria-hidden="true">{item.text}</span>
    </p>
  );
});
