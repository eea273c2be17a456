import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../machinery/object.ts';
import { ingressClassDef } from '../ingress-class/def.ts';
import { ingressDef } from '../ingress/def.ts';
import { networkPolicyDef } from '../network-policy/def.ts';
import { clusterRoleDef, roleBindingDef, roleDef } from '../rbac/def.ts';
import { created, createErrors, updateErrors } from '../testing/check.ts';

const NOW_MS = Date.UTC(2026, 0, 1, 0, 5);
const metadata = { name: 'web', namespace: 'default', creationTimestamp: '2026-01-01T00:00:00Z' };
const ingress = (spec: unknown): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata,
  spec,
});
const backend = { service: { name: 'web', port: { number: 80 } } };

describe('an Ingress', () => {
  test('is printed with its hosts, addresses and ports', () => {
    const rules = ['a.test', 'b.test', 'c.test', 'd.test'].map((host) => ({
      host,
      http: { paths: [{ path: '/', pathType: 'Prefix', backend }] },
    }));
    const full = created(ingressDef, ingress({ ingressClassName: 'public', rules, tls: [{ hosts: ['a.test'] }] }));
    const served = { ...full, status: { loadBalancer: { ingress: [{ ip: '203.0.113.5' }] } } };
    expect([ingressDef, ingressDef].map((def, i) => def.tableRow(i === 0 ? full : served, NOW_MS).cells)).toEqual([
      ['web', 'public', 'a.test,b.test,c.test + 1 more...', '', '80, 443', '5m'],
      ['web', 'public', 'a.test,b.test,c.test + 1 more...', '203.0.113.5', '80, 443', '5m'],
    ]);
    expect(ingressDef.tableRow(created(ingressDef, ingress({ defaultBackend: backend })), NOW_MS).cells).toEqual([
      'web',
      '<none>',
      '*',
      '',
      '80',
      '5m',
    ]);
  });

  test('is refused without a backend, and with paths that lead nowhere', () => {
    expect(createErrors(ingressDef, ingress({}))).toEqual([
      'spec: Invalid value: []: either `defaultBackend` or `rules` must be specified',
    ]);
    const paths = [
      { path: '/', backend },
      { path: 'x', pathType: 'Exact', backend },
      { pathType: 'Prefix', path: '/', backend: { service: { name: '' } } },
    ];
    expect(createErrors(ingressDef, ingress({ rules: [{ host: 'A_', http: { paths } }] }))).toEqual([
      expect.stringContaining('spec.rules[0].host: Invalid value: "A_": a lowercase RFC 1123 subdomain'),
      'spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified',
      'spec.rules[0].http.paths[1].path: Invalid value: "x": must be an absolute path',
      'spec.rules[0].http.paths[2].backend.service.name: Required value',
      'spec.rules[0].http.paths[2].backend: Required value: port name or number is required',
    ]);
  });
});

test('an IngressClass shows its controller and what its parameters are', () => {
  const spec = { controller: 'a.test/x', parameters: { apiGroup: 'a.test', kind: 'Params', name: 'fast' } };
  const object = { ...ingressClassDef.example, metadata: { name: 'public' }, spec };
  expect(ingressClassDef.tableRow(object, 0).cells).toEqual(['public', 'a.test/x', 'Params.a.test/fast', '<unknown>']);
});

test('a NetworkPolicy gets its policy types and protocols', () => {
  const policy = (spec: unknown): KubeObject => ({ ...networkPolicyDef.example, spec });
  expect(created(networkPolicyDef, policy({ egress: [{ ports: [{ port: 53 }] }] })).spec).toEqual({
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
    egress: [{ ports: [{ port: 53, protocol: 'TCP' }] }],
  });
  const selecting = policy({ podSelector: { matchLabels: { app: 'web' } } });
  expect([networkPolicyDef.example, selecting].map((one) => networkPolicyDef.tableRow(one, 0).cells[1])).toEqual([
    '<none>',
    'app=web',
  ]);
});

describe('access rules', () => {
  test('may have names that are no DNS names, and show when they were made', () => {
    const role = {
      ...clusterRoleDef.example,
      metadata: { name: 'system:node', creationTimestamp: '2026-01-01T00:00:00Z' },
    };
    expect(createErrors(clusterRoleDef, role)).toEqual([]);
    expect(clusterRoleDef.tableRow(role, NOW_MS).cells).toEqual(['system:node', '2026-01-01T00:00:00Z']);
    expect(createErrors(roleDef, { ...roleDef.example, rules: [{ nonResourceURLs: ['/x'] }] })).toEqual([
      'rules[0].verbs: Required value: verbs must contain at least one value',
      'rules[0].nonResourceURLs: Invalid value: ["/x"]: namespaced rules cannot apply to non-resource URLs',
    ]);
  });

  test('a binding fills in groups, lists its subjects and keeps its role', () => {
    const subjects = [
      { kind: 'User', name: 'jane' },
      { kind: 'ServiceAccount', name: 'bot', namespace: 'ci' },
    ];
    const binding = { ...roleBindingDef.example, subjects, roleRef: { kind: 'Role', name: 'reader' } };
    const stored = created(roleBindingDef, binding);
    expect(stored).toEqual({
      ...binding,
      subjects: [{ kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' }, subjects[1]],
      roleRef: { kind: 'Role', name: 'reader', apiGroup: 'rbac.authorization.k8s.io' },
    });
    expect(roleBindingDef.tableRow(stored, 0).cells).toEqual([
      'readers',
      'Role/reader',
      '<unknown>',
      'jane',
      '',
      'ci/bot',
    ]);
    expect(updateErrors(roleBindingDef, { ...stored, roleRef: { kind: 'Role', name: 'other' } }, stored)).toEqual([
      'roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":"other"}: cannot change roleRef',
    ]);
  });
});
