import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { endpointSlices } from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { nodes } from '../../../api/kinds/node/node.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { services } from '../../../api/kinds/service/service.ts';
import { servicePods, ServicePods } from '../shared/service-pods.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { pod, service } from '../testing/objects.ts';
import { endpointSliceController } from './index.ts';
import { sliceBook, SliceBook, touchedBy } from './slice-book.ts';
import { Survey } from './survey.ts';

const SEED = 20260106;
const KEY = 'core/services/default/web';

type Step =
  | { readonly do: 'create'; readonly name: string; readonly app: string; readonly port: number }
  | { readonly do: 'delete' | 'flip' | 'readdress' | 'kill'; readonly pick: number }
  | { readonly do: 'relabel'; readonly pick: number; readonly app: string }
  | { readonly do: 'port'; readonly target: number | string }
  | { readonly do: 'select'; readonly app: string }
  | { readonly do: 'publish'; readonly on: boolean }
  | { readonly do: 'label'; readonly value: string }
  | { readonly do: 'node'; readonly zone: string }
  | { readonly do: 'slice'; readonly pick: number }
  | { readonly do: 'settle' };

const pick = fc.nat(30);
const app = fc.constantFrom('web', 'api');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('create' as const),
      name: fc.stringMatching(/^[a-z]{4}$/),
      app,
      port: fc.constantFrom(80, 81),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('delete' as const, 'flip' as const, 'readdress' as const, 'kill' as const),
      pick,
    }),
  },
  fc.record({ do: fc.constant('relabel' as const), pick, app }),
  fc.record({ do: fc.constant('port' as const), target: fc.constantFrom(8080, 'http') }),
  fc.record({ do: fc.constant('select' as const), app }),
  fc.record({ do: fc.constant('publish' as const), on: fc.boolean() }),
  fc.record({ do: fc.constant('label' as const), value: fc.constantFrom('a', 'b') }),
  fc.record({ do: fc.constant('node' as const), zone: fc.constantFrom('', 'zone-a', 'zone-b') }),
  fc.record({ do: fc.constant('slice' as const), pick }),
  { weight: 4, arbitrary: fc.constant({ do: 'settle' as const }) },
);

function act(plane: ControlPlane, what: Step): void {
  const stored = plane.get(services, 'web');
  switch (what.do) {
    case 'settle':
      return plane.settle();
    case 'create': {
      if (plane.world.get(pods, 'default', what.name) !== undefined) return;
      const containers = [{ name: 'app', image: 'i', ports: [{ name: 'http', containerPort: what.port }] }];
      plane.create(pods, pod(what.name, { app: what.app }, { spec: { containers } }));
      return plane.runPods(() => what.port === 80);
    }
    case 'port':
      return void plane.update(services, {
        ...stored,
        spec: { ...stored.spec, ports: [{ port: 80, targetPort: what.target }] },
      });
    case 'select':
      return void plane.update(services, { ...stored, spec: { ...stored.spec, selector: { app: what.app } } });
    case 'publish':
      return void plane.update(services, { ...stored, spec: { ...stored.spec, publishNotReadyAddresses: what.on } });
    case 'label':
      return void plane.update(services, { ...stored, metadata: { ...stored.metadata, labels: { tier: what.value } } });
    case 'node': {
      const node = plane.world.get(nodes, '', 'node-1');
      if (node !== undefined) plane.delete(nodes, node);
      if (what.zone !== '') plane.addNode('node-1', what.zone);
      return;
    }
    case 'slice': {
      const slices = plane.all(endpointSlices);
      const slice = slices[what.pick % Math.max(1, slices.length)];
      if (slice === undefined) return;
      return void plane.update(endpointSlices, { ...slice, endpoints: (slice.endpoints ?? []).slice(what.pick % 2) });
    }
    case 'delete':
    case 'flip':
    case 'readdress':
    case 'kill':
    case 'relabel': {
      const all = plane.all(pods);
      const chosen = all[what.pick % Math.max(1, all.length)];
      if (chosen !== undefined) change(plane, what, chosen);
    }
  }
}

function change(plane: ControlPlane, what: Extract<Step, { readonly pick: number }>, chosen: Pod): void {
  if (what.do === 'delete') plane.delete(pods, chosen);
  else if (what.do === 'kill') plane.delete(pods, chosen, undefined, 0);
  else if (what.do === 'flip') plane.setPod(chosen, chosen.status?.conditions?.at(-1)?.status !== 'True');
  else if (what.do === 'relabel')
    plane.update(pods, { ...chosen, metadata: { ...chosen.metadata, labels: { app: what.app } } });
  else
    plane.updateStatus(pods, {
      ...chosen,
      status: { ...chosen.status, podIP: `10.9.0.${what.pick}`, podIPs: [{ ip: `10.9.0.${what.pick}` }] },
    });
}

/** What the book says, and what one made of the stored objects says. */
function compare(plane: ControlPlane): void {
  const book = sliceBook(plane.world);
  const live = book.of(KEY);
  const members = plane.store.derive(new ServicePods((namespace) => plane.world.list(pods, namespace)));
  const fresh = plane.store.derive(new SliceBook(plane.world, members));
  expect([live, book.zones]).toEqual([fresh.of(KEY), fresh.zones]);
  expect(new Map(servicePods(plane.world).of(KEY))).toEqual(new Map(members.of(KEY)));
  const slices = plane.all(endpointSlices);
  const stored = plane.get(services, 'web');
  const wholly = new Survey(book.zones, stored, 'IPv4').run(slices, members.of(KEY));
  const quickly = new Survey(book.zones, stored, 'IPv4').run(slices, members.of(KEY), {
    stale: live.stale,
    touched: touchedBy(live),
  });
  expect(quickly).toEqual(wholly);
}

test(`the book of slices equals its rebuild, and a look at what is stale finds all there is (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 30 }), (steps) => {
      const plane = new ControlPlane([endpointSliceController], { nodes: ['node-1'] });
      plane.create(services, service('web'));
      for (const each of steps) {
        act(plane, each);
        compare(plane);
      }
      plane.run(5_000);
      expect(sliceBook(plane.world).of(KEY).stale.size).toBe(0);
      expect(plane.secondLook()).toEqual([]);
    }),
    { seed: SEED, numRuns: 60 },
  );
});
