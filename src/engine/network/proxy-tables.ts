import type { ObjectKey } from '../../api/machinery/key.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import type { TableRef } from '../world.ts';

/** What is known of one node's kube-proxy. */
export interface ProxyNode {
  /** All relevant changes up to here are in the node's tables. */
  readonly learnedRv: number;
  readonly syncedMs: number;
  /** Time between a change and the moment at which this node hears of it, for the changes that it has not learned. */
  readonly lagMs: number;
  /** When it programs its tables next; infinite when there is nothing to learn. */
  readonly dueMs: number;
}

/** A change of a Service or EndpointSlice that some node may not have learned. */
export interface ProxyChange {
  readonly rv: number;
  readonly atMs: number;
  readonly key: ObjectKey;
}

/** An object as it was from `rv` on; `object` is undefined while there is none. */
export interface Version {
  readonly rv: number;
  readonly object: KubeObject | undefined;
}

/** By node name. */
export const PROXY_NODES: TableRef<ProxyNode> = { name: 'proxy/nodes' };
/** Names of the nodes that have learned everything. */
export const PROXY_IDLE: TableRef<true> = { name: 'proxy/idle' };
/** Names of the nodes whose machine was off at the last look. */
export const PROXY_OFF: TableRef<true> = { name: 'proxy/off' };
/** By resourceVersion, oldest first. */
export const PROXY_CHANGES: TableRef<ProxyChange> = { name: 'proxy/changes' };
/** By object key, oldest first; the first is one that every node has learned. */
export const PROXY_VERSIONS: TableRef<readonly Version[]> = { name: 'proxy/versions' };
/** `trimAt`: number of changes at which it is worth looking for what nobody needs any more. */
export const PROXY_STATE: TableRef<number> = { name: 'proxy/state' };
