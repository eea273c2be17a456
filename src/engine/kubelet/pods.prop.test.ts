import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Probe } from '../../api/kinds/pod/container.ts';
import type { Pod } from '../../api/kinds/pod/pod.ts';
import type { TimingName } from '../../protocol/messages.ts';
import { Sim } from '../sim.ts';
import { fullText } from '../testing/digest.ts';
import { always } from '../testing/invariants.ts';
import { OPTIONS } from '../testing/session.ts';
import { podWorker } from './pod-worker.ts';
import { podWorkKey } from './pod-keys.ts';
import { BEHAVIOUR } from './programs/behaviour.ts';
import { PRESSURE } from './pressure/node-pressure.ts';

const SEED = 20260106;
const PODS = '/api/v1/namespaces/default/pods';
const JSON_TYPE = { 'content-type': 'application/json' };

type Action =
  | { readonly do: 'make'; readonly name: string; readonly spec: object; readonly behaviour: string }
  | { readonly do: 'delete'; readonly name: string; readonly grace: number | undefined }
  | { readonly do: 'image'; readonly name: string; readonly image: string }
  | { readonly do: 'press'; readonly node: number; readonly words: string }
  | { readonly do: 'wait'; readonly ms: number };

const name = fc.constantFrom('a', 'b', 'c', 'd');
const image = fc.constantFrom('nginx:1.29', 'app:1', 'app:1', 'app:2', 'alpine', 'app:3', 'nginx:nosuchtag', 'Bad');
const command = fc.constantFrom(
  undefined,
  undefined,
  'sleep 2',
  'exit 1',
  'sleep 3; exit 2',
  'touch /tmp/healthy; sleep 9; rm /tmp/healthy; sleep 20',
  "trap 'exit 0' TERM; while true; do sleep 4; done",
  'no-such-command',
);
const probe: fc.Arbitrary<Probe | undefined> = fc.option(
  fc.record({
    exec: fc.constantFrom({ command: ['cat', '/tmp/healthy'] }, { command: ['true'] }),
    periodSeconds: fc.constantFrom(1, 4),
    initialDelaySeconds: fc.constantFrom(0, 2),
    failureThreshold: fc.constantFrom(1, 3),
  }),
  { nil: undefined },
);
const hook = fc.option(fc.constantFrom({ sleep: { seconds: 2 } }, { exec: { command: ['false'] } }), {
  nil: undefined,
});
const container = (own: string, probed: boolean): fc.Arbitrary<object> =>
  fc
    .record({ image, command, readiness: probe, liveness: probe, startup: probe, postStart: hook, preStop: hook })
    .map(({ image, command, readiness, liveness, startup, postStart, preStop }) => ({
      name: own,
      image,
      ...(command === undefined ? {} : { command: ['sh', '-c', command] }),
      ...(probed ? { readinessProbe: readiness, livenessProbe: liveness, startupProbe: startup } : {}),
      ...(probed ? { lifecycle: { postStart, preStop } } : {}),
    }));
const seldom = (part: fc.Arbitrary<object>): fc.Arbitrary<object | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: part });
const spec = fc
  .record({
    main: container('main', true),
    other: seldom(container('other', true)),
    init: seldom(container('init', false)),
    side: seldom(container('side', true)),
    restartPolicy: fc.constantFrom('Always', 'OnFailure', 'Never'),
    activeDeadlineSeconds: fc.constantFrom(undefined, undefined, 25),
    nodeName: fc.constantFrom(undefined, 'node-1'),
    terminationGracePeriodSeconds: fc.constantFrom(1, 10),
  })
  .map(({ main, other, init, side, ...rest }) => ({
    ...rest,
    containers: other === undefined ? [main] : [main, other],
    initContainers: [
      ...(init === undefined ? [] : [init]),
      ...(side === undefined ? [] : [{ ...side, restartPolicy: 'Always' }]),
    ],
  }));
const behaviour = fc.constantFrom(
  '',
  '',
  'exitAfterSeconds: 6\nexitCode: 1\ntimes: 2',
  'pullFailures: 1\nreadiness: [{fromSeconds: 5, result: 503}, {fromSeconds: 15, result: ok}]',
  'memory: 1Gi\nmemoryPerSecond: 300Mi',
  'ignoreSigterm: true',
  'broken: yes',
);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('make' as const), name, spec, behaviour }) },
  fc.record({ do: fc.constant('delete' as const), name, grace: fc.constantFrom(undefined, 0, 1) }),
  fc.record({ do: fc.constant('image' as const), name, image }),
  fc.record({
    do: fc.constant('press' as const),
    node: fc.nat(2),
    words: fc.constantFrom('', '', '', 'disk', 'pid', 'memory'),
  }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 12_000 }) }) },
);
const actions = fc.array(action, { minLength: 4, maxLength: 25, size: 'max' });
const timing = fc.constantFrom<TimingName>('classroom', 'instant', 'real');

