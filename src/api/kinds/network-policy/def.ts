import type { KindDef } from '../../kind-def.ts';
import type { KubeObject, LabelSelector } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import { selectorText } from '../shared/selector-text.ts';
import { fill, mapField, mapShared } from '../shared/share.ts';
import { storedKind } from '../shared/stored-kind.ts';
import { column, NONE } from '../shared/table.ts';

interface PolicyPort {
  readonly protocol?: string;
}

interface PolicyRule {
  readonly ports?: readonly PolicyPort[];
}

/** networking.k8s.io/v1 NetworkPolicy. */
interface NetworkPolicy extends KubeObject {
  readonly spec?: {
    readonly podSelector?: LabelSelector;
    readonly ingress?: readonly PolicyRule[];
    readonly egress?: readonly PolicyRule[];
    readonly policyTypes?: readonly string[];
  };
}

const networkPolicies = resourceRef<NetworkPolicy>('networking.k8s.io', 'v1', 'networkpolicies', 'NetworkPolicy');

/** What the API needs to know of NetworkPolicies; traffic is not filtered. Source: pkg/apis/networking/v1/defaults.go. */
export const networkPolicyDef: KindDef = storedKind<NetworkPolicy>(networkPolicies, {
  shortNames: ['netpol'],
  hasGeneration: true,
  defaults: (policy) => mapField(fill(policy, { spec: {} }), 'spec', defaultSpec),
  columns: [column('Pod-Selector')],
  cells: ({ spec }) => [selectorText(spec?.podSelector) || NONE],
  example: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny-all', namespace: 'default' },
    spec: { podSelector: {} },
  },
});

function defaultSpec(spec: NetworkPolicy['spec'] & object): NetworkPolicy['spec'] & object {
  const policyTypes = (spec.egress ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  const filled = fill(spec, { podSelector: {}, ...((spec.policyTypes ?? []).length === 0 ? { policyTypes } : {}) });
  return mapField(mapField(filled, 'ingress', defaultRules), 'egress', defaultRules);
}

function defaultRules(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  return mapShared(rules, (rule) =>
    mapField(rule, 'ports', (ports) => mapShared(ports, (port) => fill(port, { protocol: 'TCP' }))),
  );
}
