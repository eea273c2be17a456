import { ImageUp, RotateCw, Trash2, Waypoints } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Deployment } from '../../api/kinds/deployment/deployment.ts';
import type { WorkloadRow } from '../../api/row.ts';
import { restart } from '../../client/actions/change.ts';
import { formatAge } from '../lib/format.ts';
import { Button } from '../parts/button.tsx';
import { openDialog } from '../state/choose.ts';
import { perform } from '../state/perform.ts';
import { Conditions, Fact, Facts, Relation, Section } from './facts.tsx';
import { ownedWorkloads, servicesSelecting } from './relations.ts';
import { ScaleStepper } from './scale-stepper.tsx';
import type { SummaryProps } from './summary-props.ts';
import { labelsText, workloadWords } from './words.ts';
import { PodList } from './workload-summary.tsx';

/** Reasons of the Progressing condition that are no news for somebody who sees the numbers. */
const GOING_WELL = new Set([
  'NewReplicaSetAvailable',
  'NewReplicaSetCreated',
  'FoundNewReplicaSet',
  'ReplicaSetUpdated',
]);

export function DeploymentSummary({ row, rows, nowMs, object }: SummaryProps<WorkloadRow>) {
  const deployment = object as Deployment | undefined;
  const services = servicesSelecting(rows, row);
  return (
    <>
      <p className="px-4 pt-4 text-sm text-pretty text-ink">{workloadWords(row)}</p>
      {row.message !== '' && !GOING_WELL.has(row.progress) && (
        <p className="mx-4 mt-2 rounded-md bg-warning-soft px-3 py-2 text-sm break-words text-warning">{row.message}</p>
      )}
      <div className="flex flex-col gap-3 px-4 pt-3 pb-4">
        {row.scalable && <ScaleStepper row={row} />}
        <div className="grid grid-cols-2 gap-2">
          <Do
            icon={<ImageUp size={15} aria-hidden="true" />}
            onPress={() => openDialog({ form: 'set-image', key: row.key })}
          >
            Change image
          </Do>
          <Do
            icon={<Waypoints size={15} aria-hidden="true" />}
            onPress={() => openDialog({ form: 'expose', key: row.key })}
          >
            Expose
          </Do>
          <Do
            icon={<RotateCw size={15} aria-hidden="true" />}
            title={restart(row.key, nowMs).command}
            onPress={() => void perform(restart(row.key, nowMs))}
          >
            Restart
          </Do>
          <Do
            icon={<Trash2 size={15} aria-hidden="true" />}
            onPress={() => openDialog({ form: 'delete', key: row.key })}
          >
            Delete
          </Do>
        </div>
      </div>
      <Section title="Facts">
        <Facts>
          <Fact name={row.images.length === 1 ? 'Image' : 'Images'} mono>
            {row.images.join('\n')}
          </Fact>
          <Fact name="Strategy">{strategyText(row)}</Fact>
          <Fact name="Replicas">
            {row.desired} desired, {row.updated} updated, {row.available} available
          </Fact>
          <Fact name="Selector" mono>
            {labelsText(deployment?.spec.selector.matchLabels ?? {})}
          </Fact>
          <Fact name="Age">{formatAge(nowMs - row.createdMs)}</Fact>
        </Facts>
      </Section>
      <Section title="Revisions">
        <ul>
          {ownedWorkloads(rows, row).map((set) => (
            <Relation key={set.uid} objectKey={set.key} name={set.name} note={`${set.ready} of ${set.desired}`} />
          ))}
        </ul>
      </Section>
      {services.length > 0 && (
        <Section title="Services that select its pods">
          <ul>
            {services.map((service) => (
              <Relation
                key={service.uid}
                objectKey={service.key}
                name={service.name}
                note={<span className="font-mono">{service.clusterIp}</span>}
              />
            ))}
          </ul>
        </Section>
      )}
      <PodList row={row} rows={rows} />
      <Section title="Conditions">
        <Conditions conditions={deployment?.status?.conditions} />
      </Section>
    </>
  );
}

interface DoProps {
  readonly icon: ReactNode;
  readonly title?: string;
  readonly onPress: () => void;
  readonly children: string;
}

function Do({ icon, title, onPress, children }: DoProps) {
  return (
    <Button icon={icon} onClick={onPress} className="justify-start" {...(title === undefined ? {} : { title })}>
      {children}
    </Button>
  );
}

function strategyText(row: WorkloadRow): string {
  if (row.strategy === '') return 'none';
  if (row.maxSurge === '' && row.maxUnavailable === '') return row.strategy;
  return `${row.strategy}, up to ${row.maxSurge} more and ${row.maxUnavailable} fewer`;
}