function act(sim: Sim, what: Action, pass: (sim: Sim, ms: number) => void): void {
  const patch = (url: string, body: object, type: string): void => {
    const headers = { 'content-type': `application/${type}-patch+json` };
    sim.handle({ method: 'PATCH', url, headers, body: JSON.stringify(body) });
  };
  if (what.do === 'wait') return pass(sim, what.ms);
  if (what.do === 'delete') {
    const body = JSON.stringify(what.grace === undefined ? {} : { gracePeriodSeconds: what.grace });
    sim.handle({ method: 'DELETE', url: `${PODS}/${what.name}`, body });
  } else if (what.do === 'make') {
    const annotations = what.behaviour === '' ? {} : { [BEHAVIOUR]: what.behaviour };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: what.name, annotations }, spec: what.spec };
    sim.handle({ method: 'POST', url: PODS, headers: JSON_TYPE, body: JSON.stringify(pod) });
  } else if (what.do === 'image') {
    patch(`${PODS}/${what.name}`, { spec: { containers: [{ name: 'main', image: what.image }] } }, 'strategic-merge');
  } else {
    const annotations = { [PRESSURE]: what.words === '' ? null : what.words };
    patch(`/api/v1/nodes/node-${what.node + 1}`, { metadata: { annotations } }, 'merge');
  }
  return undefined;
}

function play(list: readonly Action[], pass: (sim: Sim, ms: number) => void, sim: Sim): Sim {
  for (const what of list) act(sim, what, pass);
  return sim;
}

const jump = (sim: Sim, ms: number): void => sim.runFor(ms);

function frames(sim: Sim, ms: number): void {
  const untilMs = sim.nowMs + ms;
  while (sim.nowMs < untilMs) sim.runUntil(Math.min(untilMs, sim.nowMs + 16));
}

/** What a kubelet would write if it looked at every pod once more, on a copy. */
function secondLook(sim: Sim): string[] {
  const copy = Sim.restore(sim.checkpoint());
  copy.world.actor = 'test';
  const findings: string[] = [];
  for (const pod of [...copy.store.collection('core/pods').objects.values()] as Pod[]) {
    if ((pod.spec.nodeName ?? '') === '') continue;
    const rv = copy.store.rv;
    podWorker.reconcile(copy.world, podWorkKey(pod));
    if (copy.store.rv !== rv) findings.push(`${pod.metadata.name ?? ''}: ${JSON.stringify(pod.status)}`);
  }
  return findings;
}

test(`invariants hold after every event of a session of unruly pods, and a second look writes nothing (seed ${SEED})`, () => {
  fc.assert(
    fc.property(actions, timing, (list, name) => {
      const sim = new Sim({ ...OPTIONS, timing: name });
      const watched = (each: Sim, ms: number): void => {
        const untilMs = each.nowMs + ms;
        for (let next = each.nextEventMs(); next !== undefined && next <= untilMs; next = each.nextEventMs()) {
          each.step();
          expect(always(each)).toEqual([]);
        }
        each.runUntil(untilMs);
      };
      play([...list, { do: 'wait', ms: 20_000 }], watched, sim);
      // Between two instants nothing is due.
      while (sim.nextEventMs() === sim.nowMs) sim.step();
      expect(secondLook(sim)).toEqual([]);
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test(`unruly pods tell the same story in one jump, many frames, a replay and from a checkpoint (seed ${SEED})`, () => {
  fc.assert(
    fc.property(actions, actions, (first, second) => {
      const straight = play(first, jump, new Sim(OPTIONS));
      const checkpoint = straight.checkpoint();
      play(second, jump, straight);
      jump(straight, 60_000);
      const text = fullText(straight);
      const restored = play(second, jump, Sim.restore(checkpoint));
      jump(restored, 60_000);
      expect(fullText(restored)).toBe(text);
      expect(fullText(Sim.replay(OPTIONS, straight.journal, straight.nowMs))).toBe(text);
      const framed = play(second, frames, play(first, frames, new Sim(OPTIONS)));
      frames(framed, 60_000);
      expect(fullText(framed)).toBe(text);
    }),
    { seed: SEED, numRuns: 25 },
  );
});
