import { makeKey } from '../../api/machinery/key.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { ServiceRow } from '../../api/row.ts';
import { proxyTable } from '../../client/actions/read.ts';
import { cx } from '../lib/cx.ts';
import { formatClock } from '../lib/format.ts';
import { ObjectLink, Section } from './facts.tsx';
import { proxyRulesOf, targetsBySlices } from './proxy-rules.ts';
import type { KubeProxyAnswer, ProxyTarget } from './proxy-rules.ts';
import { rowsOf, slicesOf } from './relations.ts';
import type { Rows } from './relations.ts';
import { useAnswer } from './use-answer.ts';

/** More addresses than this are counted. */
const LISTED_ADDRESSES = 6;

/** Where this node sends what is addressed to a Service, and whether it has heard of the latest change. */
export function ProxyTable({ node, rows }: { readonly node: string; readonly rows: Rows }) {
  const proxy = rowsOf(rows, 'proxy').find((row) => row.node === node);
  const answer = useAnswer<KubeProxyAnswer>(proxyTable(node).url, proxy?.rv ?? 0);
  if (proxy === undefined) return null;
  const services = rowsOf(rows, 'service').filter((row) => row.clusterIp !== '' && row.clusterIp !== 'None');
  const rules = answer.state === 'ready' ? proxyRulesOf(answer.value) : undefined;
  return (
    <Section title="kube-proxy" aside={proxy.working ? `programmed ${formatClock(proxy.syncedMs)}` : 'not working'}>
      {services.length === 0 && <p className="text-sm text-ink-faint">No Service, so no rules.</p>}
      <ul className="flex flex-col gap-2.5">
        {services.map((service) => (
          <Rule
            key={service.uid}
            service={service}
            targets={rules === undefined ? targetsBySlices(rows, service) : rules(service)}
            isCertain={rules !== undefined}
            isStale={keysOf(rows, service).some((key) => proxy.stale.includes(key))}
          />
        ))}
      </ul>
    </Section>
  );
}

interface RuleProps {
  readonly service: ServiceRow;
  readonly targets: readonly ProxyTarget[];
  /** The targets are the node's own; else they are those of the latest slices. */
  readonly isCertain: boolean;
  readonly isStale: boolean;
}

function Rule({ service, targets, isCertain, isStale }: RuleProps) {
  return (
    <li className="text-sm">
      <div className="flex items-baseline gap-2">
        <span
          aria-hidden="true"
          className={cx('size-2.5 shrink-0 border-2', isStale ? 'border-warning' : 'border-ink-muted bg-ink-muted')}
        />
        <ObjectLink objectKey={makeKey('', 'services', service.namespace, service.name)}>{service.name}</ObjectLink>
        <span className="font-mono text-xs text-ink-muted">{service.clusterIp}</span>
      </div>
      {isStale && (
        <p className="pl-4.5 text-xs text-warning">
          {isCertain ? 'has not learned the latest change yet' : 'still has the rules from before the latest change'}
        </p>
      )}
      {(isCertain || !isStale) &&
        targets.map((target) => (
          <p key={target.port} className="pl-4.5 font-mono text-xs break-words text-ink-muted">
            {target.port} → {addressesText(target.addresses)}
          </p>
        ))}
    </li>
  );
}

function addressesText(addresses: readonly string[]): string {
  if (addresses.length === 0) return 'refused: no endpoint';
  const more = addresses.length - LISTED_ADDRESSES;
  return addresses.slice(0, LISTED_ADDRESSES).join(' ') + (more > 0 ? ` and ${more} more` : '');
}

function keysOf(rows: Rows, service: ServiceRow): readonly ObjectKey[] {
  return [service.key, ...slicesOf(rows, service).map((slice) => slice.key)];
}
