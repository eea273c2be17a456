import type { WorkloadRow } from '../../api/row.ts';
import { formatAge } from '../lib/format.ts';
import { StateIcon } from '../stage/cards/glyph.tsx';
import { Fact, Facts, ObjectLink, Relation, Section } from './facts.tsx';
import { ownerOf, podsOf } from './relations.ts';
import type { Rows } from './relations.ts';
import type { SummaryProps } from './summary-props.ts';
import { labelsText, workloadWords } from './words.ts';

/** More pods than this are counted, not listed. */
const LISTED_PODS = 60;

/** A ReplicaSet, or any other owner of pods that has no view of its own. */
export function WorkloadSummary({ row, rows, nowMs }: SummaryProps<WorkloadRow>) {
  const owner = ownerOf(rows, row.ownerUid);
  return (
    <>
      <p className="px-4 pt-4 pb-4 text-sm text-pretty text-ink">
        {workloadWords(row)}
        {owner !== undefined && ' Its owner decides how many it wants.'}
      </p>
      <Section title="Facts">
        <Facts>
          {owner !== undefined && (
            <Fact name="Controlled by">
              <ObjectLink objectKey={owner.key}>{owner.name}</ObjectLink>
            </Fact>
          )}
          {row.revision > 0 && <Fact name="Revision">{row.revision}</Fact>}
          <Fact name={row.images.length === 1 ? 'Image' : 'Images'} mono>
            {row.images.join('\n')}
          </Fact>
          <Fact name="Age">{formatAge(nowMs - row.createdMs)}</Fact>
          <Fact name="Labels" mono>
            {labelsText(row.labels) || 'none'}
          </Fact>
        </Facts>
      </Section>
      <PodList row={row} rows={rows} />
    </>
  );
}

/** The pods of a workload, each with its state. */
export function PodList({ row, rows }: { readonly row: WorkloadRow; readonly rows: Rows }) {
  const pods = podsOf(rows, row);
  return (
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
      {pods.length > LISTED_PODS && <p className="mt-1 text-xs text-ink-faint">and {pods.length - LISTED_PODS} more</p>}
    </Section>
  );
}
