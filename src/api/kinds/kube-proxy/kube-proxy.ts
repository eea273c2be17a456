import type { ObjectKey } from '../../machinery/key.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';

export interface KubeProxyStatus {
  /** All Service and EndpointSlice changes up to this resourceVersion are in the node's tables. */
  readonly learnedRv: number;
  /** When the tables were last programmed, RFC 3339. */
  readonly syncedAt: string;
  readonly working: boolean;
  /** Objects whose latest version the node has not learned yet. */
  readonly stale: readonly ObjectKey[];
}

/** What one node's kube-proxy has programmed; named after the node. Not a Kubernetes kind: only a simulation can know it. */
export interface KubeProxy extends KubeObject {
  readonly status?: KubeProxyStatus;
}

export const kubeProxies = resourceRef<KubeProxy>('sim.kubarium.dev', 'v1', 'kubeproxies', 'KubeProxy', false);
