import { makeKey } from '../../api/machinery/key.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Row, SliceRow, WorkloadRow } from '../../api/row.ts';
import type { Delta } from '../../protocol/delta.ts';
import { count } from '../lib/format.ts';
import { createAnnouncer } from './announcer.ts';
import { useApp } from './store.ts';

const announcer = createAnnouncer();
/** How often the announcer is asked; it decides itself when to speak. */
const ASK_MS = 250;
/** More changes than this in one delta are told in one sentence. */
const MANY_ROWS = 200;

/** Says the result of something that the person did. */
export function tellOwn(text: string): void {
  announcer.own(text, performance.now());
  speak();
}

/** Takes what a delta changed for the next spoken summary. */
export function tellChanges(delta: Delta, rows: ReadonlyMap<ObjectKey, Row>): void {
  const nowMs = performance.now();
  if (delta.reset) return;
  if (delta.upserts.length > MANY_ROWS) {
    announcer.news('many', `${delta.upserts.length} objects changed`, nowMs);
    return;
  }
  for (const row of delta.upserts) {
    const text = sentenceOf(row, rows);
    if (text !== undefined) announcer.news(topicOf(row), text, nowMs);
  }
}

/** Starts the clockwork of the spoken summary; returns the way to stop it. */
export function startSpeaking(): () => void {
  const timer = setInterval(speak, ASK_MS);
  return () => clearInterval(timer);
}

function speak(): void {
  const text = announcer.next(performance.now());
  // A repeated sentence must differ to be spoken again.
  if (text !== undefined) useApp.setState(({ spoken }) => ({ spoken: spoken === text ? `${text}\u00a0` : text }));
}

function topicOf(row: Row): string {
  return row.type === 'slice' ? `service ${row.namespace}/${row.service}` : row.key;
}

/**
 * Only what a person waits for is spoken: workloads, the endpoints of Services, nodes. Pods are counted by their
 * workload.
 */
function sentenceOf(row: Row, rows: ReadonlyMap<ObjectKey, Row>): string | undefined {
  if (row.type === 'workload' && row.ownerUid === '') return workloadSentence(row);
  if (row.type === 'slice' && row.service !== '') return sliceSentence(row, rows);
  if (row.type === 'node' && row.ready !== 'True') return `node ${row.name} is not ready`;
  return undefined;
}

function workloadSentence(row: WorkloadRow): string {
  return `${row.name}: ${row.ready} of ${row.desired} ready`;
}

function sliceSentence(row: SliceRow, rows: ReadonlyMap<ObjectKey, Row>): string | undefined {
  if (!rows.has(makeKey('', 'services', row.namespace, row.service))) return undefined;
  const ready = row.endpoints.filter((endpoint) => endpoint.ready);
  const addresses =
    ready.length > 0 && ready.length <= 3 ? `: ${ready.map((endpoint) => endpoint.address).join(', ')}` : '';
  return `Service ${row.service} has ${count(ready.length, 'ready endpoint')}${addresses}`;
}
