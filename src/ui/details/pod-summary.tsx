import { Trash2 } from 'lucide-react';
import { makeKey } from '../../api/machinery/key.ts';
import type { Pod } from '../../api/kinds/pod/pod.ts';
import type { ContainerRow, PodRow } from '../../api/row.ts';
import { remove } from '../../client/actions/change.ts';
import { cx } from '../lib/cx.ts';
import { formatAge, formatCpu, formatMemory } from '../lib/format.ts';
import { ActionRow } from './action-row.tsx';
import { Conditions, Fact, Facts, ObjectLink, Section } from './facts.tsx';
import { ownerOf, servicesOf } from './relations.ts';
import type { SummaryProps } from './summary-props.ts';
import { labelsText, podWords } from './words.ts';

export function PodSummary({ row, rows, nowMs, object }: SummaryProps<PodRow>) {
  const pod = object as Pod | undefined;
  const services = servicesOf(rows, row);
  const owner = ownerOf(rows, row.ownerUid);
  return (
    <>
      <p className="px-4 pt-4 text-sm text-pretty text-ink">
        {podWords(
          row,
          services.filter((service) => service.ready).map((service) => service.name),
        )}
      </p>
      {row.message !== '' && (
        <p className="mx-4 mt-2 rounded-md bg-warning-soft px-3 py-2 text-sm break-words text-warning">{row.message}</p>
      )}
      <div className="px-4 pt-3 pb-4">
        <ActionRow label="Delete pod" icon={<Trash2 size={15} aria-hidden="true" />} action={remove(row.key)} />
      </div>
      <Section title="Facts">
        <Facts>
          <Fact name="IP" mono>
            {row.ip === '' ? 'none yet' : row.ip}
          </Fact>
          <Fact name="Node">
            {row.node === '' ? (
              'none yet'
            ) : (
              <ObjectLink objectKey={makeKey('', 'nodes', '', row.node)}>{row.node}</ObjectLink>
            )}
          </Fact>
          <Fact name="Controlled by">
            {owner === undefined ? (
              row.ownerName === '' ? (
                'nobody: it will not be replaced'
              ) : (
                `${row.ownerKind} ${row.ownerName}`
              )
            ) : (
              <ObjectLink objectKey={owner.key}>{owner.name}</ObjectLink>
            )}
          </Fact>
          <Fact name="Services">
            {services.length === 0
              ? 'none'
              : services.map((service) => (
                  <span key={service.key} className="mr-2">
                    <ObjectLink objectKey={service.key}>{service.name}</ObjectLink>
                    {!service.ready && <span className="text-ink-faint"> (no traffic)</span>}
                  </span>
                ))}
          </Fact>
          <Fact name="Age">{formatAge(nowMs - row.createdMs)}</Fact>
          <Fact name="Asks for">
            {row.cpuRequestMillis === 0 && row.memoryRequestBytes === 0
              ? 'nothing in particular'
              : `${formatCpu(row.cpuRequestMillis)} CPU, ${formatMemory(row.memoryRequestBytes)} memory`}
          </Fact>
          <Fact name="Labels" mono>
            {labelsText(row.labels).replaceAll(',', '\n') || 'none'}
          </Fact>
        </Facts>
      </Section>
      <Section title="Containers">
        <ul className="flex flex-col gap-2">
          {row.containers.map((container) => (
            <Container key={container.name} container={container} />
          ))}
        </ul>
      </Section>
      <Section title="Conditions">
        <Conditions conditions={pod?.status?.conditions} />
      </Section>
    </>
  );
}

function Container({ container }: { readonly container: ContainerRow }) {
  const state = container.reason === '' ? container.state : `${container.state}: ${container.reason}`;
  return (
    <li className="rounded-md border border-line px-3 py-2 text-sm">
      <div className="flex items-baseline justify-between gap-2">
        <span className="min-w-0 truncate font-medium text-ink">
          {container.name}
          {container.init && <span className="font-normal text-ink-faint"> · init</span>}
        </span>
        <span className={cx('shrink-0 text-xs', container.state === 'waiting' ? 'text-warning' : 'text-ink-muted')}>
          {state}
        </span>
      </div>
      <p className="mt-0.5 font-mono text-xs break-all text-ink-muted">{container.image}</p>
      <p className="mt-0.5 text-xs text-ink-faint">
        {container.ready ? 'ready' : 'not ready'}
        {container.restarts > 0 && `, restarted ${container.restarts} times`}
      </p>
    </li>
  );
}
