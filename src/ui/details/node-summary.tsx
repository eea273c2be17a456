import type { Node } from '../../api/kinds/node/node.ts';
import type { NodeRow } from '../../api/row.ts';
import { formatAge, formatCpu, formatMemory } from '../lib/format.ts';
import { StateIcon } from '../stage/cards/glyph.tsx';
import { Conditions, Fact, Facts, Meter, Relation, Section } from './facts.tsx';
import { ProxyTable } from './proxy-table.tsx';
import { allocatedOn, podsOn } from './relations.ts';
import type { SummaryProps } from './summary-props.ts';
import { nodeWords } from './words.ts';

const LISTED_PODS = 60;

export function NodeSummary({ row, rows, nowMs, object }: SummaryProps<NodeRow>) {
  const node = object as Node | undefined;
  const pods = podsOn(rows, row.name);
  const allocated = allocatedOn(rows, row);
  return (
    <>
      <p className="px-4 pt-4 pb-4 text-sm text-pretty text-ink">{nodeWords(row, pods.length)}</p>
      <Section title="Facts">
        <Facts>
          <Fact name="IP" mono>
            {row.ip}
          </Fact>
          <Fact name="Pod addresses" mono>
            {row.podCidr}
          </Fact>
          {row.zone !== '' && <Fact name="Zone">{row.zone}</Fact>}
          <Fact name="Taints" mono>
            {row.taints.length === 0 ? 'none' : row.taints.join('\n')}
          </Fact>
          <Fact name="Age">{formatAge(nowMs - row.createdMs)}</Fact>
        </Facts>
      </Section>
      <Section title="Asked for by its pods">
        <div className="flex flex-col gap-3">
          <Meter
            name="CPU"
            used={allocated.cpuMillis}
            total={row.cpuMillis}
            text={`${formatCpu(allocated.cpuMillis)} of ${formatCpu(row.cpuMillis)}`}
          />
          <Meter
            name="Memory"
            used={allocated.memoryBytes}
            total={row.memoryBytes}
            text={`${formatMemory(allocated.memoryBytes)} of ${formatMemory(row.memoryBytes)}`}
          />
          <Meter name="Pods" used={allocated.pods} total={row.maxPods} text={`${allocated.pods} of ${row.maxPods}`} />
        </div>
      </Section>
      <ProxyTable node={row.name} rows={rows} />
      <Section title="Pods" aside={`${pods.length}`}>
        {pods.length === 0 && <p className="text-sm text-ink-faint">None.</p>}
        <ul>
          {pods.slice(0, LISTED_PODS).map((pod) => (
            <Relation
              key={pod.uid}
              objectKey={pod.key}
              name={pod.name}
              sign={<StateIcon state={pod.state} />}
              note={<span className="font-mono">{pod.ip}</span>}
            />
          ))}
        </ul>
        {pods.length > LISTED_PODS && (
          <p className="mt-1 text-xs text-ink-faint">and {pods.length - LISTED_PODS} more</p>
        )}
      </Section>
      <Section title="Conditions">
        <Conditions conditions={node?.status?.conditions} />
      </Section>
    </>
  );
}
