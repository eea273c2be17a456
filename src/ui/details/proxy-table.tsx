import { keyNamespace, makeKey } from '../../api/machinery/key.ts';
import type { ServiceRow } from '../../api/row.ts';
import { cx } from '../lib/cx.ts';
import { formatClock } from '../lib/format.ts';
import { ObjectLink, Section } from './facts.tsx';
import { endpointsOf, rowsOf, slicesOf } from './relations.ts';
import type { Rows } from './relations.ts';

/** More addresses than this are counted. */
const LISTED_ADDRESSES = 6;

/** Where this node sends what is addressed to a Service, and whether it has heard of the latest change. */
export function ProxyTable({ node, rows }: { readonly node: string; readonly rows: Rows }) {
  const proxy = rowsOf(rows, 'proxy').find((row) => row.node === node);
  if (proxy === undefined) return null;
  const services = rowsOf(rows, 'service').filter((row) => row.clusterIp !== '' && row.clusterIp !== 'None');
  return (
    <Section title="kube-proxy" aside={proxy.working ? `programmed ${formatClock(proxy.syncedMs)}` : 'not working'}>
      {services.length === 0 && <p className="text-sm text-ink-faint">No Service, so no rules.</p>}
      <ul className="flex flex-col gap-2.5">
        {services.map((service) => (
          <Rule
            key={service.uid}
            service={service}
            rows={rows}
            stale={[service.key, ...slicesOf(rows, service).map((slice) => slice.key)].some((key) =>
              proxy.stale.includes(key),
            )}
          />
        ))}
      </ul>
    </Section>
  );
}

function Rule({
  service,
  rows,
  stale,
}: {
  readonly service: ServiceRow;
  readonly rows: Rows;
  readonly stale: boolean;
}) {
  const ready = endpointsOf(rows, service).filter((endpoint) => endpoint.ready);
  const target = service.ports[0]?.targetPort ?? '';
  return (
    <li className="text-sm">
      <div className="flex items-baseline gap-2">
        <span
          aria-hidden="true"
          className={cx('size-2.5 shrink-0 border-2', stale ? 'border-warning' : 'border-ink-muted bg-ink-muted')}
        />
        <ObjectLink objectKey={makeKey('', 'services', keyNamespace(service.key), service.name)}>
          {service.name}
        </ObjectLink>
        <span className="font-mono text-xs text-ink-muted">
          {service.clusterIp}
          {service.ports[0] !== undefined && `:${service.ports[0].port}`}
        </span>
      </div>
      {stale ? (
        <p className="pl-4.5 text-xs text-warning">still has the rules from before the latest change</p>
      ) : (
        <p className="pl-4.5 font-mono text-xs break-words text-ink-muted">
          {ready.length === 0 && 'reject: no ready endpoint'}
          {ready.length > 0 &&
            `→ ${ready
              .slice(0, LISTED_ADDRESSES)
              .map((endpoint) => `${endpoint.address}:${target}`)
              .join(' ')}${ready.length > LISTED_ADDRESSES ? ` and ${ready.length - LISTED_ADDRESSES} more` : ''}`}
        </p>
      )}
    </li>
  );
}
