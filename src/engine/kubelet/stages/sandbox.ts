import { nextPodIp } from '../pod-ip.ts';
import { addressOf } from '../status/pod-status.ts';
import type { Stage } from './stage.ts';

/** How long a kubelet waits for the network of its node. */
const RETRY_MS = 5_000;

/**
 * The pod's sandbox: with it comes the address. Pods in the host's network have the node's own.
 * Source: pkg/kubelet/kuberuntime/kuberuntime_sandbox.go.
 */
export const sandbox: Stage = {
  begin: ({ world, uid }) => world.draw(world.timing.sandboxMs, 'kubelet/sandbox', uid),
  finish: (look) => {
    const { world, node, pod, nodeName } = look;
    const cidr = node.spec.podCIDR ?? '';
    const ip =
      pod.spec.hostNetwork === true ? addressOf(look) : cidr === '' ? undefined : nextPodIp(world, nodeName, cidr);
    if (ip === undefined || ip === '') {
      look.tellPod(...(cidr === '' ? NO_NETWORK : noAddress(cidr)), 'Warning');
      return { retryAfterMs: RETRY_MS };
    }
    look.podIp = ip;
    look.hasSandbox = true;
    return 'done';
  },
};

const NO_NETWORK = [
  'NetworkNotReady',
  'network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
] as const;

/** Text of the host-local plugin when a range is used up. */
function noAddress(cidr: string): readonly [string, string] {
  return ['FailedCreatePodSandBox', `Failed to create pod sandbox: no IP addresses available in range set: ${cidr}`];
}
