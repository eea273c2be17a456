import { defaultTemplate } from '../pod/defaults.ts';
import type { PodTemplateSpec } from '../pod/pod-spec.ts';
import { dropNulls, fill, mapField, setField } from '../shared/share.ts';
import type { Deployment, DeploymentSpec, DeploymentStrategy } from './deployment.ts';

const SPEC = { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 } as const;
const ROLLING_UPDATE = { maxUnavailable: '25%', maxSurge: '25%' } as const;
const NO_TEMPLATE: PodTemplateSpec = Object.freeze({ metadata: {}, spec: { containers: [] } });

/** Source: pkg/apis/apps/v1/defaults.go SetDefaults_Deployment. */
export function defaultDeployment(deployment: Deployment): Deployment {
  return setField(deployment, 'spec', defaultSpec(deployment.spec ?? ({} as DeploymentSpec)));
}

function defaultSpec(spec: DeploymentSpec): DeploymentSpec {
  const filled = mapField(fill(spec, SPEC), 'selector', dropNulls);
  const withStrategy = setField(filled, 'strategy', defaultStrategy(filled.strategy ?? {}));
  return setField(withStrategy, 'template', defaultTemplate(withStrategy.template ?? NO_TEMPLATE));
}

function defaultStrategy(strategy: DeploymentStrategy): DeploymentStrategy {
  const typed = fill(dropNulls(strategy), { type: 'RollingUpdate' });
  return typed.type === 'RollingUpdate'
    ? setField(typed, 'rollingUpdate', fill(typed.rollingUpdate ?? {}, ROLLING_UPDATE))
    : typed;
}
