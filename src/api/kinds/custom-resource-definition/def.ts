import type { KindDef } from '../../kind-def.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { invalid, required } from '../../machinery/field-error.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import { fill, mapField } from '../shared/share.ts';
import { storedKind } from '../shared/stored-kind.ts';

interface Names {
  readonly plural?: string;
  readonly singular?: string;
  readonly kind?: string;
  readonly listKind?: string;
}

/** apiextensions.k8s.io/v1 CustomResourceDefinition. */
interface CustomResourceDefinition extends KubeObject {
  readonly spec?: {
    readonly group?: string;
    readonly names?: Names;
    readonly scope?: string;
    readonly conversion?: { readonly strategy?: string };
    readonly versions?: readonly { readonly name: string; readonly served: boolean; readonly storage: boolean }[];
  };
}

const definitions = resourceRef<CustomResourceDefinition>(
  'apiextensions.k8s.io',
  'v1',
  'customresourcedefinitions',
  'CustomResourceDefinition',
  false,
);

/**
 * What the API needs to know of CustomResourceDefinitions: they are stored and at once established; the resources that they define are
 * not served. Source: apiextensions-apiserver pkg/apis/apiextensions/validation, pkg/registry/customresourcedefinition.
 */
export const customResourceDefinitionDef: KindDef = storedKind<CustomResourceDefinition>(definitions, {
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  hasStatus: true,
  hasGeneration: true,
  defaults: (object) => mapField(fill(object, { spec: {} }), 'spec', defaultSpec),
  finishCreate: established,
  validate,
  showsCreation: true,
  example: {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      names: { plural: 'widgets', kind: 'Widget' },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true }],
    },
  },
});

type Spec = CustomResourceDefinition['spec'] & object;

function defaultSpec(spec: Spec): Spec {
  const filled = fill(spec, { conversion: { strategy: 'None' } });
  return mapField(filled, 'names', (names) => {
    const { kind = '' } = names;
    return fill(names, { singular: kind.toLowerCase(), listKind: `${kind}List` });
  });
}

function established(object: CustomResourceDefinition): CustomResourceDefinition {
  const lastTransitionTime = object.metadata.creationTimestamp ?? '';
  const condition = (type: string, reason: string, message: string): object => ({
    type,
    status: 'True',
    lastTransitionTime,
    reason,
    message,
  });
  const stored = object.spec?.versions?.filter(({ storage }) => storage).map(({ name }) => name) ?? [];
  return {
    ...object,
    status: {
      conditions: [
        condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
        condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
      ],
      acceptedNames: object.spec?.names ?? {},
      storedVersions: stored,
    },
  };
}

function validate({ metadata, spec = {} }: CustomResourceDefinition): FieldError[] {
  const { group = '', names = {}, scope = '', versions = [] } = spec;
  const errors: FieldError[] = [];
  const wanted = `${names.plural ?? ''}.${group}`;
  if (metadata.name !== wanted)
    errors.push(invalid('metadata.name', metadata.name ?? '', 'must be spec.names.plural+"."+spec.group'));
  if (group === '') errors.push(required('spec.group'));
  if (scope === '') errors.push(required('spec.scope'));
  if (versions.filter(({ storage }) => storage).length !== 1)
    errors.push(invalid('spec.versions', versions, 'must have exactly one version marked as storage version'));
  if ((names.plural ?? '') === '') errors.push(required('spec.names.plural'));
  if ((names.kind ?? '') === '') errors.push(required('spec.names.kind'));
  return errors;
}
