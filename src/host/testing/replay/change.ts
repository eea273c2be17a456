import type { KindDef } from '../../../api/kind-def.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { failed, isRefused, printed, refusal, type Said } from './answer.ts';
import { splitOnce, type Arguments } from './arguments.ts';
import type { Ask } from './ask.ts';
import { kindOf, pluralWithGroup, singularWithGroup, urlOf } from './resources.ts';

const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' };
const MERGE = { 'content-type': 'application/merge-patch+json' };
const JSON_PATCH = { 'content-type': 'application/json-patch+json' };

/** What a command is about. */
interface Target {
  readonly def: KindDef;
  readonly name: string;
  readonly url: string;
  readonly shown: string;
  /** The words after kind and name. */
  readonly rest: readonly string[];
}

/** Commands that change one object each; undefined for those that are kubectl's own business. */
export function change(ask: Ask, args: Arguments): Said | undefined {
  const words = args.verb === 'set' || args.verb === 'rollout' ? args.words.slice(1) : args.words;
  if (args.verb === 'delete' && (args.flags.has('selector') || words.length < 2)) return deleteMany(ask, args);
  if (args.verb === 'label' && args.flags.has('all')) return labelAll(ask, args);
  const target = targetOf(words, args.flags, args.verb);
  const act =
    ACTIONS[args.verb === 'set' || args.verb === 'rollout' ? `${args.verb} ${args.words[0] ?? ''}` : args.verb];
  return target === undefined || act === undefined ? undefined : act(ask, target, args);
}

function targetOf(words: readonly string[], flags: Arguments['flags'], verb: string): Target | undefined {
  const isNode = verb === 'cordon' || verb === 'uncordon';
  const [first = '', second = '', ...others] = isNode ? ['node', ...words] : words;
  const [word, slashed] = splitOnce(first, '/');
  const def = kindOf(word);
  if (def === undefined) return undefined;
  const name = slashed ?? second;
  const url = urlOf(def, flags.get('namespace') ?? 'default', name);
  return {
    def,
    name,
    url,
    shown: `${singularWithGroup(def)}/${name}`,
    rest: slashed === undefined ? others : [second, ...others],
  };
}

type Act = (ask: Ask, target: Target, args: Arguments) => Said | undefined;

