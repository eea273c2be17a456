/**
 * The details panel: everything about the selected object. Rows come at once from the graph; the object, its events
 * and a node's tables are asked for through the API, as kubectl would.
 */
import { X } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useState } from 'react';
import { parseKey } from '../../api/machinery/key.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import type { Row } from '../../api/row.ts';
import { stateWord } from '../../graph/names.ts';
import { getObject } from '../../client/actions/read.ts';
import { IconButton } from '../parts/button.tsx';
import { StateIcon } from '../stage/cards/glyph.tsx';
import { select } from '../state/choose.ts';
import { useApp } from '../state/store.ts';
import { EventsTab } from './events-tab.tsx';
import { Waiting } from './facts.tsx';
import { viewOf } from './kinds.tsx';
import type { Rows } from './relations.ts';
import { useAnswer } from './use-answer.ts';
import { useRows } from './use-rows.ts';
import { YamlTab } from './yaml-tab.tsx';

const PANEL =
  'z-20 flex w-[380px] shrink-0 animate-slide-left flex-col border-l border-line bg-surface-raised 2xl:w-[420px] ' +
  'sm:max-md:absolute sm:max-md:inset-y-0 sm:max-md:right-0 sm:max-md:shadow-overlay ' +
  'max-sm:h-[58%] max-sm:w-full max-sm:animate-rise max-sm:border-t max-sm:border-l-0';

/** STATUS texts that say no more than the state does. */
const PLAIN_STATUS = new Set(['Running', 'Pending', 'Terminating', 'Completed']);

export function Details() {
  const selection = useApp((state) => state.selection);
  const { rows, nowMs } = useRows();
  if (selection === undefined) return null;
  return (
    <aside aria-label="Details" className={PANEL}>
      <Panel key={selection} objectKey={selection} rows={rows} nowMs={nowMs} />
    </aside>
  );
}

interface PanelProps {
  readonly objectKey: ObjectKey;
  readonly rows: Rows;
  readonly nowMs: number;
}

function Panel({ objectKey, rows, nowMs }: PanelProps) {
  const row = rows.get(objectKey);
  // Events stay longer than what they are about.
  const [lastUid, setLastUid] = useState(row?.uid);
  if (row !== undefined && row.uid !== lastUid) setLastUid(row.uid);
  const answer = useAnswer<KubeObject>(getObject(objectKey).url, row?.rv ?? 'gone');
  const { name, namespace } = parseKey(objectKey);
  const view = viewOf(objectKey);
  const object = answer.state === 'ready' ? answer.value : undefined;
  const uid = row?.uid ?? lastUid ?? object?.metadata.uid;

  return (
    <>
      <header className="flex items-start gap-3 px-4 pt-3 pb-2">
        <div className="min-w-0 flex-1">
          <p className="text-xs text-ink-faint">
            {view.title}
            {namespace !== '' && namespace !== 'default' && ` in ${namespace}`}
          </p>
          <h2 tabIndex={-1} data-details-start className="text-lg leading-6 font-semibold break-all text-ink">
            {name}
          </h2>
          <State row={row} />
        </div>
        <IconButton label="Close details" size="sm" className="-mr-1" onClick={() => select(undefined)}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </header>
      <Tabs.Root defaultValue="summary" className="flex min-h-0 flex-1 flex-col">
        <Tabs.List aria-label={`About ${name}`} className="flex gap-1 border-b border-line px-3">
          <Tab value="summary">Summary</Tab>
          <Tab value="yaml">YAML</Tab>
          <Tab value="events">Events</Tab>
        </Tabs.List>
        <Tabs.Content value="summary" className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]">
          {row === undefined ? (
            <Gone loading={answer.state === 'loading'} name={name} />
          ) : (
            <view.Summary row={row} rows={rows} nowMs={nowMs} object={object} />
          )}
        </Tabs.Content>
        <Tabs.Content value="yaml" className="flex min-h-0 flex-1 flex-col outline-offset-[-2px]">
          <YamlTab answer={answer} />
        </Tabs.Content>
        <Tabs.Content value="events" className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]">
          {uid === undefined ? (
            <Waiting>No events.</Waiting>
          ) : (
            <EventsTab objectKey={objectKey} uid={uid} nowMs={nowMs} />
          )}
        </Tabs.Content>
      </Tabs.Root>
    </>
  );
}

function Tab({ value, children }: { readonly value: string; readonly children: string }) {
  return (
    <Tabs.Trigger
      value={value}
      className="relative h-9 px-2 text-sm text-ink-muted hover:text-ink data-[state=active]:font-medium data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-1 data-[state=active]:after:-bottom-px data-[state=active]:after:h-0.5 data-[state=active]:after:bg-accent max-sm:h-11 max-sm:px-4"
    >
      {children}
    </Tabs.Trigger>
  );
}

function State({ row }: { readonly row: Row | undefined }) {
  if (row?.type === 'pod') {
    return (
      <p className="mt-1 flex items-center gap-1.5 text-sm text-ink-muted">
        <StateIcon state={row.state} />
        <span className="first-letter:uppercase">{stateWord(row.state)}</span>
        {!PLAIN_STATUS.has(row.status) && <span className="text-ink-faint">· {row.status}</span>}
      </p>
    );
  }
  if (row?.type === 'workload') {
    return (
      <p className="mt-1 text-sm text-ink-muted tabular-nums">
        {row.ready} of {row.desired} ready
      </p>
    );
  }
  return null;
}

function Gone({ loading, name }: { readonly loading: boolean; readonly name: string }) {
  return (
    <div className="px-4 py-6 text-sm text-ink-muted">
      {loading ? 'Loading …' : `${name} does not exist any more. Its name may come back, its uid never will.`}
    </div>
  );
}
