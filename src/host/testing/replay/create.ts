import type { KindDef } from '../../../api/kind-def.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { failed, isRefused, printed, refusal, type Said } from './answer.ts';
import { splitOnce, type Arguments } from './arguments.ts';
import type { Ask } from './ask.ts';
import { kindOf, singularWithGroup, urlOf } from './resources.ts';

/** `kubectl create KIND NAME`: builds the object as kubectl's generators do. */
export function create(ask: Ask, args: Arguments): Said | undefined {
  const { words, flags } = args;
  const [word = '', second = '', third = ''] = words;
  const def = kindOf(word);
  const name = word === 'service' || word === 'secret' ? third : second;
  const made = def && objectOf(ask, def, name, args);
  if (def === undefined || made === undefined) return undefined;
  const answer = ask('POST', urlOf(def, flags.get('namespace') ?? 'default'), {
    apiVersion: def.group === '' ? def.version : `${def.group}/${def.version}`,
    kind: def.kind,
    ...made,
    metadata: { name, ...made.metadata },
  });
  if (!isRefused(answer)) return printed(`${singularWithGroup(def)}/${name} created`);
  // Most generators add their own words before the server's.
  if (def.kind === 'Namespace') return refusal(answer);
  return failed(`error: failed to create ${def.singular}: ${(answer.body as { readonly message: string }).message}`);
}

type Made = Partial<KubeObject>;

function objectOf(ask: Ask, def: KindDef, name: string, args: Arguments): Made | undefined {
  const { flags, words, command } = args;
  const image = flags.get('image') ?? '';
  const labels = { app: name };
  switch (def.plural) {
    case 'deployments':
      return {
        metadata: { labels },
        spec: {
          replicas: Number(flags.get('replicas') ?? 1),
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [containerOf(image, flags.get('port'))] } },
        },
      };
    case 'namespaces':
      return {};
    case 'configmaps':
      return { data: literals(flags) };
    case 'secrets':
      return {
        data: Object.fromEntries(Object.entries(literals(flags)).map(([key, value]) => [key, btoa(value)])),
        type: 'Opaque',
      };
    case 'services':
      return serviceOf(words[1] ?? '', name, flags);
    case 'jobs': {
      const from = flags.get('from')?.split('/')[1];
      if (from !== undefined) return jobFrom(ask, from, flags.get('namespace') ?? 'default');
      return { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name, image, command }] } } } };
    }
    case 'cronjobs': {
      const template = { spec: { restartPolicy: 'OnFailure', containers: [{ name, image, command }] } };
      return {
        spec: { schedule: flags.get('schedule') ?? '', jobTemplate: { metadata: { name }, spec: { template } } },
      };
    }
    case 'poddisruptionbudgets': {
      const [key, value = ''] = splitOnce(flags.get('selector') ?? '', '=');
      const limit = flags.has('min-available')
        ? { minAvailable: numberOrText(flags.get('min-available')) }
        : { maxUnavailable: numberOrText(flags.get('max-unavailable')) };
      return { spec: { selector: { matchLabels: { [key]: value } }, ...limit } };
    }
    default:
      return undefined;
  }
}

function containerOf(image: string, port: string | undefined): object {
  const name = (image.split('/').at(-1) ?? '').split(':')[0];
  return { name, image, ...(port === undefined ? {} : { ports: [{ containerPort: Number(port) }] }) };
}

function literals(flags: Arguments['flags']): Record<string, string> {
  const pairs = (flags.get('from-literal') ?? '').split('\n').filter((pair) => pair !== '');
  return Object.fromEntries(pairs.map((pair) => splitOnce(pair, '=')).map(([key, value]) => [key, value ?? '']));
}

function serviceOf(type: string, name: string, flags: Arguments['flags']): Made {
  const selector = { app: name };
  if (type === 'externalname')
    return {
      metadata: { labels: selector },
      spec: { type: 'ExternalName', externalName: flags.get('external-name'), selector },
    };
  const [port, target] = splitOnce(flags.get('tcp') ?? '', ':');
  const types: Readonly<Record<string, string>> = {
    nodeport: 'NodePort',
    clusterip: 'ClusterIP',
    loadbalancer: 'LoadBalancer',
  };
  const ports = [
    {
      name: (flags.get('tcp') ?? '').replace(':', '-'),
      port: Number(port),
      protocol: 'TCP',
      targetPort: Number(target ?? port),
    },
  ];
  return { metadata: { labels: selector }, spec: { type: types[type], selector, ports } };
}

function jobFrom(ask: Ask, cronJob: string, namespace: string): Made {
  const found = ask('GET', `/apis/batch/v1/namespaces/${namespace}/cronjobs/${cronJob}`).body as KubeObject;
  const { spec } = found as unknown as { readonly spec: { readonly jobTemplate: { readonly spec: object } } };
  return {
    metadata: {
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'CronJob', name: cronJob, uid: found.metadata.uid ?? '', controller: true },
      ],
    },
    spec: spec.jobTemplate.spec,
  };
}

function numberOrText(text: string | undefined): number | string {
  return /^\d+$/.test(text ?? '') ? Number(text) : (text ?? '');
}
