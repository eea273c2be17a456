import type { Event } from '../../../api/kinds/event/event.ts';
import type { PersistentVolumeClaimSpec } from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { PersistentVolumeSpec } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import type { PodSpec } from '../../../api/kinds/pod/pod-spec.ts';
import type { Volume } from '../../../api/kinds/pod/volume.ts';
import type { StorageClass } from '../../../api/kinds/storage-class/storage-class.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import type { ApiResponse } from '../../../protocol/wire.ts';
import { Cluster } from '../../testing/cluster.ts';

export const CLAIMS = '/api/v1/namespaces/default/persistentvolumeclaims';
export const VOLUMES = '/api/v1/persistentvolumes';
export const CLASSES = '/apis/storage.k8s.io/v1/storageclasses';
export const ATTACHMENTS = '/apis/storage.k8s.io/v1/volumeattachments';
export const PODS = '/api/v1/namespaces/default/pods';

/** A cluster with short words for the objects of storage. */
export class StorageCluster extends Cluster {
  volume(name: string, spec: Partial<PersistentVolumeSpec>, labels?: Readonly<Record<string, string>>): ApiResponse {
    return this.post(VOLUMES, {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name, ...(labels === undefined ? {} : { labels }) },
      spec: {
        capacity: { storage: '5Gi' },
        accessModes: ['ReadWriteOnce'],
        ...(spec.csi === undefined && spec.nfs === undefined && spec.local === undefined
          ? { hostPath: { path: `/mnt/${name}` } }
          : {}),
        ...spec,
      },
    });
  }

  claim(name: string, size: string, spec: PersistentVolumeClaimSpec = {}): ApiResponse {
    return this.post(CLAIMS, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } }, ...spec },
    });
  }

  storageClass(name: string, part: Partial<StorageClass>, annotations?: Readonly<Record<string, string>>): ApiResponse {
    return this.post(CLASSES, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name, ...(annotations === undefined ? {} : { annotations }) },
      provisioner: 'disk.sim.kubarium.dev',
      ...part,
    });
  }

  /** A pod that mounts what it is given: names of claims, or volumes. */
  pod(name: string, volumes: readonly (string | Volume)[], spec: Partial<PodSpec> = {}): ApiResponse {
    const own = volumes.map((each, i) =>
      typeof each === 'string' ? { name: `v${i}`, persistentVolumeClaim: { claimName: each } } : each,
    );
    return this.post(PODS, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: {
        containers: [
          {
            name: 'a',
            image: 'postgres',
            volumeMounts: own.map((volume) => ({ name: volume.name, mountPath: `/${volume.name}` })),
          },
        ],
        volumes: own,
        ...spec,
      },
    });
  }

  /** `Type Reason (xN) component: message` of the events about an object, in order of arrival. */
  told(name: string): string[] {
    return (this.items('/api/v1/namespaces/default/events') as Event[])
      .filter((event) => event.involvedObject.name === name)
      .map(
        ({ type, reason, count = 1, source, message }) =>
          `${type ?? ''} ${reason ?? ''}${count > 1 ? ` (x${count})` : ''} ${source?.component ?? ''}: ${message ?? ''}`,
      );
  }

  phase(url: string, name: string): string {
    const { metadata, status } = this.get(`${url}/${name}`) as KubeObject & { readonly status?: { phase?: string } };
    return metadata?.deletionTimestamp === undefined ? (status?.phase ?? '') : `${status?.phase ?? ''}, deleting`;
  }

  names(url: string): string[] {
    return this.items(url).map(({ metadata }) => metadata.name ?? '');
  }
}

/** Masks what is random in the names of made volumes. */
export function masked(lines: readonly string[]): string[] {
  return lines.map((line) => line.replaceAll(/pvc-[\da-f-]{36}/g, 'pvc-*'));
}
