import { Trash2 } from 'lucide-react';
import type { EndpointRow, ServicePortRow, ServiceRow } from '../../api/row.ts';
import { remove } from '../../client/actions/change.ts';
import { cx } from '../lib/cx.ts';
import { count, formatAge } from '../lib/format.ts';
import { openDialog } from '../state/choose.ts';
import { ActionRow } from './action-row.tsx';
import { Fact, Facts, ObjectLink, Section } from './facts.tsx';
import { endpointsOf, learnedMarks, slicesOf } from './relations.ts';
import type { Endpoint, LearnedMark } from './relations.ts';
import type { SummaryProps } from './summary-props.ts';
import { labelsText, serviceWords } from './words.ts';

export function ServiceSummary({ row, rows, nowMs }: SummaryProps<ServiceRow>) {
  const slices = slicesOf(rows, row);
  const endpoints = endpointsOf(rows, row);
  const ready = endpoints.filter((endpoint) => endpoint.ready).length;
  const marks = learnedMarks(rows, [row.key, ...slices.map((slice) => slice.key)]);
  return (
    <>
      <p className="px-4 pt-4 pb-4 text-sm text-pretty text-ink">{serviceWords(row, endpoints)}</p>
      <Section title="Facts">
        <Facts>
          <Fact name="Type">{row.serviceType}</Fact>
          <Fact name="Cluster IP" mono>
            {row.clusterIp === '' ? 'none' : row.clusterIp}
          </Fact>
          <Fact name={row.ports.length === 1 ? 'Port' : 'Ports'} mono>
            {row.ports.length === 0
              ? 'none'
              : row.ports.map((port) => <Port key={`${port.port}/${port.protocol}`} port={port} />)}
          </Fact>
          {(row.ingress.length > 0 || row.serviceType === 'LoadBalancer') && (
            <Fact name="From outside" mono>
              {row.ingress.length === 0 ? 'pending' : row.ingress.join(', ')}
            </Fact>
          )}
          <Fact name="Selector" mono>
            {row.selector === undefined ? 'none' : labelsText(row.selector)}
          </Fact>
          <Fact name="Age">{formatAge(nowMs - row.createdMs)}</Fact>
        </Facts>
      </Section>
      <Section title="Endpoints" aside={`${ready} of ${endpoints.length} ready, in ${count(slices.length, 'slice')}`}>
        {endpoints.length === 0 ? (
          <p className="text-sm text-ink-faint">No pod matches the selector.</p>
        ) : (
          <ul className="flex flex-col">
            {endpoints.map((endpoint) => (
              <EndpointLine key={`${endpoint.slice.key} ${endpoint.address}`} endpoint={endpoint} />
            ))}
          </ul>
        )}
      </Section>
      {marks.length > 0 && (
        <Section title="What each node knows">
          <p className="mb-2 text-xs text-pretty text-ink-muted">
            Every node’s kube-proxy learns a change at its own moment. Until then it sends traffic where it used to go.
          </p>
          <ul className="flex flex-col gap-1">
            {marks.map((mark) => (
              <Mark key={mark.node} mark={mark} />
            ))}
          </ul>
        </Section>
      )}
      <Section title="Actions">
        <ActionRow
          label="Delete service"
          icon={<Trash2 size={15} aria-hidden="true" />}
          action={remove(row.key)}
          onPress={() => openDialog({ form: 'delete', key: row.key })}
        />
      </Section>
    </>
  );
}

function Port({ port }: { readonly port: ServicePortRow }) {
  return (
    <span className="block">
      {port.name !== '' && `${port.name} `}
      {port.port} → {port.targetPort}/{port.protocol}
      {port.nodePort !== 0 && <span className="text-ink-muted">, on every node {port.nodePort}</span>}
    </span>
  );
}

function EndpointLine({ endpoint }: { readonly endpoint: Endpoint }) {
  return (
    <li className="flex items-center gap-2 py-1 text-sm">
      <ConditionSign endpoint={endpoint} />
      <span className="w-26 shrink-0 font-mono text-xs text-ink">{endpoint.address}</span>
      <span className="min-w-0 flex-1 truncate">
        {endpoint.pod === undefined ? (
          <span className="text-ink-faint">{endpoint.podName === '' ? 'no pod' : endpoint.podName}</span>
        ) : (
          <ObjectLink objectKey={endpoint.pod.key}>…{endpoint.pod.name.slice(-5)}</ObjectLink>
        )}
        <span className="text-xs text-ink-faint"> on {endpoint.node}</span>
      </span>
      <span className="shrink-0 text-xs text-ink-muted">{conditionText(endpoint)}</span>
    </li>
  );
}

/** Solid, open or dashed: as the stage draws the line to it. */
function ConditionSign({ endpoint }: { readonly endpoint: EndpointRow }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'size-2.5 shrink-0 rounded-full border-2',
        endpoint.terminating
          ? 'border-dashed border-state-terminating'
          : endpoint.ready
            ? 'border-state-ready bg-state-ready'
            : 'border-state-running',
      )}
    />
  );
}

function conditionText(endpoint: EndpointRow): string {
  if (endpoint.terminating) return endpoint.serving ? 'terminating, serving' : 'terminating';
  return endpoint.ready ? 'ready' : 'not ready';
}

function Mark({ mark }: { readonly mark: LearnedMark }) {
  return (
    <li className="flex items-center gap-2 text-sm">
      <span
        aria-hidden="true"
        className={cx('size-2.5 shrink-0 border-2', mark.learned ? 'border-ink-muted bg-ink-muted' : 'border-warning')}
      />
      <ObjectLink objectKey={mark.key} className="flex-1">
        {mark.node}
      </ObjectLink>
      <span className={cx('text-xs', mark.learned ? 'text-ink-muted' : 'text-warning')}>
        {mark.working ? (mark.learned ? 'up to date' : 'not learned yet') : 'kube-proxy is down'}
      </span>
    </li>
  );
}
