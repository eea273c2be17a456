import type { KindDef } from '../../kind-def.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsLabel } from '../shared/name-rules.ts';
import { serviceColumns, serviceTableRow } from './columns.ts';
import { defaultService } from './defaults.ts';
import { projectService } from './project.ts';
import type { Service } from './service.ts';
import { services } from './service.ts';
import { isHeadless } from './service-types.ts';
import { prepareService, prepareServiceUpdate } from './strategy.ts';
import { validateService, validateServiceUpdate } from './validate.ts';

/** Everything that the API needs to know of Services, but for what the allocators give. Source: pkg/registry/core/service. */
export const serviceDef: KindDef = defineKind<Service>(services, {
  shortNames: ['svc'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsLabel,
  defaults: defaultService,
  prepareForCreate: prepareService,
  prepareForUpdate: prepareServiceUpdate,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  indexes: [],
  fieldNames: ['spec.clusterIP', 'spec.type'],
  fields: ({ spec }) => ({ 'spec.clusterIP': spec.clusterIP ?? '', 'spec.type': spec.type ?? '' }),
  columns: serviceColumns,
  tableRow: serviceTableRow,
  project: projectService,
  warnings: serviceWarnings,
  example: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
  },
});

/** Source: pkg/api/service/warnings.go. */
function serviceWarnings(service: Service): readonly string[] {
  const { externalIPs = [], loadBalancerIP = '', sessionAffinity, type } = service.spec;
  const warnings: string[] = [];
  if (externalIPs.length > 0)
    warnings.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters');
  if (type === 'ExternalName' && externalIPs.length > 0)
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (!isHeadless(service)) return warnings;
  if (loadBalancerIP !== '') warnings.push('spec.loadBalancerIP is ignored for headless services');
  if (externalIPs.length > 0) warnings.push('spec.externalIPs is ignored for headless services');
  if (sessionAffinity !== 'None') warnings.push('spec.SessionAffinity is ignored for headless services');
  return warnings;
}
