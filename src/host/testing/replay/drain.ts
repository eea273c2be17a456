import type { KubeObject } from '../../../api/machinery/object.ts';
import { isRefused, refusal, type Said } from './answer.ts';
import type { Arguments } from './arguments.ts';
import type { Ask } from './ask.ts';

const RETRY_MS = 5_000;
const GIVE_UP_MS = 60_000;

/** `kubectl drain`: cordons, then evicts pod by pod until none is left or the time is over. Prints too much of its own to be compared. */
export function drain(ask: Ask, pass: (ms: number) => void, { words, flags }: Arguments): Said | undefined {
  const [name = ''] = words;
  const url = `/api/v1/nodes/${name}`;
  const headers = { 'content-type': 'application/strategic-merge-patch+json' };
  const cordoned = ask('PATCH', url, { spec: { unschedulable: true } }, headers);
  if (isRefused(cordoned)) return refusal(cordoned);
  const own = podsOn(ask, name);
  const isDaemon = (pod: KubeObject): boolean =>
    pod.metadata.ownerReferences?.some(({ kind }) => kind === 'DaemonSet') === true;
  const isLoose = (pod: KubeObject): boolean => pod.metadata.ownerReferences === undefined;
  if (own.some(isDaemon) && !flags.has('ignore-daemonsets')) return undefined;
  if (own.some(isLoose) && !flags.has('force')) return undefined;
  const limitMs = flags.has('timeout') ? Number.parseInt(flags.get('timeout') ?? '', 10) * 1000 : GIVE_UP_MS;
  for (let waitedMs = 0; waitedMs <= limitMs; waitedMs += RETRY_MS) {
    const left = podsOn(ask, name).filter((pod) => !isDaemon(pod));
    if (left.length === 0) return undefined;
    for (const { metadata } of left) {
      const body = {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name: metadata.name, namespace: metadata.namespace },
      };
      ask('POST', `/api/v1/namespaces/${metadata.namespace ?? ''}/pods/${metadata.name ?? ''}/eviction`, body);
    }
    pass(Math.min(RETRY_MS, Math.max(1, limitMs - waitedMs)));
  }
  return undefined;
}

function podsOn(ask: Ask, node: string): readonly KubeObject[] {
  const url = `/api/v1/pods?fieldSelector=${encodeURIComponent(`spec.nodeName=${node}`)}`;
  return (ask('GET', url).body as { readonly items: readonly KubeObject[] }).items;
}
