import type { KindDef } from '../../kind-def.ts';
import { required } from '../../machinery/field-error.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import { fill } from '../shared/share.ts';
import { storedKind } from '../shared/stored-kind.ts';
import { column, NONE } from '../shared/table.ts';

/** networking.k8s.io/v1 IngressClass. */
interface IngressClass extends KubeObject {
  readonly spec?: {
    readonly controller?: string;
    readonly parameters?: { readonly apiGroup?: string; readonly kind: string; readonly name: string };
  };
}

const ingressClasses = resourceRef<IngressClass>('networking.k8s.io', 'v1', 'ingressclasses', 'IngressClass', false);

/** What the API needs to know of IngressClasses. Source: pkg/registry/networking/ingressclass/strategy.go. */
export const ingressClassDef: KindDef = storedKind<IngressClass>(ingressClasses, {
  hasGeneration: true,
  defaults: (object) => fill(object, { spec: {} }),
  validate: ({ spec }) => ((spec?.controller ?? '') === '' ? [required('spec.controller')] : []),
  columns: [column('Controller'), column('Parameters')],
  cells: ({ spec = {} }) => [spec.controller ?? '', parameters(spec.parameters)],
  example: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'public' },
    spec: { controller: 'example.com/ingress' },
  },
});

function parameters(given: (IngressClass['spec'] & object)['parameters']): string {
  if (given === undefined) return NONE;
  return `${given.kind}${given.apiGroup === undefined ? '' : `.${given.apiGroup}`}/${given.name}`;
}
