import { formatAge } from '../lib/format.ts';
import { Fact, Facts, Section } from './facts.tsx';
import type { SummaryProps } from './summary-props.ts';
import { labelsText } from './words.ts';

/** What any object has. */
export function PlainSummary({ row, nowMs, object }: SummaryProps) {
  const labels = object?.metadata.labels;
  return (
    <Section title="Facts">
      <Facts>
        <Fact name="Age">{formatAge(nowMs - row.createdMs)}</Fact>
        {labels !== undefined && (
          <Fact name="Labels" mono>
            {labelsText(labels)}
          </Fact>
        )}
        <Fact name="uid" mono>
          {row.uid}
        </Fact>
      </Facts>
    </Section>
  );
}
