import { parseTime } from '../../../lib/time.ts';
import type { KindDef } from '../../kind-def.ts';
import type { ProxyRow } from '../../row.ts';
import { defineKind } from '../shared/define-kind.ts';
import { ageSince } from '../shared/human-duration.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { rowBase } from '../shared/row-base.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../shared/table.ts';
import { validateMetadata } from '../shared/validate-metadata.ts';
import type { KubeProxy } from './kube-proxy.ts';
import { kubeProxies } from './kube-proxy.ts';

/** The hidden kind KubeProxy: what one node's kube-proxy has programmed. Only the simulation writes it. */
export const kubeProxyDef: KindDef = defineKind<KubeProxy>(kubeProxies, {
  hidden: true,
  hasStatus: true,
  keepsStatusOnCreate: true,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  validate: ({ metadata }) => validateMetadata(metadata, false, nameIsDnsSubdomain),
  indexes: [],
  columns: [NAME_COLUMN, column('Learned', 'integer'), column('Working', 'boolean'), AGE_COLUMN],
  tableRow: ({ metadata, status }, nowMs) => ({
    cells: [
      metadata.name ?? '',
      status?.learnedRv ?? 0,
      status?.working ?? false,
      ageSince(metadata.creationTimestamp, nowMs),
    ],
  }),
  project: (proxy): ProxyRow => ({
    type: 'proxy',
    ...rowBase(kubeProxies, proxy),
    node: proxy.metadata.name ?? '',
    learnedRv: proxy.status?.learnedRv ?? 0,
    stale: proxy.status?.stale ?? [],
    syncedMs: parseTime(proxy.status?.syncedAt) ?? 0,
    working: proxy.status?.working ?? false,
  }),
  example: {
    apiVersion: 'sim.kubarium.dev/v1',
    kind: 'KubeProxy',
    metadata: { name: 'node-1' },
    status: { learnedRv: 0, syncedAt: '2026-01-01T00:00:00Z', working: true, stale: [] },
  },
});
