import { expect, test } from 'vitest';
import { events } from '../../../api/kinds/event/event.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { pod } from '../testing/objects.ts';
import { eventTtl } from './index.ts';

test('an Event goes an hour after it was last told', () => {
  const plane = new ControlPlane([eventTtl]);
  const about = plane.create(pods, pod('p'));
  const tell = (reason: string): void =>
    plane.world.note({ about, type: 'Normal', reason, message: reason, component: 'test' });
  tell('Once');
  tell('Again');
  plane.run(1_800_000);
  tell('Again');
  plane.run(1_799_000);
  expect(plane.all(events)).toHaveLength(2);
  plane.run(61_000);
  expect(plane.all(events).map(({ reason, count }) => `${reason ?? ''} ${count ?? 0}`)).toEqual(['Again 2']);
  plane.run(1_800_000);
  expect(plane.all(events)).toEqual([]);
});
