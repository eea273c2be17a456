import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';

export interface VolumeError {
  readonly time?: string;
  readonly message?: string;
}

export interface VolumeAttachmentSpec {
  /** Name of the CSI driver. */
  readonly attacher: string;
  readonly nodeName: string;
  readonly source: { readonly persistentVolumeName?: string };
}

/** storage.k8s.io/v1 VolumeAttachment: a volume is, or is to be, attached to a node. */
export interface VolumeAttachment extends KubeObject {
  readonly spec: VolumeAttachmentSpec;
  readonly status?: {
    readonly attached: boolean;
    readonly attachError?: VolumeError;
    readonly detachError?: VolumeError;
  };
}

export const volumeAttachments = resourceRef<VolumeAttachment>(
  'storage.k8s.io',
  'v1',
  'volumeattachments',
  'VolumeAttachment',
  false,
);
