import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  persistentVolumeClaims,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { persistentVolumes, type PersistentVolume } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { volumeAttachments, type VolumeAttachment } from '../../../api/kinds/volume-attachment/volume-attachment.ts';
import { NODE_FAULTS } from '../../node-side/node-power.ts';
import { Sim } from '../../sim.ts';
import { fullText } from '../../testing/digest.ts';
import { atRest } from '../../testing/invariants.ts';
import { OPTIONS } from '../../testing/session.ts';
import { isExclusive } from '../drivers.ts';
import { CLAIMS, CLASSES, PODS, VOLUMES } from './storage-cluster.ts';

const SEED = 20260106;
const REST_MS = 900_000;
const RESYNC_MS = 15_000;

type Action =
  | { readonly do: 'claim'; readonly name: string; readonly of: string; readonly mode: string }
  | { readonly do: 'volume'; readonly name: string; readonly policy: string }
  | { readonly do: 'pod'; readonly name: string; readonly claim: string; readonly node: number }
  | { readonly do: 'delete'; readonly url: string }
  | { readonly do: 'grow'; readonly name: string }
  | { readonly do: 'power'; readonly node: number; readonly on: boolean }
  | { readonly do: 'wait'; readonly ms: number };

const claimName = fc.constantFrom('a', 'b', 'c');
const podName = fc.constantFrom('p', 'q', 'r');
const volumeName = fc.constantFrom('disk-1', 'disk-2');

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    do: fc.constant('claim' as const),
    name: claimName,
    of: fc.constantFrom('now', 'later', '', 'absent'),
    mode: fc.constantFrom('ReadWriteOnce', 'ReadWriteMany', 'ReadWriteOncePod'),
  }),
  fc.record({
    do: fc.constant('volume' as const),
    name: volumeName,
    policy: fc.constantFrom('Retain', 'Delete', 'Recycle'),
  }),
  fc.record({ do: fc.constant('pod' as const), name: podName, claim: claimName, node: fc.nat(2) }),
  fc.record({ do: fc.constant('delete' as const), url: podName.map((name) => `${PODS}/${name}`) }),
  fc.record({ do: fc.constant('delete' as const), url: claimName.map((name) => `${CLAIMS}/${name}`) }),
  fc.record({ do: fc.constant('delete' as const), url: volumeName.map((name) => `${VOLUMES}/${name}`) }),
  fc.record({ do: fc.constant('grow' as const), name: claimName }),
  fc.record({ do: fc.constant('power' as const), node: fc.nat(2), on: fc.boolean() }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 400_000 }) }),
);
const session = fc.array(action, { minLength: 8, maxLength: 30, size: 'max' });

