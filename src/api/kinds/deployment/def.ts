import type { KindDef } from '../../kind-def.ts';
import { podSpecWarnings } from '../pod/warnings.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { selectorText } from '../shared/selector-text.ts';
import { deploymentColumns, deploymentTableRow } from './columns.ts';
import { defaultDeployment } from './defaults.ts';
import type { Deployment } from './deployment.ts';
import { deployments } from './deployment.ts';
import { projectDeployment } from './project.ts';
import { validateDeployment, validateDeploymentUpdate } from './validate.ts';

/** Everything that the API needs to know of Deployments. Source: pkg/registry/apps/deployment/strategy.go. */
export const deploymentDef: KindDef = defineKind<Deployment>(deployments, {
  shortNames: ['deploy'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: defaultDeployment,
  prepareForCreate: (deployment) => ({ ...deployment, status: {} }),
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  scale: {
    replicas: ({ spec }) => spec.replicas ?? 0,
    statusReplicas: ({ status }) => status?.replicas ?? 0,
    selector: ({ spec }) => selectorText(spec.selector),
    withReplicas: (deployment, replicas) => ({ ...deployment, spec: { ...deployment.spec, replicas } }),
  },
  indexes: [],
  columns: deploymentColumns,
  tableRow: deploymentTableRow,
  project: projectDeployment,
  warnings: ({ spec }, previous) =>
    previous === undefined ? podSpecWarnings(spec.template.spec, 'spec.template.spec') : [],
  example: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default', labels: { app: 'web' } },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'nginx:1.29', ports: [{ containerPort: 80 }] }] },
      },
    },
  },
});
