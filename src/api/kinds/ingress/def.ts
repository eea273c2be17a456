import type { KindDef } from '../../kind-def.ts';
import { fill } from '../shared/share.ts';
import { storedKind } from '../shared/stored-kind.ts';
import { column, MAX_SHOWN, NONE } from '../shared/table.ts';
import type { Ingress, IngressRule } from './ingress.ts';
import { ingresses } from './ingress.ts';
import { validateIngress } from './validate.ts';

/** What the API needs to know of Ingresses; no controller acts on them. Source: pkg/registry/networking/ingress/strategy.go. */
export const ingressDef: KindDef = storedKind<Ingress>(ingresses, {
  shortNames: ['ing'],
  hasStatus: true,
  hasGeneration: true,
  defaults: (ingress) => fill(ingress, { spec: {}, status: { loadBalancer: {} } }),
  validate: validateIngress,
  columns: [column('Class'), column('Hosts'), column('Address'), column('Ports')],
  cells: ({ spec = {}, status }) => [
    spec.ingressClassName ?? NONE,
    hosts(spec.rules ?? []),
    (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '').join(','),
    (spec.tls ?? []).length > 0 ? '80, 443' : '80',
  ],
  example: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'default' },
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  },
});

/** Up to three hosts; `*` when none is named. */
function hosts(rules: readonly IngressRule[]): string {
  const named = rules.map(({ host = '' }) => host).filter((host) => host !== '');
  const shown = named.slice(0, MAX_SHOWN).join(',');
  if (shown === '') return '*';
  return named.length > MAX_SHOWN ? `${shown} + ${named.length - MAX_SHOWN} more...` : shown;
}
