import {
  persistentVolumeClaims,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { PodTemplateSpec } from '../../../api/kinds/pod/pod-spec.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { Volume } from '../../../api/kinds/pod/volume.ts';
import {
  POD_INDEX_LABEL,
  POD_NAME_LABEL,
  REVISION_LABEL,
  statefulSets,
  type StatefulSet,
} from '../../../api/kinds/stateful-set/stateful-set.ts';
import type { StringMap } from '../../../api/machinery/object.ts';
import { controllerRef } from '../shared/owner.ts';

/** `web-2`. */
export function podName(set: StatefulSet, ordinal: number): string {
  return `${set.metadata.name ?? ''}-${ordinal}`;
}

/** The labels that tell who a Pod of a set is. Source: pkg/controller/statefulset/stateful_set_utils.go updateIdentity. */
export function identityLabels(name: string, ordinal: number): StringMap {
  return { [POD_NAME_LABEL]: name, [POD_INDEX_LABEL]: String(ordinal) };
}

/** The Pod of an ordinal at a revision. Source: stateful_set_utils.go newVersionedStatefulSetPod. */
export function podOf(set: StatefulSet, template: PodTemplateSpec, revision: string, ordinal: number): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const { serviceName = '' } = set.spec;
  const name = podName(set, ordinal);
  const volumes = withClaims(set, template.spec.volumes, ordinal);
  return {
    apiVersion: 'v1',
    kind: pods.kind,
    metadata: {
      name,
      generateName: `${set.metadata.name ?? ''}-`,
      namespace: set.metadata.namespace ?? '',
      labels: { ...labels, ...identityLabels(name, ordinal), [REVISION_LABEL]: revision },
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerRef(statefulSets, set)],
    },
    spec: {
      ...template.spec,
      hostname: name,
      ...(serviceName === '' ? {} : { subdomain: serviceName }),
      ...(volumes === undefined ? {} : { volumes }),
    },
  };
}

/** `data-web-2`. Source: getPersistentVolumeClaimName. */
export function claimName(set: StatefulSet, template: PersistentVolumeClaim, ordinal: number): string {
  return `${template.metadata.name ?? ''}-${podName(set, ordinal)}`;
}

/** The claim of a template for an ordinal. Source: getPersistentVolumeClaims. */
export function claimOf(set: StatefulSet, template: PersistentVolumeClaim, ordinal: number): PersistentVolumeClaim {
  const { labels, annotations } = template.metadata;
  return {
    apiVersion: 'v1',
    kind: persistentVolumeClaims.kind,
    metadata: {
      name: claimName(set, template, ordinal),
      namespace: set.metadata.namespace ?? '',
      labels: { ...labels, ...set.spec.selector.matchLabels },
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: template.spec,
  };
}

/** Volumes of the claims first; they take the place of a template's own volumes of the same name. */
function withClaims(
  set: StatefulSet,
  own: readonly Volume[] | undefined,
  ordinal: number,
): readonly Volume[] | undefined {
  const { volumeClaimTemplates: templates = [] } = set.spec;
  if (templates.length === 0) return own;
  const claimed = templates.map((template) => ({
    name: template.metadata.name ?? '',
    persistentVolumeClaim: { claimName: claimName(set, template, ordinal) },
  }));
  return [...claimed, ...(own ?? []).filter(({ name }) => !claimed.some((each) => each.name === name))];
}
