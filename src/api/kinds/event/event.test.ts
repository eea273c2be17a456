import { describe, expect, test } from 'vitest';
import { createErrors } from '../testing/check.ts';
import { eventDef } from './def.ts';
import type { Event } from './event.ts';

const NOW_MS = Date.UTC(2026, 0, 1, 0, 1);

function eventWith(fields: Partial<Event>): Event {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'huge.1', namespace: 'default' },
    involvedObject: { kind: 'Pod', namespace: 'default', name: 'huge', uid: 'u-1' },
    type: 'Warning',
    reason: 'FailedScheduling',
    message: '0/3 nodes are available. ',
    ...fields,
  };
}

describe('a row of kubectl get events', () => {
  test('of the old recorder', () => {
    const event = eventWith({
      source: { component: 'kubelet', host: 'node-1' },
      firstTimestamp: '2026-01-01T00:00:00Z',
      lastTimestamp: '2026-01-01T00:00:59Z',
      count: 4,
      involvedObject: { kind: 'Pod', name: 'huge', fieldPath: 'spec.containers{web}' },
    });
    expect(eventDef.tableRow(event, NOW_MS).cells).toEqual([
      '1s',
      'Warning',
      'FailedScheduling',
      'pod/huge',
      'spec.containers{web}',
      'kubelet, node-1',
      '0/3 nodes are available.',
      '60s',
      4,
      'huge.1',
    ]);
  });

  test('of the new recorder', () => {
    const event = eventWith({
      eventTime: '2026-01-01T00:00:58.500000Z',
      firstTimestamp: null,
      lastTimestamp: null,
      reportingComponent: 'default-scheduler',
    });
    expect(eventDef.tableRow(event, NOW_MS).cells).toEqual([
      '1s',
      'Warning',
      'FailedScheduling',
      'pod/huge',
      '',
      'default-scheduler',
      '0/3 nodes are available.',
      '1s',
      1,
      'huge.1',
    ]);
    const repeated = { ...event, series: { count: 9, lastObservedTime: '2026-01-01T00:00:55.000000Z' } };
    expect(eventDef.tableRow(repeated, NOW_MS).cells.filter((_cell, i) => i === 0 || i === 8)).toEqual(['5s', 9]);
  });
});

test('an Event is found by the object that it is about', () => {
  expect(eventDef.indexes[0]?.values(eventWith({}))).toEqual(['u-1']);
  expect(eventDef.fields?.(eventWith({}))).toMatchObject({
    'involvedObject.name': 'huge',
    'involvedObject.kind': 'Pod',
    reason: 'FailedScheduling',
  });
});

test('an Event lies in the namespace of the object that it is about', () => {
  expect(createErrors(eventDef, eventWith({ involvedObject: { kind: 'Pod', namespace: 'other', name: 'x' } }))).toEqual(
    ['involvedObject.namespace: Invalid value: "other": does not match event.namespace'],
  );
  expect(createErrors(eventDef, eventWith({ involvedObject: { kind: 'Node', name: 'node-1' } }))).toEqual([]);
});