const ACTIONS: Readonly<Record<string, Act>> = {
  patch: (ask, { url, shown }, { flags }) => {
    const headers = flags.get('type') === 'json' ? JSON_PATCH : flags.get('type') === 'merge' ? MERGE : STRATEGIC;
    const text = flags.get('patch') ?? '';
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return undefined;
    }
    const before = ask('GET', url).body as KubeObject;
    const answer = ask('PATCH', url, body, headers);
    if (isRefused(answer)) return refusal(answer);
    const isSame = before.metadata.resourceVersion === (answer.body as KubeObject).metadata.resourceVersion;
    return printed(`${shown} patched${isSame ? ' (no change)' : ''}`);
  },
  scale: (ask, { def, url, name, shown }, { flags }) => {
    const wanted = Number(flags.get('replicas'));
    if (!(wanted >= 0)) return undefined;
    const scale = ask('GET', `${url}/scale`);
    if (isRefused(scale))
      return failed(`error: no objects passed to scale ${pluralWithGroup(def)} "${name}" not found`);
    const replicas = (scale.body as { readonly spec: { readonly replicas?: number } }).spec.replicas ?? 0;
    const expected = flags.get('current-replicas');
    if (expected !== undefined && Number(expected) !== replicas)
      return failed(`error: Expected replicas to be ${expected}, was ${replicas}`);
    return told(ask('PATCH', `${url}/scale`, { spec: { replicas: wanted } }, MERGE), `${shown} scaled`);
  },
  label: (ask, target, args) => mark(ask, target, args, 'labels', 'labeled', 'unlabeled'),
  annotate: (ask, target, args) => mark(ask, target, args, 'annotations', 'annotated', 'annotated'),
  delete: (ask, { def, url, name }, { flags }) => {
    const policies: Readonly<Record<string, string>> = { orphan: 'Orphan', foreground: 'Foreground' };
    const propagationPolicy = policies[flags.get('cascade') ?? ''] ?? 'Background';
    return told(ask('DELETE', url, { propagationPolicy }), `${singularWithGroup(def)} "${name}" deleted`);
  },
  cordon: (ask, target) => cordon(ask, target, true),
  uncordon: (ask, target) => cordon(ask, target, false),
  taint: (ask, { url, shown, rest, name }) => {
    const node = ask('GET', url);
    if (isRefused(node)) return refusal(node);
    const { taints = [] } = (node.body as { readonly spec: { readonly taints?: readonly Taint[] } }).spec;
    const [word = ''] = rest;
    if (word.endsWith('-')) {
      const left = taints.filter(({ key }) => key !== word.slice(0, -1));
      return told(ask('PATCH', url, { spec: { taints: left } }, MERGE), `${shown} untainted`);
    }
    const [pair, effect = ''] = splitOnce(word, ':');
    const [key, value = ''] = splitOnce(pair, '=');
    if (!['NoSchedule', 'NoExecute', 'PreferNoSchedule'].includes(effect)) return undefined;
    if (taints.some((each) => each.key === key && each.effect === effect))
      return failed(`error: node ${name} already has ${key} taint(s) with same effect(s) and --overwrite is false`);
    return told(
      ask('PATCH', url, { spec: { taints: [...taints, { key, value, effect }] } }, MERGE),
      `${shown} tainted`,
    );
  },
  'set image': (ask, { url, shown, rest }) => {
    const found = ask('GET', url);
    if (isRefused(found)) return refusal(found);
    const [name, image = ''] = splitOnce(rest[0] ?? '', '=');
    const { containers } = (found.body as Workload).spec.template.spec;
    if (!containers.some((each) => each.name === name))
      return failed(`error: unable to find container named "${name}"`);
    return told(ask('PATCH', url, template({ containers: [{ name, image }] }), STRATEGIC), `${shown} image updated`);
  },
  'set env': (ask, { url, shown, rest }) => {
    const [name, value = ''] = splitOnce(rest[0] ?? '', '=');
    const { containers } = (ask('GET', url).body as Workload).spec.template.spec;
    const env = containers.map((each) => ({ name: each.name, env: [{ name, value }] }));
    return told(ask('PATCH', url, template({ containers: env }), STRATEGIC), `${shown} env updated`);
  },
  'set resources': (ask, { url, shown }, { flags }) => {
    const requests = Object.fromEntries((flags.get('requests') ?? '').split(',').map((each) => splitOnce(each, '=')));
    const containers = [{ name: flags.get('containers'), resources: { requests } }];
    return told(ask('PATCH', url, template({ containers }), STRATEGIC), `${shown} resource requirements updated`);
  },
  'rollout pause': (ask, target) => pause(ask, target, true),
  'rollout resume': (ask, target) => pause(ask, target, false),
  'rollout restart': (ask, { def, url, name, shown }) => {
    if ((ask('GET', url).body as Workload).spec.paused === true)
      return failed(
        `error: ${pluralWithGroup(def)} "${name}" can't restart paused deployment (run rollout resume first)`,
      );
    const annotations = { 'kubectl.kubernetes.io/restartedAt': '2026-01-05T10:00:00Z' };
    const body = { spec: { template: { metadata: { annotations } } } };
    return told(ask('PATCH', url, body, STRATEGIC), `${shown} restarted`);
  },
  'rollout undo': (ask, { url, shown, name }, { flags }) => undo(ask, url, shown, name, flags),
  expose: (ask, { def, url, name }, { flags }) => {
    const found = ask('GET', url);
    if (isRefused(found)) return refusal(found);
    const { selector, template: pod } = (
      found.body as Workload & { readonly spec: { readonly selector: { readonly matchLabels: object } } }
    ).spec;
    const declared = pod.spec.containers.flatMap((each) => each.ports ?? []);
    const port = Number(flags.get('port') ?? declared[0]?.containerPort);
    const target = flags.get('target-port');
    const called = flags.get('name') ?? name;
    const namespace = flags.get('namespace') ?? 'default';
    const answer = ask('POST', `/api/v1/namespaces/${namespace}/services`, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: called, labels: (found.body as KubeObject).metadata.labels },
      spec: {
        selector: selector.matchLabels,
        ports: [{ port, protocol: 'TCP', targetPort: target === undefined ? port : Number(target) }],
        ...(flags.has('type') ? { type: flags.get('type') } : {}),
      },
    });
    return def.kind === '' ? undefined : told(answer, `service/${called} exposed`);
  },
};

interface Taint {
  readonly key: string;
  readonly effect: string;
}

interface Workload {
  readonly spec: {
    readonly paused?: boolean;
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly name: string;
          readonly ports?: readonly { readonly containerPort: number }[];
        }[];
      };
    };
  };
}

function template(spec: object): object {
  return { spec: { template: { spec } } };
}

function told(answer: Parameters<typeof refusal>[0], text: string): Said {
  return isRefused(answer) ? refusal(answer) : printed(text);
}

