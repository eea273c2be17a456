import { defaultClaimSpec } from '../persistent-volume-claim/defaults.ts';
import type { PersistentVolumeClaim } from '../persistent-volume-claim/persistent-volume-claim.ts';
import { persistentVolumeClaims } from '../persistent-volume-claim/persistent-volume-claim.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import type { PodTemplateSpec } from '../pod/pod-spec.ts';
import { cleanMetadata } from '../shared/clean-metadata.ts';
import { dropNulls, fill, mapField, mapShared, setField } from '../shared/share.ts';
import type { StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy } from './stateful-set.ts';

const SPEC = { podManagementPolicy: 'OrderedReady', replicas: 1, revisionHistoryLimit: 10 } as const;
const RETAIN = { whenDeleted: 'Retain', whenScaled: 'Retain' } as const;
const NO_TEMPLATE: PodTemplateSpec = Object.freeze({ metadata: {}, spec: { containers: [] } });

/** Source: pkg/apis/apps/v1/defaults.go SetDefaults_StatefulSet. */
export function defaultStatefulSet(set: StatefulSet): StatefulSet {
  return setField(set, 'spec', defaultSpec(set.spec ?? ({} as StatefulSetSpec)));
}

/** Drops what a feature gate that is off does not know. Source: pkg/registry/apps/statefulset/strategy.go. */
export function dropGatedFields(set: StatefulSet): StatefulSet {
  if (set.spec.updateStrategy?.rollingUpdate?.maxUnavailable === undefined) return set;
  return setField(
    set,
    'spec',
    mapField(set.spec, 'updateStrategy', (strategy) =>
      mapField(strategy, 'rollingUpdate', (rolling) => setField(rolling, 'maxUnavailable', undefined)),
    ),
  );
}

function defaultSpec(spec: StatefulSetSpec): StatefulSetSpec {
  let next = mapField(fill(spec, SPEC), 'selector', dropNulls);
  next = setField(next, 'updateStrategy', defaultStrategy(next.updateStrategy ?? {}));
  const policy = fill(next.persistentVolumeClaimRetentionPolicy ?? {}, RETAIN);
  next = setField(next, 'persistentVolumeClaimRetentionPolicy', policy);
  next = mapField(next, 'volumeClaimTemplates', (claims) => mapShared(claims, defaultClaimTemplate));
  next = mapField(next, 'ordinals', (ordinals) => fill(ordinals, { start: 0 }));
  return setField(next, 'template', defaultTemplate(next.template ?? NO_TEMPLATE));
}

function defaultStrategy(strategy: StatefulSetUpdateStrategy): StatefulSetUpdateStrategy {
  const typed = fill(dropNulls(strategy), { type: 'RollingUpdate' });
  return typed.type === 'RollingUpdate'
    ? setField(typed, 'rollingUpdate', fill(typed.rollingUpdate ?? {}, { partition: 0 }))
    : typed;
}

/** A claim template is a claim for the API, with type and phase. Source: pkg/apis/apps/v1/conversion.go. */
function defaultClaimTemplate(template: PersistentVolumeClaim): PersistentVolumeClaim {
  const typed = fill<PersistentVolumeClaim>(template, { apiVersion: 'v1', kind: persistentVolumeClaims.kind });
  const named = mapField(typed, 'metadata', cleanMetadata);
  const filled = setField(named, 'spec', defaultClaimSpec(named.spec ?? {}));
  return setField(filled, 'status', fill(filled.status ?? {}, { phase: 'Pending' }));
}
