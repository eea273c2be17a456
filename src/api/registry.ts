import type { KindDef, Resource } from './kind-def.ts';
import { resourceOf } from './kind-def.ts';
import { configMapDef } from './kinds/config-map/def.ts';
import { deploymentDef } from './kinds/deployment/def.ts';
import { endpointSliceDef } from './kinds/endpoint-slice/def.ts';
import { endpointsDef } from './kinds/endpoints/def.ts';
import { eventDef } from './kinds/event/def.ts';
import { kubeProxyDef } from './kinds/kube-proxy/def.ts';
import { leaseDef } from './kinds/lease/def.ts';
import { namespaceDef } from './kinds/namespace/def.ts';
import { nodeDef } from './kinds/node/def.ts';
import { podDef } from './kinds/pod/def.ts';
import { replicaSetDef } from './kinds/replica-set/def.ts';
import { secretDef } from './kinds/secret/def.ts';
import { serviceAccountDef } from './kinds/service-account/def.ts';
import { serviceDef } from './kinds/service/def.ts';

/** Every kind that is served. A new one is a folder under kinds/ and a line here. */
export const KINDS: readonly KindDef[] = [
  namespaceDef,
  nodeDef,
  podDef,
  replicaSetDef,
  deploymentDef,
  serviceDef,
  endpointsDef,
  endpointSliceDef,
  configMapDef,
  secretDef,
  serviceAccountDef,
  eventDef,
  leaseDef,
  kubeProxyDef,
];

const byResource = new Map(KINDS.map((def) => [resourceOf(def), def]));
const byKind = new Map(KINDS.map((def) => [`${def.group}/${def.version}/${def.kind}`, def]));
const byPlural = new Map(KINDS.map((def) => [`${def.group}/${def.version}/${def.plural}`, def]));

/** The kind of a collection, `apps/deployments`. */
export function kindByResource(resource: Resource): KindDef | undefined {
  return byResource.get(resource);
}

/** The kind that an object's apiVersion and kind name; `group` is "" for the core group. */
export function kindFor(group: string, version: string, kind: string): KindDef | undefined {
  return byKind.get(`${group}/${version}/${kind}`);
}

/** The kind that a request's path names, `/apis/apps/v1/deployments`. */
export function kindForPlural(group: string, version: string, plural: string): KindDef | undefined {
  return byPlural.get(`${group}/${version}/${plural}`);
}
