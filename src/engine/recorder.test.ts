import { expect, test } from 'vitest';
import type { Event } from '../api/kinds/event/event.ts';
import { Cluster } from './testing/cluster.ts';
import { deployment } from './testing/session.ts';

const EVENTS = '/api/v1/namespaces/default/events';

test('an event that the recorder made is what the API server would make of it', () => {
  const cluster = new Cluster();
  cluster.post('/apis/apps/v1/namespaces/default/deployments', deployment('web', 1, 'nginx:1'));
  cluster.run();
  const told = cluster.items(EVENTS);
  expect(told.length).toBeGreaterThan(4);
  // `eventTime: null` is written by components that have no such time; decoding drops it.
  for (const { metadata, eventTime: _none, ...rest } of told) {
    const answer = cluster.post(EVENTS, {
      ...rest,
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${metadata.name ?? ''}-again`, namespace: 'default' },
    });
    const { metadata: stored, ...again } = answer.body as Event;
    // Who owns which field is kept for what outsiders write only.
    const { managedFields: _owners, ...made } = stored;
    expect([answer.status, again]).toEqual([201, { ...rest, apiVersion: 'v1', kind: 'Event' }]);
    expect(Object.keys(made).sort()).toEqual(Object.keys(metadata).sort());
  }
});

test('the same thing told again raises the count', () => {
  const cluster = new Cluster();
  const { world } = cluster.sim;
  const about = cluster.get('/api/v1/nodes/node-1');
  const tell = (message: string): void =>
    world.note({ about, type: 'Normal', reason: 'Told', message, component: 'test' });
  for (const message of ['a', 'a', 'b', 'a']) tell(message);
  const events = cluster.items(`${EVENTS}?fieldSelector=reason%3DTold`) as unknown as Event[];
  expect(events.map(({ message, count }) => `${message ?? ''} ${count ?? 0}`).sort()).toEqual(['a 3', 'b 1']);
});

test('the tenth message of a kind is combined with all that follow, until ten quiet minutes have passed', () => {
  const cluster = new Cluster();
  const { world } = cluster.sim;
  const about = cluster.get('/api/v1/nodes/node-1');
  const tell = (message: string, reason = 'Told'): void =>
    world.note({ about, type: 'Normal', reason, message, component: 'test' });
  const told = (): string[] =>
    (cluster.items(`${EVENTS}?fieldSelector=reason%3DTold`) as unknown as Event[])
      .map(({ message, count }) => `${message ?? ''} ${count ?? 0}`)
      .sort();
  const nine = Array.from({ length: 9 }, (_, i) => `m${i}`);
  for (const message of nine) tell(message);
  for (let i = 0; i < 20; i++) tell(`o${i}`, 'Other');
  for (const message of ['m9', 'm0', 'm10', 'm11']) tell(message);
  const kept = nine.map((message) => (message === 'm0' ? 'm0 2' : `${message} 1`));
  expect(told()).toEqual(['(combined from similar events): m11 3', ...kept]);
  cluster.run(601_000);
  tell('m12');
  expect(told()).toEqual(['(combined from similar events): m11 3', ...kept, 'm12 1'].sort());
});
