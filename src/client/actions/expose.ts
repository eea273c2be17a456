import { makeKey } from '../../api/machinery/key.ts';
import type { KubeObject, LabelSelector, StringMap } from '../../api/machinery/object.ts';
import { collectionUrl, namespaceFlag, query } from '../object-url.ts';
import { jsonRequest, shellWord } from './action.ts';
import type { Action } from './action.ts';

export type ExposedType = 'ClusterIP' | 'NodePort' | 'LoadBalancer';

/** What the form asks for. Without `port`, every port that the containers declare is exposed. */
export interface ExposeForm {
  readonly name: string;
  readonly type: ExposedType;
  readonly port?: number;
  /** Number or name of a container port. */
  readonly targetPort?: number | string;
}

/** Why an object cannot be exposed as it is, in kubectl's words. */
export interface ExposeProblem {
  readonly error: string;
}

interface ContainerPort {
  readonly port: number;
  readonly protocol: string;
}

interface ServicePort {
  readonly name?: string;
  readonly protocol: string;
  readonly port: number;
  readonly targetPort: number | string;
}

const NAME_LIMIT = 63;

/**
 * `kubectl expose deployment <name>`: a Service with the Deployment's selector and labels.
 * Source: k8s.io/kubectl/pkg/cmd/expose/expose.go.
 */
export function expose(deployment: KubeObject, form: ExposeForm): Action | ExposeProblem {
  const selector = selectorOf(deployment);
  if (selector === undefined) {
    return {
      error:
        "couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions to map-based selector format",
    };
  }
  const ports = servicePorts(containerPorts(deployment), form);
  if (ports.length === 0) return { error: "couldn't find port via --port flag or introspection" };
  const name = form.name.slice(0, NAME_LIMIT);
  const namespace = deployment.metadata.namespace ?? 'default';
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace,
      ...(deployment.metadata.labels === undefined ? {} : { labels: deployment.metadata.labels }),
    },
    spec: { selector, ports, ...(form.type === 'ClusterIP' ? {} : { type: form.type }) },
  };
  return {
    request: jsonRequest(
      'POST',
      collectionUrl('', 'services', namespace) + query({ fieldManager: 'kubectl-expose' }),
      service,
    ),
    command: commandOf(deployment, form, name, namespace),
    done: `service/${name} exposed`,
  };
}

/** The ports that the containers of a pod template declare, in order. */
export function containerPorts(workload: KubeObject): readonly ContainerPort[] {
  const template = (workload.spec as { template?: { spec?: { containers?: readonly unknown[] } } } | undefined)
    ?.template;
  return (template?.spec?.containers ?? []).flatMap((container) => {
    const ports = (container as { ports?: readonly { containerPort: number; protocol?: string }[] }).ports ?? [];
    return ports.map((port) => ({ port: port.containerPort, protocol: port.protocol ?? 'TCP' }));
  });
}

function servicePorts(found: readonly ContainerPort[], form: ExposeForm): readonly ServicePort[] {
  const protocolOf = (port: number): string => found.find((candidate) => candidate.port === port)?.protocol ?? 'TCP';
  const wanted = form.port === undefined ? found : [{ port: form.port, protocol: protocolOf(form.port) }];
  return wanted.map(({ port, protocol }, index) => ({
    ...(wanted.length > 1 ? { name: `port-${index + 1}` } : {}),
    protocol,
    port,
    targetPort: form.targetPort ?? port,
  }));
}

function selectorOf(workload: KubeObject): StringMap | undefined {
  const selector = (workload.spec as { selector?: LabelSelector } | undefined)?.selector;
  if (selector === undefined || (selector.matchExpressions?.length ?? 0) > 0) return undefined;
  return selector.matchLabels;
}

function commandOf(workload: KubeObject, form: ExposeForm, name: string, namespace: string): string {
  const own = workload.metadata.name ?? '';
  const flags = [
    ...(name === own ? [] : [`--name=${shellWord(name)}`]),
    ...(form.port === undefined ? [] : [`--port=${form.port}`]),
    ...(form.targetPort === undefined ? [] : [`--target-port=${shellWord(String(form.targetPort))}`]),
    ...(form.type === 'ClusterIP' ? [] : [`--type=${form.type}`]),
  ];
  const kind = workload.kind.toLowerCase();
  const flag = namespaceFlag(makeKey('', 'services', namespace, name));
  return `kubectl expose ${kind} ${own}${flags.length === 0 ? '' : ` ${flags.join(' ')}`}${flag}`;
}
