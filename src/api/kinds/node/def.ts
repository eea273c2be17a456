import type { KindDef } from '../../kind-def.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { nodeColumns, nodeTableRow } from './columns.ts';
import { defaultNode } from './defaults.ts';
import type { Node } from './node.ts';
import { nodes } from './node.ts';
import { projectNode } from './project.ts';
import { validateNode, validateNodeUpdate } from './validate.ts';

/** Everything that the API needs to know of Nodes. Source: pkg/registry/core/node/strategy.go. */
export const nodeDef: KindDef = defineKind<Node>(nodes, {
  shortNames: ['no'],
  hasStatus: true,
  keepsStatusOnCreate: true,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: defaultNode,
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  indexes: [],
  fieldNames: ['spec.unschedulable'],
  fields: ({ spec }) => ({ 'spec.unschedulable': String(spec?.unschedulable ?? false) }),
  columns: nodeColumns,
  tableRow: nodeTableRow,
  project: projectNode,
  example: {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'node-1', labels: { 'kubernetes.io/hostname': 'node-1' } },
    spec: { podCIDR: '10.244.0.0/24' },
    status: { capacity: { cpu: '4', memory: '8Gi', pods: '110' } },
  },
});
