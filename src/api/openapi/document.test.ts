import { describe, expect, test } from 'vitest';
import { servedGroupVersions } from '../discovery/served.ts';
import type { JsonObject } from '../machinery/json.ts';
import { ALL_SCHEMAS } from '../schema/all.ts';
import { documentPath, openApiDocument, openApiIndex } from './document.ts';

interface Document {
  readonly paths: Readonly<Record<string, JsonObject>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonObject>> };
}

const document = (path: string): Document => openApiDocument(path, ALL_SCHEMAS) as unknown as Document;
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

describe('OpenAPI', () => {
  test('describes a kind as the real server does, without prose', () => {
    const { schemas } = document('apis/apps/v1').components;
    expect(schemas['io.k8s.api.apps.v1.DeploymentSpec']).toEqual({
      type: 'object',
      required: ['selector', 'template'],
      properties: {
        minReadySeconds: { type: 'integer', format: 'int32' },
        paused: { type: 'boolean' },
        progressDeadlineSeconds: { type: 'integer', format: 'int32' },
        replicas: { type: 'integer', format: 'int32' },
        revisionHistoryLimit: { type: 'integer', format: 'int32' },
        selector: { allOf: [ref('io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector')] },
        strategy: {
          default: {},
          allOf: [ref('io.k8s.api.apps.v1.DeploymentStrategy')],
          'x-kubernetes-patch-strategy': 'retainKeys',
        },
        template: { default: {}, allOf: [ref('io.k8s.api.core.v1.PodTemplateSpec')] },
      },
    });
    expect(schemas['io.k8s.api.apps.v1.Deployment']?.['x-kubernetes-group-version-kind']).toEqual([
      { group: 'apps', kind: 'Deployment', version: 'v1' },
    ]);
    const { containers, tolerations } = (schemas['io.k8s.api.core.v1.PodSpec'] as JsonObject)['properties'] as Record<
      string,
      unknown
    >;
    expect([containers, tolerations]).toEqual([
      {
        type: 'array',
        items: ref('io.k8s.api.core.v1.Container'),
        'x-kubernetes-list-map-keys': ['name'],
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-patch-merge-key': 'name',
        'x-kubernetes-patch-strategy': 'merge',
      },
      { type: 'array', items: ref('io.k8s.api.core.v1.Toleration'), 'x-kubernetes-list-type': 'atomic' },
    ]);
  });

  test('says which parameters a patch takes, since kubectl looks there for dry run and field validation', () => {
    const { paths } = document('apis/apps/v1');
    const patch = paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']?.['patch'] as JsonObject;
    expect((patch['parameters'] as readonly JsonObject[]).map(({ name }) => name)).toEqual([
      'dryRun',
      'fieldManager',
      'fieldValidation',
      'force',
    ]);
    expect(patch['x-kubernetes-group-version-kind']).toEqual({ group: 'apps', version: 'v1', kind: 'Deployment' });
  });

  test('has a document for every group version in the index, and every reference leads somewhere', () => {
    const index = openApiIndex((path) => path.length.toString());
    const paths = servedGroupVersions().map(documentPath);
    expect(Object.keys(index['paths'] as JsonObject)).toEqual(paths);
    expect((index['paths'] as JsonObject)['apis/apps/v1']).toEqual({
      serverRelativeURL: '/openapi/v3/apis/apps/v1?hash=12',
    });
    for (const path of paths) {
      const text = JSON.stringify(document(path));
      const known = new Set(Object.keys(document(path).components.schemas));
      const referred = [...text.matchAll(/#\/components\/schemas\/([^"]+)/g)].map(([, name]) => name ?? '');
      expect(referred.filter((name) => !known.has(name))).toEqual([]);
    }
    expect(openApiDocument('apis/apps/v9', ALL_SCHEMAS)).toBeUndefined();
  });
});
