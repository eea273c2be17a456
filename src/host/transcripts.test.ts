import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createLocalHost } from './local.ts';
import { Kubectl } from './testing/replay/kubectl.ts';
import { mask } from './testing/replay/mask.ts';

/**
 * Recorded from kube-apiserver, kube-controller-manager and kube-scheduler v1.36.3, driven by kubectl 1.33, on three nodes (4 CPU, 8Gi,
 * 110 pods, a zone each) with stand-in kubelets: what each command printed, in order, on a cluster that starts empty.
 */
const FOLDER = new URL('./testing/transcripts/', import.meta.url);

interface Step {
  readonly args?: readonly string[];
  readonly in?: string;
  readonly sleep?: number;
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Transcript {
  readonly name: string;
  readonly about: string;
  readonly steps: readonly Step[];
}

const transcripts = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Transcript);

/** Where ours differs on purpose, by scenario and command. */
const DIFFERENT: Readonly<Record<string, readonly string[]>> = {
  // A container of busybox without a command ends at once, as it does on a real node; the stand-in kubelets let it run.
  'apply-and-patch': ['get deploy web -o wide'],
};

/** Longest virtual time that a command is given to have its effect. */
const SETTLE_MS = 20_000;

async function differences({
  name,
  steps,
}: Transcript): Promise<{ readonly compared: number; readonly found: readonly object[] }> {
  const host = createLocalHost({ seed: 7, timing: 'instant', nodes: 3 });
  const kubectl = new Kubectl(
    (request) => host.handle(request),
    (ms) => host.runFor(ms),
  );
  const found: object[] = [];
  let compared = 0;
  for (const { args, in: input, sleep, ...want } of steps) {
    if (args === undefined) {
      host.runFor(sleep ?? 0);
      continue;
    }
    const got = await kubectl.run(args, input);
    if (args[0] !== 'get') host.runFor(SETTLE_MS);
    if (got === undefined || DIFFERENT[name]?.includes(args.join(' ')) === true) continue;
    compared++;
    const [wanted, said] = [want, got].map(({ rc, stdout, stderr }) => ({
      rc,
      stdout: mask(stdout),
      stderr: mask(stderr),
    }));
    if (JSON.stringify(wanted) !== JSON.stringify(said)) found.push({ command: args.join(' '), wanted, said });
  }
  return { compared, found };
}

test.each(transcripts.map((each) => [each.name, each] as const))(
  'our API answers the scenario %s as a real control plane did',
  async (_name, transcript) => {
    const { compared, found } = await differences(transcript);
    expect(compared).toBeGreaterThan(3);
    expect(found).toEqual([]);
  },
);
