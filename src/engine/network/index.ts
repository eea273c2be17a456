/**
 * The network of the nodes: what each node's kube-proxy has programmed, and when it learned it.
 *
 * Promises: every node hears of a change of a Service or EndpointSlice at its own moment, in order, and programs its
 * tables at most once per minimum sync period; what it knows is one number, the resourceVersion up to which it has
 * learned (object KubeProxy), and `proxyRules` reads from that what the node would do with a packet. Old versions are
 * kept as long as some node goes by them.
 * `resolve` (dns.ts) answers names. It does not (yet): send packets, or announce load balancer addresses.
 */
import type { Reconciler } from '../world.ts';
import { kubeProxy } from './proxy-reconciler.ts';
import { serviceAddresses } from './service-addresses.ts';

export { endpointsFor, pickEndpoint, proxyRules } from './proxy-table.ts';

export { withRules } from './with-rules.ts';

export const NETWORK: readonly Reconciler[] = [kubeProxy, serviceAddresses];
