/**
 * The kubelets: one a node, each an actor of its own. A kubelet gives the pods that are bound to its node an address,
 * pulls their images, starts their containers, says when they are ready, and stops them in peace.
 *
 * Promises: the life of a pod is a table of steps (stages/), each with a duration of the timing profile; steps that are
 * due at one instant make one status write; conditions, container states and event texts are upstream's; what is still
 * due is data in tables; a node that is off or has no Node object does nothing; a pod that is well costs four status
 * writes and not one look afterwards, whatever probes it has.
 * Programs are data, too (programs/): by image and command, and by the annotation `sim.kubarium.dev/behaviour`.
 * It does not: keep logs, resize containers in place, run ephemeral containers.
 */
import type { Reconciler } from '../world.ts';
import { nodeAgent } from './node/node-agent.ts';
import { nodeLease } from './node/node-lease.ts';
import { podWorker } from './pod-worker.ts';
import { evictionManager } from './pressure/eviction.ts';
import { nodeVolumes } from './volumes/node-volumes.ts';

export const KUBELET: readonly Reconciler[] = [podWorker, nodeAgent, nodeLease, nodeVolumes, evictionManager];
