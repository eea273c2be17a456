import { collectionUrl, namespaceFlag, query } from '../object-url.ts';
import { makeKey } from '../../api/machinery/key.ts';
import { jsonRequest, shellWord } from './action.ts';
import type { Action } from './action.ts';

/** What the short form asks for. `port` is the container's own port, if it says one. */
export interface DeploymentForm {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly replicas: number;
  readonly port?: number;
}

/**
 * `kubectl create deployment`: label `app=<name>`, one container named after the image.
 * Source: k8s.io/kubectl/pkg/cmd/create/create_deployment.go.
 */
export function createDeployment(form: DeploymentForm): Action {
  const { name, namespace, image, replicas, port } = form;
  const labels = { app: name };
  const container = {
    name: containerNameOf(image),
    image,
    ...(port === undefined ? {} : { ports: [{ containerPort: port }] }),
  };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
  const flags = `--image=${shellWord(image)}${replicas === 1 ? '' : ` --replicas=${replicas}`}${port === undefined ? '' : ` --port=${port}`}`;
  return {
    request: jsonRequest(
      'POST',
      collectionUrl('apps', 'deployments', namespace) +
        query({ fieldManager: 'kubectl-create', fieldValidation: 'Strict' }),
      deployment,
    ),
    command: `kubectl create deployment ${shellWord(name)} ${flags}${namespaceFlag(makeKey('apps', 'deployments', namespace, name))}`,
    done: `deployment.apps/${name} created`,
  };
}

/**
 * `registry/path/nginx:1.27@sha256:...` -> `nginx`. kubectl adds a random tail when it has to replace a character;
 * we do not.
 */
export function containerNameOf(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  const bare = last.split('@')[0]?.split(':')[0] ?? '';
  return bare.replaceAll(/[._]/g, '-');
}
