import { defaultTemplate } from '../pod/defaults.ts';
import type { PodTemplateSpec } from '../pod/pod-spec.ts';
import { sameJson } from '../shared/field-checks.ts';
import { dropNulls, fill, mapField, setField } from '../shared/share.ts';
import { TEMPLATE_GENERATION, type DaemonSet, type DaemonSetSpec, type DaemonSetUpdateStrategy } from './daemon-set.ts';

const ROLLING_UPDATE = { maxUnavailable: 1, maxSurge: 0 } as const;
const NO_TEMPLATE: PodTemplateSpec = Object.freeze({ metadata: {}, spec: { containers: [] } });
const NOTHING = {
  currentNumberScheduled: 0,
  desiredNumberScheduled: 0,
  numberMisscheduled: 0,
  numberReady: 0,
} as const;

/** Source: pkg/apis/apps/v1/defaults.go SetDefaults_DaemonSet. */
export function defaultDaemonSet(set: DaemonSet): DaemonSet {
  return setField(set, 'spec', defaultSpec(set.spec ?? ({} as DaemonSetSpec)));
}

/** Templates are counted from 1, in an annotation. Source: pkg/registry/apps/daemonset/strategy.go PrepareForCreate. */
export function prepareDaemonSet(set: DaemonSet): DaemonSet {
  const given = Number(set.metadata.annotations?.[TEMPLATE_GENERATION]);
  return withTemplateGeneration({ ...set, status: NOTHING }, given >= 1 ? given : 1);
}

/** A new template raises the count; nobody else can change it. Source: strategy.go PrepareForUpdate. */
export function prepareDaemonSetUpdate(next: DaemonSet, previous: DaemonSet): DaemonSet {
  const before = Number(previous.metadata.annotations?.[TEMPLATE_GENERATION] ?? 1);
  const { template } = previous.spec;
  const isSame = next.spec.template === template || sameJson(next.spec.template, template);
  return withTemplateGeneration(next, isSame ? before : before + 1);
}

function withTemplateGeneration(set: DaemonSet, generation: number): DaemonSet {
  const annotations = setField(set.metadata.annotations ?? {}, TEMPLATE_GENERATION, String(generation));
  return setField(set, 'metadata', setField(set.metadata, 'annotations', annotations));
}

function defaultSpec(spec: DaemonSetSpec): DaemonSetSpec {
  const filled = mapField(fill(spec, { revisionHistoryLimit: 10 }), 'selector', dropNulls);
  const withStrategy = setField(filled, 'updateStrategy', defaultStrategy(filled.updateStrategy ?? {}));
  return setField(withStrategy, 'template', defaultTemplate(withStrategy.template ?? NO_TEMPLATE));
}

function defaultStrategy(strategy: DaemonSetUpdateStrategy): DaemonSetUpdateStrategy {
  const typed = fill(dropNulls(strategy), { type: 'RollingUpdate' });
  return typed.type === 'RollingUpdate'
    ? setField(typed, 'rollingUpdate', fill(typed.rollingUpdate ?? {}, ROLLING_UPDATE))
    : typed;
}
