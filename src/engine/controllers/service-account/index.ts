/**
 * What every namespace is given: the ServiceAccount `default`, without which no Pod is admitted, and the ConfigMap
 * `kube-root-ca.crt`, by which Pods know the API server.
 *
 * Promises: both exist in every namespace that is not going away, and come back when somebody deletes them.
 * Sources: pkg/controller/serviceaccount, pkg/controller/certificates/rootcacertpublisher.
 */
import { configMaps } from '../../../api/kinds/config-map/config-map.ts';
import { namespaces } from '../../../api/kinds/namespace/namespace.ts';
import { serviceAccounts } from '../../../api/kinds/service-account/service-account.ts';
import { keyName, keyNamespace } from '../../../api/machinery/key.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { keyIn, type ResourceRef } from '../../../api/resource-ref.ts';
import { itself, type Outcome, type Reconciler, type World } from '../../world.ts';
import { isNamespaceGoing } from '../shared/refusals.ts';

const ACCOUNT = 'default';
const ROOT_CA = 'kube-root-ca.crt';
/** Stands for a certificate: nothing here checks one. */
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nc2ltdWxhdGVkIGNsdXN0ZXI=\n-----END CERTIFICATE-----\n';

export const serviceAccountController: Reconciler = keeper(
  'serviceaccount-controller',
  serviceAccounts,
  ACCOUNT,
  (namespace) => ({
    apiVersion: 'v1',
    kind: serviceAccounts.kind,
    metadata: { name: ACCOUNT, namespace },
  }),
);

export const rootCaPublisher: Reconciler = keeper(
  'root-ca-certificate-publisher-controller',
  configMaps,
  ROOT_CA,
  (namespace) => ({
    apiVersion: 'v1',
    kind: configMaps.kind,
    metadata: {
      name: ROOT_CA,
      namespace,
      annotations: {
        'kubernetes.io/description':
          'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
      },
    },
    data: { 'ca.crt': CERTIFICATE },
  }),
);

/** A reconciler that keeps one object of a fixed name in every namespace. */
function keeper<T extends KubeObject>(
  name: string,
  ref: ResourceRef<T>,
  kept: string,
  make: (namespace: string) => T,
): Reconciler {
  return {
    name,
    watches: [
      { resource: namespaces.resource, keys: itself },
      {
        resource: ref.resource,
        keys: ({ key, next }) =>
          next === undefined && keyName(key) === kept ? [keyIn(namespaces, '', keyNamespace(key))] : [],
      },
    ],
    reconcile: (world, key) => keep(world, key, ref, kept, make),
  };
}

function keep<T extends KubeObject>(
  world: World,
  key: string,
  ref: ResourceRef<T>,
  kept: string,
  make: (namespace: string) => T,
): Outcome {
  const namespace = world.byKey(namespaces, key);
  if (namespace === undefined || namespace.metadata.deletionTimestamp !== undefined) return undefined;
  const name = namespace.metadata.name ?? '';
  if (world.get(ref, name, kept) !== undefined) return undefined;
  const written = world.create(ref, make(name));
  return written.ok || isNamespaceGoing(written.status) ? undefined : { retry: true };
}