function mark(
  ask: Ask,
  { url, shown, rest }: Target,
  { flags }: Arguments,
  field: 'labels' | 'annotations',
  done: string,
  undone: string,
): Said | undefined {
  const found = ask('GET', url);
  if (isRefused(found)) return refusal(found);
  const [word = ''] = rest;
  const [key, value] = word.endsWith('-') ? [word.slice(0, -1), null] : splitOnce(word, '=');
  // kubectl refuses such a value itself.
  if (word.endsWith('/bad')) return undefined;
  const old = (found.body as KubeObject).metadata[field]?.[key];
  if (value !== null && old !== undefined && old !== value && !flags.has('overwrite'))
    return failed(`error: '${key}' already has a value (${old}), and --overwrite is false`);
  return told(
    ask('PATCH', url, { metadata: { [field]: { [key]: value } } }, MERGE),
    `${shown} ${value === null ? undone : done}`,
  );
}

function labelAll(ask: Ask, { words, flags }: Arguments): Said | undefined {
  const [word = '', pair = ''] = words;
  const def = kindOf(word);
  if (def === undefined) return undefined;
  const list = ask('GET', urlOf(def, flags.get('namespace') ?? 'default')).body as {
    readonly items: readonly KubeObject[];
  };
  const [key, value] = splitOnce(pair, '=');
  const lines = list.items.map(({ metadata: { name = '' } }) => {
    ask('PATCH', urlOf(def, 'default', name), { metadata: { labels: { [key]: value } } }, MERGE);
    return `${singularWithGroup(def)}/${name} labeled`;
  });
  return printed(lines.join('\n'));
}

function deleteMany(ask: Ask, { words, flags }: Arguments): Said | undefined {
  const def = kindOf(words[0] ?? '');
  const selector = flags.get('selector');
  if (def === undefined || selector === undefined) return undefined;
  const url = urlOf(def, flags.get('namespace') ?? 'default');
  const { items } = ask('GET', `${url}?labelSelector=${encodeURIComponent(selector)}`).body as {
    readonly items: readonly KubeObject[];
  };
  const lines = items.map(({ metadata: { name = '' } }) => {
    ask('DELETE', `${url}/${name}`, { propagationPolicy: 'Background' });
    return `${singularWithGroup(def)} "${name}" deleted`;
  });
  return printed(lines.join('\n'));
}

function cordon(ask: Ask, { url, shown }: Target, on: boolean): Said {
  const found = ask('GET', url);
  if (isRefused(found)) return refusal(found);
  const { unschedulable = false } = (found.body as { readonly spec: { readonly unschedulable?: boolean } }).spec;
  const done = on ? 'cordoned' : 'uncordoned';
  if (unschedulable === on) return printed(`${shown} already ${done}`);
  return told(ask('PATCH', url, { spec: { unschedulable: on || null } }, STRATEGIC), `${shown} ${done}`);
}

function pause(ask: Ask, { def, url, name, shown }: Target, on: boolean): Said {
  const paused = (ask('GET', url).body as Workload).spec.paused === true;
  if (paused === on) return failed(`error: ${pluralWithGroup(def)} "${name}" is ${on ? 'already' : 'not'} paused`);
  return told(ask('PATCH', url, { spec: { paused: on || null } }, STRATEGIC), `${shown} ${on ? 'paused' : 'resumed'}`);
}

/** Source: kubectl/pkg/polymorphichelpers/rollback.go: the template of an old ReplicaSet becomes the template again. */
function undo(ask: Ask, url: string, shown: string, name: string, flags: Arguments['flags']): Said {
  const REVISION = 'deployment.kubernetes.io/revision';
  const list = ask('GET', '/apis/apps/v1/namespaces/default/replicasets').body as {
    readonly items: readonly KubeObject[];
  };
  const own = list.items
    .filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.name === name))
    .sort((a, b) => Number(b.metadata.annotations?.[REVISION]) - Number(a.metadata.annotations?.[REVISION]));
  const wanted = flags.get('to-revision');
  const found = wanted === undefined ? own[1] : own.find(({ metadata }) => metadata.annotations?.[REVISION] === wanted);
  if (found === undefined) return failed(`error: unable to find specified revision ${wanted ?? ''} in history`);
  const { template: old } = found.spec as {
    readonly template: { readonly metadata: { readonly labels: Record<string, string> } };
  };
  const { 'pod-template-hash': _hash, ...labels } = old.metadata.labels;
  const value = { ...old, metadata: { ...old.metadata, labels } };
  // What the rollback takes over of the annotations: all but the Deployment's own bookkeeping.
  const cause = found.metadata.annotations?.['kubernetes.io/change-cause'];
  const now = (ask('GET', url).body as KubeObject).metadata.annotations ?? {};
  const { 'kubernetes.io/change-cause': _old, ...kept } = now;
  const annotations = cause === undefined ? kept : { ...kept, 'kubernetes.io/change-cause': cause };
  const patch = [
    { op: 'replace', path: '/spec/template', value },
    { op: 'replace', path: '/metadata/annotations', value: annotations },
  ];
  return told(ask('PATCH', url, patch, JSON_PATCH), `${shown} rolled back`);
}
