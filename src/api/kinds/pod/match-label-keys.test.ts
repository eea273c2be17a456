import { describe, expect, test } from 'vitest';
import { deploymentDef } from '../deployment/def.ts';
import { created, createErrors } from '../testing/check.ts';
import { podDef } from './def.ts';
import type { PodSpec } from './pod-spec.ts';
import { withMatchLabelKeys } from './match-label-keys.ts';

const containers = [{ name: 'c', image: 'i' }];
const selector = { matchLabels: { app: 'web' } };

function podWith(spec: Partial<PodSpec>, labels: Readonly<Record<string, string>> = { app: 'web', rev: '1' }): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', labels }, spec: { containers, ...spec } };
}

function spread(more: object): Partial<PodSpec> {
  const constraint = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: selector };
  return { topologySpreadConstraints: [{ ...constraint, ...more }] };
}

describe('matchLabelKeys', () => {
  test('of a new pod become part of its selectors, those of terms that must not match the other way', () => {
    const term = { topologyKey: 'zone', labelSelector: selector, matchLabelKeys: ['rev'], mismatchLabelKeys: ['team'] };
    const affinity = {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [term],
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }],
      },
    };
    const pod = podWith({ affinity }, { app: 'web', rev: '1', team: 'a' });
    const merged = {
      ...selector,
      matchExpressions: [
        { key: 'rev', operator: 'In', values: ['1'] },
        { key: 'team', operator: 'NotIn', values: ['a'] },
      ],
    };
    expect(created(podDef, pod as never).spec).toMatchObject({
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: merged }],
          preferredDuringSchedulingIgnoredDuringExecution: [{ podAffinityTerm: { labelSelector: merged } }],
        },
      },
    });
  });

  test('that the pod does not have are left out', () => {
    const pod = created(podDef, podWith(spread({ matchLabelKeys: ['rev', 'none'] })) as never);
    const [constraint] = (pod.spec as PodSpec).topologySpreadConstraints ?? [];
    expect(constraint?.labelSelector).toEqual({
      ...selector,
      matchExpressions: [{ key: 'rev', operator: 'In', values: ['1'] }],
    });
  });

  test('pods of one template share what comes out', () => {
    const spec: PodSpec = { containers, ...spread({ matchLabelKeys: ['rev'] }) };
    expect(withMatchLabelKeys(spec, { rev: '1' })).toBe(withMatchLabelKeys(spec, { rev: '1' }));
    expect(withMatchLabelKeys(spec, { rev: '2' })).not.toBe(withMatchLabelKeys(spec, { rev: '1' }));
    const plain: PodSpec = { containers };
    expect(withMatchLabelKeys(plain, { rev: '1' })).toBe(plain);
  });

  test('may not be in the selector already', () => {
    const twice = spread({ matchLabelKeys: ['app'] });
    const text =
      'spec.topologySpreadConstraints[0].matchLabelKeys[0]: Invalid value: "app": exists in both matchLabelKeys and labelSelector';
    expect(createErrors(podDef, podWith(twice) as never)).toEqual([text]);
    expect(createErrors(podDef, podWith(spread({ matchLabelKeys: ['rev'] })) as never)).toEqual([]);
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers, ...twice } };
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd' },
      spec: { selector, template },
    };
    expect(createErrors(deploymentDef, deployment as never)).toEqual([text.replace('spec.', 'spec.template.spec.')]);
  });
});