function ask(sim: Sim, method: 'POST' | 'DELETE' | 'PATCH', url: string, body?: unknown): void {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const headers = { 'content-type': type };
  sim.handle({ method, url, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

function act(sim: Sim, what: Action, pass: (sim: Sim, ms: number) => void): void {
  const v1 = 'v1';
  switch (what.do) {
    case 'claim':
      return ask(sim, 'POST', CLAIMS, {
        apiVersion: v1,
        kind: 'PersistentVolumeClaim',
        metadata: { name: what.name },
        spec: {
          accessModes: [what.mode],
          storageClassName: what.of,
          resources: { requests: { storage: '1Gi' } },
        },
      });
    case 'volume':
      return ask(sim, 'POST', VOLUMES, {
        apiVersion: v1,
        kind: 'PersistentVolume',
        metadata: { name: what.name },
        spec: {
          capacity: { storage: '1Gi' },
          accessModes: ['ReadWriteOnce', 'ReadWriteMany'],
          persistentVolumeReclaimPolicy: what.policy,
          hostPath: { path: '/tmp/x' },
        },
      });
    case 'pod':
      return ask(sim, 'POST', PODS, {
        apiVersion: v1,
        kind: 'Pod',
        metadata: { name: what.name },
        spec: {
          nodeSelector: { 'kubernetes.io/hostname': `node-${what.node + 1}` },
          containers: [{ name: 'a', image: 'postgres', volumeMounts: [{ name: 'd', mountPath: '/d' }] }],
          volumes: [{ name: 'd', persistentVolumeClaim: { claimName: what.claim } }],
        },
      });
    case 'delete':
      return ask(sim, 'DELETE', what.url);
    case 'grow':
      return ask(sim, 'PATCH', `${CLAIMS}/${what.name}`, { spec: { resources: { requests: { storage: '2Gi' } } } });
    case 'power':
      sim.world.table(NODE_FAULTS).set(`node-${what.node + 1}`, { power: what.on });
      return sim.world.enqueue('kubelet-node', `node-${what.node + 1}`);
    case 'wait':
      return pass(sim, what.ms);
  }
}

function begin(): Sim {
  const sim = new Sim(OPTIONS);
  for (const [name, volumeBindingMode] of [
    ['now', 'Immediate'],
    ['later', 'WaitForFirstConsumer'],
  ])
    ask(sim, 'POST', CLASSES, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name },
      provisioner: 'disk.sim.kubarium.dev',
      allowVolumeExpansion: true,
      volumeBindingMode,
    });
  return sim;
}

/** What must hold after every event. */
function wrongs(sim: Sim): string[] {
  const all = <T>(resource: string): T[] => [...sim.store.collection(resource).objects.values()] as T[];
  const found: string[] = [];
  const claims = new Map(
    all<PersistentVolumeClaim>(persistentVolumeClaims.resource).map((claim) => [claim.metadata.name ?? '', claim]),
  );
  const volumes = new Map(
    all<PersistentVolume>(persistentVolumes.resource).map((volume) => [volume.metadata.name ?? '', volume]),
  );
  const attachments = all<VolumeAttachment>(volumeAttachments.resource);
  for (const claim of claims.values()) {
    const volume = volumes.get(claim.spec.volumeName ?? '');
    if (claim.status?.phase === 'Bound' && volume !== undefined && volume.spec.claimRef?.uid !== claim.metadata.uid)
      found.push(`claim ${claim.metadata.name ?? ''} is bound to a volume that is not its own`);
  }
  for (const [name, volume] of volumes) {
    const nodes = attachments.filter(({ spec }) => spec.source.persistentVolumeName === name);
    if (isExclusive(volume) && nodes.length > 1) found.push(`volume ${name} is attached to ${nodes.length} nodes`);
  }
  for (const { metadata, spec, status } of all<Pod>(pods.resource)) {
    const runs = status?.containerStatuses?.some(({ state }) => state?.running !== undefined) === true;
    const claim = claims.get(spec.volumes?.[0]?.persistentVolumeClaim?.claimName ?? '');
    if (!runs) continue;
    if (claim?.status?.phase !== 'Bound' && claim?.status?.phase !== 'Lost')
      found.push(`pod ${metadata.name ?? ''} runs without its claim`);
  }
  return found;
}

function passWatched(sim: Sim, ms: number): void {
  const untilMs = sim.nowMs + ms;
  for (let next = sim.nextEventMs(); next !== undefined && next <= untilMs; next = sim.nextEventMs()) {
    const { rv } = sim.store;
    sim.step();
    expect(sim.store.rv === rv ? [] : wrongs(sim)).toEqual([]);
  }
  sim.runUntil(untilMs);
}

const jump = (sim: Sim, ms: number): void => sim.runFor(ms);

function play(actions: readonly Action[], pass: (sim: Sim, ms: number) => void, sim: Sim): Sim {
  for (const what of actions) act(sim, what, pass);
  return sim;
}

test(`volumes, claims and Pods stay true to each other in random sessions, and come to rest (seed ${SEED})`, () => {
  fc.assert(
    fc.property(session, (actions) => {
      const sim = play(actions, passWatched, begin());
      for (const node of [0, 1, 2]) act(sim, { do: 'power', node, on: true }, jump);
      const rest = (): void => {
        const untilMs = sim.nowMs + REST_MS;
        while (!sim.isSettled() && sim.nowMs < untilMs && sim.step());
      };
      rest();
      // A volume that came last is found with the next resync.
      sim.runFor(RESYNC_MS);
      rest();
      expect(atRest(sim).filter((finding) => !finding.includes('has no node'))).toEqual([]);
    }),
    { seed: SEED, numRuns: 40 },
  );
});

test(`a jump, many frames and a restored checkpoint tell the same story (seed ${SEED})`, () => {
  const frames = (sim: Sim, ms: number): void => {
    const untilMs = sim.nowMs + ms;
    while (sim.nowMs < untilMs) sim.runUntil(Math.min(untilMs, sim.nowMs + 500));
  };
  fc.assert(
    fc.property(session, session, (first, second) => {
      const straight = play(first, jump, begin());
      const checkpoint = straight.checkpoint();
      play(second, jump, straight);
      const text = fullText(straight);
      expect(fullText(play(second, frames, play(first, frames, begin())))).toBe(text);
      expect(fullText(play(second, jump, Sim.restore(checkpoint)))).toBe(text);
    }),
    { seed: SEED, numRuns: 12 },
  );
});
