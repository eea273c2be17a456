/**
 * The ephemeral volume controller: makes the claim of each generic ephemeral volume of a Pod.
 *
 * Promises: the claim is named `<pod>-<volume>`, has the template's labels, annotations and spec, and goes with its Pod;
 * a claim of that name that is somebody else's is left alone, and the Pod is told.
 * Source: pkg/controller/volume/ephemeral/controller.go.
 */
import {
  persistentVolumeClaims,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { claimsOf, hasVolumes } from '../../../api/kinds/persistent-volume-claim/pod-claims.ts';
import { isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { controllerOf } from '../../../api/machinery/object.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { controllerRef } from '../shared/owner.ts';
import { isNamespaceGoing } from '../shared/refusals.ts';

const NAME = 'ephemeral-volume-controller';

export const ephemeralVolumeController: Reconciler = {
  name: NAME,
  watches: [
    { resource: pods.resource, about: hasVolumes, on: ['created'], keys: keysOfPod },
    { resource: persistentVolumeClaims.resource, keys: keysOfClaim },
  ],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const pod = world.byKey(pods, key);
  if (pod === undefined || pod.metadata.deletionTimestamp !== undefined || isPodTerminal(pod)) return undefined;
  let retry = false;
  for (const { claimName, volume, isEphemeral } of claimsOf(pod)) {
    if (isEphemeral && !ensure(world, pod, claimName, volume)) retry = true;
  }
  return retry ? { retry } : undefined;
}

function ensure(world: World, pod: Pod, name: string, volume: string): boolean {
  const { namespace = '' } = pod.metadata;
  const known = world.get(persistentVolumeClaims, namespace, name);
  if (known !== undefined) {
    if (controllerOf(known.metadata)?.uid === pod.metadata.uid) return true;
    const why = `PVC ${namespace}/${name} was not created for pod ${namespace}/${pod.metadata.name ?? ''} (pod is not owner)`;
    const message = `ephemeral volume ${volume}: ${why}`;
    world.note({ about: pod, type: 'Warning', reason: 'FailedBinding', message, component: NAME });
    return false;
  }
  const template = pod.spec.volumes?.find((each) => each.name === volume)?.ephemeral?.volumeClaimTemplate;
  if (template === undefined) return true;
  const { labels, annotations } = template.metadata ?? {};
  const claim: PersistentVolumeClaim = {
    apiVersion: 'v1',
    kind: persistentVolumeClaims.kind,
    metadata: {
      name,
      namespace,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerRef(pods, pod)],
    },
    spec: template.spec ?? {},
  };
  const made = world.create(persistentVolumeClaims, claim);
  return made.ok || isNamespaceGoing(made.status);
}

function keysOfPod({ key, prev, next }: Change): readonly string[] {
  const { volumes } = ((next ?? prev) as Pod).spec;
  if (volumes === undefined || prev !== undefined || next === undefined) return [];
  return volumes.some(({ ephemeral }) => ephemeral !== undefined) ? [key] : [];
}

/** A claim that was taken from its Pod is made again. */
function keysOfClaim({ prev, next }: Change): readonly string[] {
  const owner = next === undefined && prev !== undefined ? controllerOf(prev.metadata) : undefined;
  return owner?.kind === pods.kind ? [keyIn(pods, prev?.metadata.namespace ?? '', owner.name)] : [];
}
