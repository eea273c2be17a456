import type { Event } from '../../api/kinds/event/event.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import { eventsOf } from '../../client/actions/read.ts';
import { parseTime } from '../../lib/time.ts';
import { cx } from '../lib/cx.ts';
import { formatAge } from '../lib/format.ts';
import { Waiting } from './facts.tsx';
import { useAnswer } from './use-answer.ts';

interface EventList {
  readonly items?: readonly Event[];
}

interface EventsTabProps {
  readonly objectKey: ObjectKey;
  readonly uid: string;
  readonly nowMs: number;
}

/**
 * Events come without a change of the object; while somebody looks, they are asked for once a second of virtual
 * time at most.
 */
const ASK_EVERY_MS = 1_000;

/** What the components of the cluster reported about an object, newest first. */
export function EventsTab({ objectKey, uid, nowMs }: EventsTabProps) {
  const answer = useAnswer<EventList>(eventsOf(objectKey, uid).url, Math.floor(nowMs / ASK_EVERY_MS));
  if (answer.state === 'loading') return <Waiting>Loading …</Waiting>;
  if (answer.state === 'failed') return <Waiting>{answer.message}</Waiting>;
  const events = answer.state === 'ready' ? [...(answer.value.items ?? [])] : [];
  if (events.length === 0) return <Waiting>No events. Kubernetes forgets them after an hour.</Waiting>;
  events.sort((a, b) => lastMs(b) - lastMs(a) || revisionOf(b) - revisionOf(a));
  return (
    <table className="w-full border-collapse text-sm">
      <caption className="sr-only">Events, newest first</caption>
      <thead>
        <tr className="text-left text-xs text-ink-faint">
          <th scope="col" className="py-2 pl-4 font-normal">
            Age
          </th>
          <th scope="col" className="px-3 py-2 font-normal">
            What happened
          </th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <EventRow key={event.metadata.uid ?? event.metadata.name} event={event} nowMs={nowMs} />
        ))}
      </tbody>
    </table>
  );
}

function EventRow({ event, nowMs }: { readonly event: Event; readonly nowMs: number }) {
  const times = event.series?.count ?? event.count ?? 1;
  const from = event.reportingComponent || event.source?.component || '';
  const warning = event.type === 'Warning';
  return (
    <tr className="border-t border-line align-top">
      <td className="py-2.5 pl-4 font-mono text-xs leading-5 whitespace-nowrap text-ink-muted tabular-nums">
        {formatAge(nowMs - lastMs(event))}
      </td>
      <td className="px-3 py-2.5">
        <span className={cx('font-medium', warning ? 'text-danger' : 'text-ink')}>
          {warning && 'Warning: '}
          {event.reason}
        </span>
        <span className="text-xs text-ink-faint">
          {' '}
          from {from}
          {times > 1 && `, ${times} times`}
        </span>
        <p className="mt-0.5 text-xs break-words text-ink-muted">{event.message}</p>
      </td>
    </tr>
  );
}

/** Times of events are whole seconds; within one, the order in which they were written tells. */
function revisionOf(event: Event): number {
  return Number(event.metadata.resourceVersion ?? 0);
}

function lastMs(event: Event): number {
  const { series, lastTimestamp, eventTime, metadata } = event;
  return parseTime(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp) ?? 0;
}
