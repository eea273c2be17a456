import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import type { AdmissionPlugin } from '../core.ts';

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** A new Node takes no pods before it has reported ready. Source: plugin/pkg/admission/nodetaint. */
export const newNode: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  resources: new Set([nodes.resource]),
  create(_core, _def, object) {
    const node = object as Node;
    const taints = node.spec?.taints ?? [];
    if (taints.some((taint) => taint.key === NOT_READY.key && taint.effect === NOT_READY.effect)) return node;
    return { ...node, spec: { ...node.spec, taints: [...taints, NOT_READY] } };
  },
};
