import type { ComponentType } from 'react';
import { keyResource } from '../../api/machinery/key.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Row } from '../../api/row.ts';
import { DeploymentSummary } from './deployment-summary.tsx';
import { NodeSummary } from './node-summary.tsx';
import { PlainSummary } from './plain-summary.tsx';
import { PodSummary } from './pod-summary.tsx';
import { ServiceSummary } from './service-summary.tsx';
import type { SummaryProps } from './summary-props.ts';
import { WorkloadSummary } from './workload-summary.tsx';

/** How the panel shows the objects of one resource. */
export interface KindView {
  readonly title: string;
  readonly Summary: ComponentType<SummaryProps>;
}

const VIEWS: Readonly<Record<string, KindView>> = {
  'core/pods': { title: 'Pod', Summary: forRows('pod', PodSummary) },
  'core/services': { title: 'Service', Summary: forRows('service', ServiceSummary) },
  'core/nodes': { title: 'Node', Summary: forRows('node', NodeSummary) },
  'core/namespaces': { title: 'Namespace', Summary: PlainSummary },
  'apps/deployments': { title: 'Deployment', Summary: forRows('workload', DeploymentSummary) },
  'apps/replicasets': { title: 'ReplicaSet', Summary: forRows('workload', WorkloadSummary) },
  'discovery.k8s.io/endpointslices': { title: 'EndpointSlice', Summary: PlainSummary },
};

const OTHER: KindView = { title: 'Object', Summary: PlainSummary };

export function viewOf(key: ObjectKey): KindView {
  return VIEWS[keyResource(key)] ?? OTHER;
}

/** A summary for one type of row; a row of another type, which cannot be, is shown plainly. */
function forRows<T extends Row['type']>(
  type: T,
  Summary: ComponentType<SummaryProps<Extract<Row, { type: T }>>>,
): ComponentType<SummaryProps> {
  const isOfType = (row: Row): row is Extract<Row, { type: T }> => row.type === type;
  return function TypedSummary(props: SummaryProps) {
    const { row } = props;
    return isOfType(row) ? <Summary {...props} row={row} /> : <PlainSummary {...props} />;
  };
}
